import { copiesFromContext } from "../dockerfile/context-sources.ts";
import { isRemoteSource } from "../dockerfile/copy-sources.ts";
import { cleanSource } from "../dockerfile/context-sources.ts";
import type { Dockerfile, Instruction } from "../dockerfile/model.ts";
import { instructionsOfKind } from "../dockerfile/queries.ts";
import { expandWord } from "../dockerfile/variables.ts";
import type { ShellCommand } from "./model.ts";
import { shellOf } from "./parse-shell.ts";
import { readShellOptions, shellDialect } from "./reading/shell-options.ts";

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

/** Where programs lie that come with the image or are installed into it. */
const installed =
  /^\/(?:usr|bin|sbin|lib|opt|root|home|go\/bin|tmp|var|etc)\/|(?:^|\/)node_modules\//;

/** Files that only start a build tool, whose manifests say what it does. */
const wrapper = /(?:^|\/)(?:gradlew|mvnw|configure)$/;

/**
 * What a Dockerfile needs of its build context: the programs that its RUNs start, which of them are the project's own,
 * whether they ask git for the history, and the paths and patterns that COPY, ADD and bind mounts name (the whole context is
 * not one).
 */
export function contextNeeds(dockerfile: Dockerfile): {
  programs: ReadonlySet<string>;
  scripts: readonly string[];
  history: boolean;
  named: readonly string[];
} {
  const commands = instructionsOfKind(dockerfile, "run").flatMap(
    (run) => shellOf(dockerfile, run)?.commands ?? [],
  );
  const named = dockerfile.instructions.flatMap(namedPaths).map(cleanSource);
  return {
    programs: new Set(commands.flatMap(({ name }) => name ?? [])),
    scripts: commands
      .flatMap(ownProgram)
      .filter((path) => !installed.test(path) && !wrapper.test(path)),
    history: commands.some(
      ({ name, args }) =>
        name === "git" && args.some(({ value }) => historyQuestions.has(value ?? "")),
    ),
    named: named.filter((path) => !["", "*", "**"].includes(path)),
  };
}

/** The path of a script or program that a command runs by it: `./build.sh`, `sh build.sh`, `go run build.go`; empty for all others. */
export function ownProgram({ name, nameSpan, words, args }: ShellCommand): string[] {
  const values = args.map(({ value }) => value ?? "");
  let path: string | undefined;
  if (name === "go") {
    path =
      values[0] === "run" ? values.slice(1).find((value) => !value.startsWith("-")) : undefined;
    if (path?.includes("@") === true) return [];
  } else if (shellDialect(name) !== null || name === "zsh") {
    const { command, operand } = readShellOptions(values);
    path = command ? undefined : values[operand];
  } else {
    path = words.find(({ span }) => span.start === nameSpan?.start)?.value ?? undefined;
    if (path?.includes("/") !== true) return [];
  }
  return path === undefined || path === "" ? [] : [path.replace(/^\.\//, "")];
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
