import { noted } from "../../source/notes.ts";
import { matchesPattern, hasWildcard } from "../../dockerfile/copy-sources.ts";
import type { CopyInstruction, Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { goBuilds, type GoBuild, type GoOutput } from "./go-builds.ts";

/** A path of one stage that another one copies. */
export interface StageCopy {
  readonly copy: CopyInstruction;
  readonly from: Stage;
  readonly into: Stage;
  /** Absolute, clean; may hold wildcards. */
  readonly path: string;
}

/** What the stages of a file copy from each other, in file order; sources that are not known are left out. Cached. */
export const stageCopies = noted((dockerfile: Dockerfile): readonly StageCopy[] => {
  return dockerfile.instructions.flatMap(copiesOf);
});

function copiesOf(copy: Instruction): readonly StageCopy[] {
  if (copy.kind !== "copy" || copy.onbuild !== null || copy.stage === null) return [];
  const from = copy.from?.stage;
  const into = copy.stage;
  if (from == null || from === into) return [];
  return copy.sources.flatMap((word) => {
    const source = expandWord(word, copy.state.lookup);
    return source === null ? [] : [{ copy, from, into, path: resolvePath("/", source) }];
  });
}

/** A Go program that a stage takes over from the stage that builds it. */
export interface CopiedGoProgram extends StageCopy {
  readonly build: GoBuild;
}

/** The programs that `go build` and `go install` make and that another stage copies by a path that fits. Cached. */
export const copiedGoPrograms = noted((dockerfile: Dockerfile): readonly CopiedGoProgram[] => {
  const builds = goBuilds(dockerfile);
  if (builds.length === 0) return [];
  return stageCopies(dockerfile).flatMap((copy) =>
    buildsOf(copy, builds).map((build) => ({ ...copy, build })),
  );
});

/** The builds whose program a copy takes; those of which the name is not known only where no other fits. */
function buildsOf({ from, path }: StageCopy, builds: readonly GoBuild[]): readonly GoBuild[] {
  // With the whole file system its libraries come along.
  if (path === "/") return [];
  const lineage = new Set(from.lineage);
  const fitting = builds.filter(
    ({ stage, output }) => output !== null && lineage.has(stage) && isTaken(output, path),
  );
  const named = fitting.filter(({ output }) => output?.name != null);
  return named.length > 0 ? named : fitting;
}

/** Whether a copied path is a program, or a directory that it lies in. */
function isTaken({ directory, name }: GoOutput, path: string): boolean {
  const slash = path.lastIndexOf("/");
  const parent = path.slice(0, slash) || "/";
  if (hasWildcard(path)) {
    const last = path.slice(slash + 1);
    return parent === directory && (name === null || matchesPattern(name, last));
  }
  if (relativeTo(path, directory) !== null) return true;
  if (name === null) return parent === directory;
  const file = resolvePath(directory, name);
  // What `-o` names without a slash may be a directory that exists.
  return path === file || relativeTo(file, path) !== null;
}
