import { noted } from "../../source/notes.ts";
import { baseWorkdir } from "../../dockerfile/base-workdir.ts";
import { workdirOf } from "../../dockerfile/context-copies.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import type { Dockerfile, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { resolvePath } from "../../dockerfile/paths.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { commandVariable, type CommandVariable } from "../command-variables.ts";
import type { PackageCall, PackageFlag, ShellScript, ShellWord } from "../model.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { resolveWord } from "../reading/words.ts";
import { projectDirectoryOf } from "../package-managers/working-directory.ts";

/** A `go build` or `go install` that makes a program. */
export interface GoBuild {
  readonly run: RunInstruction;
  readonly stage: Stage;
  readonly script: ShellScript;
  readonly call: PackageCall;
  readonly output: GoOutput | null;
}

/** Where a build puts its program. */
export interface GoOutput {
  /** Absolute, clean. */
  readonly directory: string;
  /** Null where it is the name of the module. */
  readonly name: string | null;
}

/** Most builds that are judged: real files have a dozen, and what each asks of those before it costs. */
const mostBuilds = 200;

/** The `go build` and `go install` of a file, triggers of ONBUILD left out; at most the first 200. Cached. */
export const goBuilds = noted((dockerfile: Dockerfile): readonly GoBuild[] => {
  const builds: GoBuild[] = [];
  for (const run of dockerfile.instructions) {
    if (run.kind !== "run" || run.onbuild !== null || builds.length >= mostBuilds) continue;
    builds.push(...buildsOf(dockerfile, run).slice(0, mostBuilds - builds.length));
  }
  return builds;
});

function buildsOf(dockerfile: Dockerfile, run: RunInstruction): readonly GoBuild[] {
  const { stage } = run;
  const calls = packageCalls(dockerfile, run).filter(
    ({ manager, subcommand, command }) =>
      manager === "go" &&
      (subcommand === "build" || subcommand === "install") &&
      !command.substituted,
  );
  const script = calls.length === 0 ? null : shellOf(dockerfile, run);
  if (script === null || stage === null) return [];
  return calls.slice(0, mostBuilds).map((call) => {
    const build = { run, stage, script, call };
    return { ...build, output: outputOf(dockerfile, build) };
  });
}

/**
 * What a variable is for a build: set before the command, exported or set by `go env -w` before it, or by ENV and ARG.
 * @returns undefined when nothing sets it; its value is null when it is known only when the image is built
 */
export function goVariable(
  dockerfile: Dockerfile,
  { run, script, call }: Omit<GoBuild, "output">,
  name: string,
): CommandVariable | undefined {
  return commandVariable(dockerfile, { run, script, command: call.command }, name);
}

/** The value of a flag of a build, with variables filled in; undefined without the flag, null when it is not known. */
export function goFlag(
  build: Pick<GoBuild, "run" | "call">,
  name: string,
): string | null | undefined {
  const flag = build.call.flags.findLast((one) => one.name === name);
  return flag === undefined ? undefined : (flag.value ?? resolvedValue(build, flag));
}

/** The word that holds the value of a flag of a build: the next one, or the flag's own. */
export function goFlagWord({ call }: Pick<GoBuild, "call">, flag: PackageFlag): ShellWord | null {
  const { start } = flag.valueSpan ?? flag.span;
  return call.command.args.find(({ span }) => span.start === start) ?? null;
}

/**
 * What `-ldflags` of a build says, the values that `-X` sets left out.
 * @returns null when it is not known
 */
