import { posix } from "node:path";
import type { BuildContext } from "./build-context.ts";
import { compileIgnorePattern } from "./ignore-pattern.ts";

/** Largest .dockerignore that is read, in UTF-16 code units, and most patterns of one; real ones have less than 200 lines. */
const longestText = 64 * 1024;
const mostPatterns = 1000;

/** One line of a .dockerignore that says something. */
export interface IgnoreLine {
  /** As written, without blanks around it. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** Whether it begins with `!`. */
  readonly exception: boolean;
  /** What it matches, cleaned as Docker does: no `!`, no leading or trailing slash, no `.` and `..`. */
  readonly pattern: string;
  /** Whether a path from the context's root matches this pattern itself; parents are not looked at. */
  readonly matches: (path: string) => boolean;
}

/** A .dockerignore as Docker reads it. */
export interface Dockerignore {
  /** From the context's root. */
  readonly path: string;
  readonly lines: readonly IgnoreLine[];
}

/** What is known of the .dockerignore of a build. */
export type KnownDockerignore =
  | { readonly kind: "file"; readonly file: Dockerignore }
  /** There is none. */
  | { readonly kind: "missing" }
  | { readonly kind: "unknown" };

const known = new WeakMap<BuildContext, KnownDockerignore>();

/** The .dockerignore that a build uses: the one named after the Dockerfile, else the one at the context's root. */
export function dockerignoreOf(context: BuildContext): KnownDockerignore {
  let found = known.get(context);
  if (found === undefined) {
    found = findDockerignore(context);
    known.set(context, found);
  }
  return found;
}

function findDockerignore(context: BuildContext): KnownDockerignore {
  // Without the Dockerfile's place it is not known whether it has one of its own.
  const own = context.dockerfile == null ? null : `${context.dockerfile}.dockerignore`;
  // Podman reads a file of its own instead.
  if (own === null || context.exists(".containerignore") === true) return { kind: "unknown" };
  for (const path of [own, ".dockerignore"]) {
    const exists = context.exists(path);
    if (exists === null) return { kind: "unknown" };
    if (!exists) continue;
    const text = context.readText?.(path) ?? null;
    if (text === null || text.length > longestText) return { kind: "unknown" };
    const lines = readIgnoreLines(text);
    return lines === null ? { kind: "unknown" } : { kind: "file", file: { path, lines } };
  }
  return { kind: "missing" };
}

/**
 * Reads the text of a .dockerignore. `#` begins a comment only as the first character of a line; blanks around a pattern
 * and a slash in front of it are dropped; `!` makes an exception.
 * @returns null when Docker would refuse it, or when it has more than 1000 patterns
 */
export function readIgnoreLines(text: string): readonly IgnoreLine[] | null {
  const lines: IgnoreLine[] = [];
  for (const [index, written] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    const trimmed = written.trim();
    if (written.startsWith("#") || trimmed === "") continue;
    const exception = trimmed.startsWith("!");
    const pattern = cleanPattern(exception ? trimmed.slice(1).trim() : trimmed);
    const matches = compileIgnorePattern(pattern);
    // Of these Docker makes an empty exception, which it refuses.
    const isEmpty = pattern === "" || (exception && pattern === "/");
    if (isEmpty || matches === null || lines.length >= mostPatterns) return null;
    lines.push({ text: trimmed, line: index + 1, exception, pattern, matches });
  }
  return lines;
}

function cleanPattern(pattern: string): string {
  if (pattern === "") return "";
  const clean = posix.normalize(pattern).replace(/(?<=.)\/+$/, "");
  return clean.length > 1 && clean.startsWith("/") ? clean.slice(1) : clean;
}

/**
 * The line that keeps a path out of the build context; null when it is sent. As BuildKit does it, walking down: a line that
 * matched a directory holds for all below it, a pattern is tried only on what is still sent, an exception only on what is not.
 * @param path from the context's root, clean: `src/main.go`
 */
export function ignoringLine({ lines }: Dockerignore, path: string): IgnoreLine | null {
  let above = new Set<IgnoreLine>();
  let ignoring: IgnoreLine | null = null;
  for (const one of pathsDownTo(path)) {
    const matched = new Set<IgnoreLine>();
    ignoring = null;
    for (const line of lines) {
      const isTried: boolean = line.exception === (ignoring !== null);
      if (!above.has(line) && !(isTried && line.matches(one))) continue;
      matched.add(line);
      ignoring = line.exception ? null : (ignoring ?? line);
    }
    above = matched;
  }
  return ignoring;
}

/** Whether an exception may bring back something below a directory, so that not all of it is out. */
export function hasExceptionBelow({ lines }: Dockerignore, directory: string): boolean {
  return lines.some(
    ({ exception, pattern }) =>
      exception && (pattern.startsWith(`${directory}/`) || /^[^/]*[*?[]/.test(pattern)),
  );
}

/** The directories above a path, outermost first, and the path itself. */
function pathsDownTo(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
