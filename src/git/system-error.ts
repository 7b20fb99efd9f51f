/** Whether something thrown is an error of the operating system with one of these codes (`ENOENT`). */
export function isErrorWithCode(error: unknown, ...codes: readonly string[]): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return codes.includes(String(error.code));
}

/** What an error of the file system says of a path, to be put behind it; null when it says nothing of the path. */
export function pathProblem(error: unknown): string | null {
  if (isErrorWithCode(error, "ENOENT", "ENOTDIR")) return "does not exist";
  if (isErrorWithCode(error, "EACCES", "EPERM")) return "may not be read (permission denied)";
  if (isErrorWithCode(error, "ELOOP")) return "is a symbolic link that leads to itself";
  if (isErrorWithCode(error, "ENAMETOOLONG")) return "is too long for a path";
  if (isErrorWithCode(error, "EIO", "EISDIR", "ENXIO", "EBUSY", "EMFILE", "ENFILE")) {
    return `cannot be read (${systemMessage(error)})`;
  }
  return null;
}

/** What the operating system says of an error. */
export function systemMessage(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error
    ? String(error.message)
    : String(error);
}
