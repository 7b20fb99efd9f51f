import { copiesFromContext } from "../dockerfile/context-sources.ts";
import { isRemoteSource } from "../dockerfile/copy-sources.ts";
import { cleanSource } from "../dockerfile/context-sources.ts";
import type { Dockerfile, Instruction } from "../dockerfile/model.ts";
import { instructionsOfKind } from "../dockerfile/queries.ts";
import { expandWord } from "../dockerfile/variables.ts";
import { shellOf } from "./parse-shell.ts";

/** What git is asked by builds that write their version into what they make. */
const historyQuestions = new Set([
  "describe",
  "rev-parse",
  "log",
  "show",
  "rev-list",
  "tag",
  "submodule",
  "status",
]);

/**
 * What a Dockerfile needs of its build context: the programs that its RUNs start, whether they ask git for the history, and
 * the paths and patterns that COPY, ADD and bind mounts name (the whole context is not one).
 */
export function contextNeeds(dockerfile: Dockerfile): {
  programs: ReadonlySet<string>;
  history: boolean;
  named: readonly string[];
} {
  const commands = instructionsOfKind(dockerfile, "run").flatMap(
    (run) => shellOf(dockerfile, run)?.commands ?? [],
  );
  const named = dockerfile.instructions.flatMap(namedPaths).map(cleanSource);
  return {
    programs: new Set(commands.flatMap(({ name }) => name ?? [])),
    history: commands.some(
      ({ name, args }) =>
        name === "git" && args.some(({ value }) => historyQuestions.has(value ?? "")),
    ),
    named: named.filter((path) => !["", "*", "**"].includes(path)),
  };
}

function namedPaths(instruction: Instruction): string[] {
  if (instruction.kind === "run") {
    return instruction.mounts.flatMap(({ type, from, source }) =>
      type === "bind" && from === null && source !== null ? [source] : [],
    );
  }
  if (!copiesFromContext(instruction)) return [];
  return instruction.sources.flatMap((word) => {
    const path = expandWord(word, (name) => instruction.state.lookup(name));
    return path === null || isRemoteSource(path) ? [] : [path];
  });
}
