import { unknownContext } from "../context/build-context.ts";
import { repositoryFilesOf } from "../context/repository-files.ts";
import type { AuditHost, AuditTarget, RepositoryHost, TreeListing } from "../ports.ts";
import type { ReviewedFile } from "./build-report.ts";
import type { PathKind } from "./find-dockerfiles.ts";
import { readBuildContexts } from "./read-build-contexts.ts";
import { TreeHost } from "./tree-host.ts";
import { directoryOf } from "../source/paths.ts";

/** What a branch is read from. */
export type BranchHost = RepositoryHost & Pick<AuditHost, "listTree">;

/** The Dockerfiles of a branch, ready to be judged. */
export interface ReadBranch {
  readonly files: readonly ReviewedFile[];
  /** Dockerfiles that were not read, with the reason in plain words. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** Files that may be executed. */
  readonly executables: ReadonlySet<string>;
  /** What the reader must know: a tree that was not listed whole. */
  readonly notes: readonly string[];
}

/** Directories of other people's code, whose Dockerfiles this repository does not build. */
const vendored = new Set([
  ".git",
  "node_modules",
  "vendor",
  "third_party",
  "third-party",
  "bower_components",
  "Pods",
]);

/** Whether a directory, or one above it, holds other people's code. */
export function isVendored(directory: string): boolean {
  return directory.split("/").some((name) => vendored.has(name));
}

/** The Dockerfiles of a tree that are its own. */
export function dockerfilesOf(
  { files }: Pick<TreeListing, "files">,
  kindOf: (path: string) => PathKind,
): string[] {
  return files.filter((path) => !isVendored(directoryOf(path)) && kindOf(path) === "dockerfile");
}

/**
 * Reads all Dockerfiles of a branch and what lies around them.
 * @param kindOf what a path is taken for; vendored directories are left out before it is asked
 */
export async function readBranch(
  host: BranchHost,
  target: Pick<AuditTarget, "sha">,
  kindOf: (path: string) => PathKind,
): Promise<ReadBranch> {
  const { sha } = target;
  const tree = await host.listTree(sha, isVendored);
  const own = tree.files.filter((path) => !isVendored(directoryOf(path)));
  const wanted = dockerfilesOf(tree, kindOf);
  const notes = tree.note === null ? [] : [tree.note];
  if (wanted.length === 0) return { files: [], unread: [], executables: tree.executables, notes };
  const contents = await host.readFiles(sha, wanted);
  const readable: { path: string; text: string }[] = [];
  const unread: { path: string; reason: string }[] = [];
  for (const path of wanted) {
    const content = contents.get(path) ?? { kind: "missing" };
    if (content.kind === "text") readable.push({ path, text: content.text });
    else if (content.kind === "unreadable") unread.push({ path, reason: content.reason });
  }
  // What a cut listing leaves out may exist all the same.
  const around = tree.note === null ? new TreeHost(host, [...tree.files, ...tree.others]) : host;
  const contexts = await readBuildContexts(
    around,
    sha,
    readable,
    // Of a tree that is not known whole it cannot be said what is missing in it.
    tree.note === null ? repositoryFilesOf(own) : null,
  );
  const files = readable.map(({ path, text }) => ({
    path,
    text,
    base: null,
    hunks: null,
    buildContext: contexts.get(path) ?? unknownContext,
  }));
  return { files, unread, executables: tree.executables, notes };
}
