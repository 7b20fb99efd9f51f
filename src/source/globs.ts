import picomatch from "picomatch";

/**
 * Whether a path from the repository's root is one that some globs name. Globs are taken as people write them:
 * `./docker/` means everything below `docker`; one that begins with `!` takes away what the others name.
 */
export function matchGlobs(globs: readonly string[]): (path: string) => boolean {
  const included = globs.filter((glob) => !glob.startsWith("!"));
  const excluded = globs.filter((glob) => glob.startsWith("!")).map((glob) => glob.slice(1));
  const isIncluded = picomatch(included.map(clean), { dot: true });
  const isExcluded = picomatch(excluded.map(clean), { dot: true });
  return (path) => isIncluded(path) && !isExcluded(path);
}

function clean(glob: string): string {
  return glob.replace(/^\.?\//, "").replace(/\/$/, "/**");
}