export function linkerFlags(build: Pick<GoBuild, "run" | "call">): string | null {
  const value = goFlag(build, "-ldflags");
  if (value === undefined) return "";
  const flag = build.call.flags.findLast(({ name }) => name === "-ldflags");
  const word = flag === undefined ? null : goFlagWord(build, flag);
  const text = (value ?? word?.text ?? "$").replace(/^-{1,2}ldflags=/, "");
  const rest = text.replace(/-X[ =]*(?:'[^']*'|[^\s'"]|"[^"]*")+/g, "");
  return /[$`]/.test(rest) ? null : rest;
}

function resolvedValue(build: Pick<GoBuild, "run" | "call">, flag: PackageFlag): string | null {
  const word = goFlagWord(build, flag);
  const value = word === null ? null : resolveWord(word, build.run.state);
  if (value === null || flag.valueSpan !== null) return value;
  const equals = value.indexOf("=");
  return equals === -1 ? null : value.slice(equals + 1);
}

function outputOf(dockerfile: Dockerfile, build: Omit<GoBuild, "output">): GoOutput | null {
  const { run, stage, script, call } = build;
  const workdir =
    run.state.workdirSetBy === null ? (baseWorkdir(stage) ?? "/") : workdirOf(run.state);
  const directory = projectDirectoryOf(script, call, workdir);
  const packages = operandsOf(build);
  if (call.subcommand === "install") {
    const bin = binDirectory(dockerfile, build);
    return bin === null || packages?.length !== 1
      ? null
      : { directory: bin, name: nameOf(packages) };
  }
  const written = goFlag(build, "-o");
  if (written === null || directory === null) return null;
  if (written === undefined) {
    const single = packages !== null && (packages.length < 2 || packages.every(isSourceFile));
    if (!single || packages.some((one) => one.includes("..."))) return null;
    return { directory, name: nameOf(packages) };
  }
  const path = resolvePath(directory, written);
  if (/(^|\/)\.{0,2}$/.test(written))
    return { directory: path, name: packages === null ? null : nameOf(packages) };
  const slash = path.lastIndexOf("/");
  return { directory: path.slice(0, slash) || "/", name: path.slice(slash + 1) };
}

/** Whether a variable among the arguments of a build may stand for flags. */
export function mayHaveMoreFlags({ run, call }: Pick<GoBuild, "run" | "call">): boolean {
  return (
    call.flags.some(({ name }) => name.startsWith("$")) ||
    operandWords(call).some(
      (word) =>
        word.value === null &&
        /^"?[$`]/.test(word.text) &&
        /^-|^$/.test(resolveWord(word, run.state) ?? ""),
    )
  );
}

/** The packages or files that a build is given; null when they are not known. */
function operandsOf({ run, call }: Omit<GoBuild, "output">): readonly string[] | null {
  const values = operandWords(call).map((word) => resolveWord(word, run.state));
  return values.every((value) => value !== null) ? values : null;
}

/** The words of a call that are neither flags nor their values. */
function operandWords(call: PackageCall): readonly ShellWord[] {
  const taken = new Set(
    call.flags.flatMap(({ span, valueSpan }) => [
      span.start,
      ...(valueSpan ? [valueSpan.start] : []),
    ]),
  );
  if (call.subcommandSpan !== null) taken.add(call.subcommandSpan.start);
  return call.command.args.filter(({ span }) => !taken.has(span.start));
}

function isSourceFile(operand: string): boolean {
  return operand.endsWith(".go");
}

/** The name of the program that packages or files give; null when the module's path decides. */
function nameOf(packages: readonly string[]): string | null {
  const [first] = packages;
  if (first === undefined) return null;
  const parts = first
    .replace(/@.*$/, "")
    .split("/")
    .filter((part) => !/^(\.{0,2}|v\d+)$/.test(part));
  const last = parts.at(-1);
  if (last === undefined || last.includes("*") || last === "...") return null;
  return last.replace(/\.go$/, "");
}

/** Where `go install` puts programs; null when it is not known. */
function binDirectory(dockerfile: Dockerfile, build: Omit<GoBuild, "output">): string | null {
  const bin = goVariable(dockerfile, build, "GOBIN");
  if (bin !== undefined) return bin.value === null ? null : resolvePath("/", bin.value);
  const path = goVariable(dockerfile, build, "GOPATH");
  if (path !== undefined) return path.value === null ? null : resolvePath(path.value, "bin");
  const { reference } = rootStage(build.stage).base;
  // The official image sets GOPATH to /go.
  return reference !== null && hubName(reference) === "golang" ? "/go/bin" : null;
}
