import { noted } from "../source/notes.ts";
import { hasWildcard, isRemoteSource, matchesPattern } from "./copy-sources.ts";
import type { BuildState, CopyInstruction, Instruction, RunInstruction, Word } from "./model.ts";
import { joinRelative, relativeTo, resolvePath } from "./paths.ts";
import { expandWord } from "./variables.ts";

/** Most instructions that are looked back over; far more than real stages have, and it keeps the cost linear. */
const mostLookedBack = 200;

/** What one local source of a COPY or ADD puts where. Sources that are fetched or not known are not given. */
export interface CopiedSource {
  readonly copy: CopyInstruction;
  /** From the context's root, or the root of the stage that `--from` names: `""` for all of it, `web`, `package*.json`. */
  readonly source: string;
  readonly pattern: boolean;
  /** Whether it is written as a directory: `.`, `/`, `web/`. */
  readonly directory: boolean;
  /** The absolute path that it is copied to or into. */
  readonly target: string;
}

/**
 * What a COPY or ADD is meant to copy where: what follows a `#` is left out, which BuildKit takes for more sources, but which
 * was meant as a comment.
 */
export function meantArguments(copy: CopyInstruction): {
  readonly sources: readonly Word[];
  readonly destination: Word | null;
} {
  const comment =
    copy.exec === null ? copy.sources.findIndex(({ text }) => text.startsWith("#")) : -1;
  if (comment < 2) return copy;
  return {
    sources: copy.sources.slice(0, comment - 1),
    destination: copy.sources[comment - 1] ?? null,
  };
}

/** The sources of a COPY or ADD with the places they go to; empty when the destination is not known. Cached. */
export const copiedSources = noted(readSources);

function readSources(copy: CopyInstruction): readonly CopiedSource[] {
  const lookup = (name: string) => copy.state.lookup(name);
  const meant = meantArguments(copy);
  const destination = meant.destination === null ? null : expandWord(meant.destination, lookup);
  if (destination === null || copy.flags.some(({ name }) => name === "parents")) return [];
  const target = resolvePath(workdirOf(copy.state), destination);
  return meant.sources.flatMap((word): CopiedSource[] => {
    const written = expandWord(word, lookup);
    if (written === null || isRemoteSource(written)) return [];
    const source = cleanRelative(written);
    const directory = source === "" || /(^|\/)\.?$/.test(written);
    return [{ copy, source, pattern: hasWildcard(source), directory, target }];
  });
}

/** How a COPY brings a file to a directory of the image. */
export interface FileOrigin {
  /**
   * `named`: by its name. `pattern`: by a pattern that it matches. `tree`: with the whole directory it lies in. `maybe`: with
   * something that is this file's directory if it is a directory at all.
   */
  readonly how: "named" | "pattern" | "tree" | "maybe";
  /** The directory it comes from: a path from the context's root, `""` for the root. */
  readonly from: string;
}

/**
 * Whether a copied source brings the file `name` into an image's directory.
 * @param directory absolute, clean
 */
export function originOf(copied: CopiedSource, directory: string, name: string): FileOrigin | null {
  const { source, target } = copied;
  const slash = source.lastIndexOf("/");
  const parent = source.slice(0, Math.max(slash, 0));
  const base = source.slice(slash + 1);
  if (source === "*" || (copied.pattern && base === "*")) {
    return target === directory ? { how: "tree", from: parent } : null;
  }
  const full = join(directory, name);
  if (copied.pattern) {
    const matches = target === directory && matchesPattern(name, base);
    return matches ? { how: "pattern", from: parent } : null;
  }
  if (!copied.directory && base === name && (target === directory || target === full)) {
    return { how: "named", from: parent };
  }
  const inside = relativeTo(target, directory);
  if (inside === null) return null;
  return { how: copied.directory ? "tree" : "maybe", from: joinRelative(source, inside) };
}

/**
 * The instructions that ran before one along its lineage, oldest first, triggers of ONBUILD left out: at most the last 200.
 */
export function instructionsBefore(instruction: Instruction): readonly Instruction[] {
  const found: Instruction[] = [];
  for (const stage of instruction.stage?.lineage ?? []) {
    const { instructions } = stage;
    const own = stage === instruction.stage;
    let at = own ? indexIn(instructions, instruction) - 1 : instructions.length - 1;
    for (; at >= 0; at--) {
      const one = instructions[at];
      if (one?.onbuild !== null) continue;
      found.push(one);
      if (found.length >= mostLookedBack) return found.reverse();
    }
  }
  return found.reverse();
}

/** The place of an instruction among its stage's. */
function indexIn(instructions: readonly Instruction[], instruction: Instruction): number {
  return instruction.index - (instructions[0]?.index ?? 0);
}

/** Whether a RUN sees files of the build context by a bind mount. */
export function bindsContext(run: RunInstruction): boolean {
  return run.mounts.some(({ type, from }) => type === "bind" && from === null);
}

/**
 * The working directory in force. Where it is not known: `/` for the base image's, else a path that only equals itself, so
 * that places relative to one unknown directory can still be compared.
 */
export function workdirOf(state: BuildState): string {
  if (state.workdir !== null) return resolvePath("/", state.workdir);
  return state.workdirSetBy === null ? "/" : `/?${state.workdirSetBy.index}`;
}

function join(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}

function cleanRelative(path: string): string {
  return resolvePath("/", path).slice(1);
}
