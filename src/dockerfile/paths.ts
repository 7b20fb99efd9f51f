/** An absolute path without `.`, `..` and doubled slashes; `path` is taken from `directory` when it is relative. */
export function resolvePath(directory: string, path: string): string {
  const whole = path.startsWith("/") ? path : `${directory === "/" ? "" : directory}/${path}`;
  // Most are clean already.
  if (whole.startsWith("/") && !/\/(?:\.|\/|$)/.test(whole)) return whole;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** The path from one absolute directory down to another (`""` when they are the same); null when it does not lie in it. */
export function relativeTo(directory: string, path: string): string | null {
  if (path === directory) return "";
  const prefix = directory === "/" ? "/" : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}

/** `directory/path` of two relative paths, either of which may be empty. */
export function joinRelative(directory: string, path: string): string {
  return directory === "" || path === "" ? directory + path : `${directory}/${path}`;
}
