import { unknownContext } from "../context/build-context.ts";
import type { LineRange } from "../report/lint-report.ts";
import type { ChangedFile, ChangeHost, FileContent, ReviewTarget } from "../ports.ts";
import { parseHunks } from "../source/diff-hunks.ts";
import type { ReviewedFile } from "./build-report.ts";
import type { PathKind } from "./find-dockerfiles.ts";
import { directoriesAround, readBuildContexts } from "./read-build-contexts.ts";

/** The Dockerfiles of a change, ready to be judged. */
export interface ReadChange {
  readonly files: readonly ReviewedFile[];
  /** Dockerfiles that were not read, with the reason in plain words. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** Changed templates of Dockerfiles, which are passed over. */
  readonly templates: readonly string[];
}

/**
 * Reads the head and base versions of the Dockerfiles among changed files, and what lies around them. Removed files
 * are left out; a renamed one is compared with what it was under its old name.
 */
export async function readChange(
  host: ChangeHost,
  target: ReviewTarget,
  changed: readonly ChangedFile[],
  kindOf: (path: string) => PathKind,
): Promise<ReadChange> {
  const present = changed.filter((file) => file.status !== "removed");
  const templates = present.map(({ path }) => path).filter((path) => kindOf(path) === "template");
  const dockerfiles = present.filter(({ path }) => kindOf(path) === "dockerfile");
  if (dockerfiles.length === 0) return { files: [], unread: [], templates };

  const paths = dockerfiles.map(({ path }) => path);
  const basePaths = dockerfiles.map(basePathOf).filter((path) => path !== null);
  const [{ files: heads }, bases] = await Promise.all([
    // What lies around them is wanted next, and comes with them for nothing.
    host.readTree(target.headSha, { files: paths, directories: directoriesAround(paths) }),
    host.readFiles(target.baseSha, basePaths),
  ]);
  const readable: { file: ChangedFile; path: string; text: string }[] = [];
  const unread: { path: string; reason: string }[] = [];
  for (const file of dockerfiles) {
    const head = heads.get(file.path) ?? { kind: "missing" };
    if (head.kind === "text") readable.push({ file, path: file.path, text: head.text });
    else unread.push({ path: file.path, reason: whyUnread(head) });
  }
  const contexts = await readBuildContexts(host, target.headSha, readable);
  const files = readable.map(({ file, path, text }) => ({
    path,
    text,
    base: baseOf(file, bases),
    hunks: hunksOf(file),
    buildContext: contexts.get(path) ?? unknownContext,
  }));
  return { files, unread, templates };
}

/** The path a file had before the change; null when it was not there. */
function basePathOf(file: ChangedFile): string | null {
  return file.status === "added" ? null : (file.previousPath ?? file.path);
}

function baseOf(
  file: ChangedFile,
  bases: ReadonlyMap<string, FileContent>,
): { path: string; text: string } | null {
  const path = basePathOf(file);
  const content = path === null ? undefined : bases.get(path);
  return path !== null && content?.kind === "text" ? { path, text: content.text } : null;
}

/** Where comments can be anchored. Without a patch, which GitHub leaves out of large diffs, that is nowhere. */
function hunksOf(file: ChangedFile): LineRange[] {
  return file.patch === null ? [] : parseHunks(file.patch);
}

function whyUnread(content: Exclude<FileContent, { kind: "text" }>): string {
  return content.kind === "unreadable" ? content.reason : "is not there at the newest commit";
}
