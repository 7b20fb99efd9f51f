import type { Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import type { ShellCommand } from "../model.ts";
import { packageCallOf } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { isSystemManager } from "../system-managers.ts";

/** What the commands of an image's stages ask of the image. */
export interface ImageNeeds {
  /** The programs they start, by base name. */
  readonly programs: ReadonlySet<string>;
  /** The same, and each with its first argument, in lines of their own: `dotnet`, `dotnet publish`. */
  readonly calls: () => string;
  /** The system packages they install. */
  readonly installed: ReadonlySet<string>;
  /** Whether they compile, or install what compiles: headers are installed, or a package manager that builds from source is called. */
  readonly compiles: boolean;
  /** Whether something of it is not known: a script is run, or a text is not read. */
  readonly open: boolean;
}

/** Packages that are only good for compiling. */
const compilerPackage =
  /-dev$|-devel$|^(?:build-essential|build-base|gcc|g\+\+|clang|cmake|make|musl-dev|linux-headers.*)$/;

/** Programs that compile what they install. */
const compilers = new Set(
  "gem bundle cpan cpanm node-gyp gcc g++ cc make cmake cargo nvcc".split(" "),
);

/** Scripts of the build context, which may need anything. */
const script = /^(?:\.{1,2}\/|\/).*\.(?:sh|bash)$|\.sh$/;

/** What the RUNs, the command and the health check of some stages need of the image that they stand on. */
export function imageNeeds(dockerfile: Dockerfile, stages: readonly Stage[]): ImageNeeds {
  const programs = new Set<string>();
  const commands: ShellCommand[] = [];
  const installed = new Set<string>();
  let compiles = false;
  let open = false;
  for (const instruction of stages.flatMap(({ instructions }) => instructions)) {
    if (instruction.onbuild !== null || !runs(instruction)) continue;
    const text = shellOf(dockerfile, instruction);
    open ||= text === null && instruction.kind === "run";
    for (const command of text?.commands ?? []) {
      for (const name of systemPackages(command)) installed.add(name);
      if (command.name === null) continue;
      programs.add(command.name);
      commands.push(command);
      compiles ||= compilers.has(command.name);
      open ||= instruction.kind === "run" && script.test(command.words[0]?.value ?? "");
    }
  }
  compiles ||= [...installed].some((name) => compilerPackage.test(name));
  return { programs, calls: () => callLines(commands), installed, compiles, open };
}

function callLines(commands: readonly ShellCommand[]): string {
  const lines = commands.flatMap(({ name, args }) => [name, `${name} ${args[0]?.value ?? ""}`]);
  return lines.join("\n");
}

function runs({ kind }: Instruction): boolean {
  return kind === "run" || kind === "cmd" || kind === "entrypoint" || kind === "healthcheck";
}

function systemPackages(command: ShellCommand): string[] {
  const call = packageCallOf(command);
  if (call?.action !== "install" || !isSystemManager(call.manager)) return [];
  return call.packages.flatMap(({ name }) => name ?? []);
}
