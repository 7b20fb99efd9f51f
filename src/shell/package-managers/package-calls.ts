import { Notes } from "../../source/notes.ts";
import type { Dockerfile, Instruction } from "../../dockerfile/model.ts";
import { join } from "../../source/span.ts";
import type { Span } from "../../source/span.ts";
import type {
  PackageAction,
  PackageCall,
  PackageFlag,
  PackageSpec,
  ShellCommand,
  ShellWord,
} from "../model.ts";
import { shellOf } from "../parse-shell.ts";
import { baseName } from "../reading/shell-options.ts";
import { javascriptManagers } from "./javascript-managers.ts";
import { languageManagers } from "./language-managers.ts";
import type { ManagerSyntax } from "./manager-syntax.ts";
import { pythonManagers } from "./python-managers.ts";
import { readArguments } from "./read-arguments.ts";
import type { Operand } from "./read-arguments.ts";
import { systemManagers } from "./system-managers.ts";

const byProgram: ReadonlyMap<string, ManagerSyntax> = new Map(
  [...systemManagers, ...pythonManagers, ...javascriptManagers, ...languageManagers].flatMap(
    (syntax) => syntax.programs.map((program) => [program, syntax] as const),
  ),
);

const pip = byProgram.get("pip");

const calls = new Notes<Instruction, readonly PackageCall[]>();

/**
 * The package manager calls in the shell text (or the exec form) of an instruction, in source order. Cached.
 * @returns an empty list when the text has none or is not read (see `shellOf`)
 */
export function packageCalls(
  dockerfile: Dockerfile,
  instruction: Instruction,
): readonly PackageCall[] {
  let found = calls.get(instruction);
  if (found === undefined) {
    const script = shellOf(dockerfile, instruction);
    found = (script?.commands ?? []).flatMap((command) => packageCallOf(command) ?? []);
    calls.set(instruction, found);
  }
  return found;
}

const callsOfCommands = new Notes<ShellCommand, PackageCall | null>();

/** The package manager call that a command is; null when it is none. Cached: many rules ask for it. */
export function packageCallOf(command: ShellCommand): PackageCall | null {
  if (!mayCall(command.name)) return null;
  let call = callsOfCommands.get(command);
  if (call === undefined) {
    call = readPackageCall(command);
    callsOfCommands.set(command, call);
  }
  return call;
}

/** Most commands are no such calls by their name alone. */
function mayCall(name: string | null): boolean {
  return name !== null && (byProgram.has(name) || /^p(?:ip|hp|ypy|ython)/.test(name));
}

function readPackageCall(command: ShellCommand): PackageCall | null {
  const { name, args } = command;
  if (name === null) return null;
  const syntax = byProgram.get(name) ?? (/^pip-?\d[\d.]*$/.test(name) ? pip : undefined);
  if (syntax !== undefined)
    return startsAssembly(syntax, args) ? null : readCall(command, args, syntax);
  if (name === "php") return phpScriptCall(command);
  return /^(?:python|pypy)[\d.]*$/.test(name) ? pythonModuleCall(command) : null;
}

/** `dotnet app.dll` runs a program. */
function startsAssembly(syntax: ManagerSyntax, args: readonly ShellWord[]): boolean {
  const first = args.find((arg) => !arg.text.startsWith("-"));
  return syntax.manager === "dotnet" && /\.(?:dll|exe)$/i.test(first?.value ?? "");
}

/** `php composer.phar install` */
function phpScriptCall(command: ShellCommand): PackageCall | null {
  const { args } = command;
  const script = args.findIndex((arg) => !arg.text.startsWith("-"));
  const syntax = byProgram.get(baseName(args[script]?.value ?? ""));
  return syntax?.manager === "composer" ? readCall(command, args.slice(script + 1), syntax) : null;
}

/** `python -m pip install x` */
function pythonModuleCall(command: ShellCommand): PackageCall | null {
  const { args } = command;
  const module = args.findIndex((arg) => arg.value === "-m");
  const syntax = byProgram.get(args[module + 1]?.value ?? "");
  if (module === -1 || syntax === undefined || !pythonManagers.includes(syntax)) return null;
  const options = args.slice(0, module).every((arg) => arg.value?.startsWith("-") === true);
  return options ? readCall(command, args.slice(module + 2), syntax) : null;
}

function readCall(
  command: ShellCommand,
  args: readonly ShellWord[],
  syntax: ManagerSyntax,
): PackageCall {
  const { flags, operands, subcommand } = readArguments(args, syntax);
  const goals = syntax.goals === true ? operands : subcommand;
  const written = goals.length === 0 ? null : goals.map((word) => word.text).join(" ");
  let action =
    syntax.manager === "pacman"
      ? pacmanAction(flags, operands)
      : actionOf(syntax, goals, written, flags);
  let packages: PackageSpec[] = [];
  if (action === "install" || action === "upgrade" || action === "remove") {
    packages = readPackages(command, flags, operands, syntax, written ?? "");
    action = refine(action, syntax, written ?? "", flags, packages);
  }
  return {
    manager: syntax.manager,
    action,
    subcommand: written,
    subcommandSpan: goals.reduce<Span | null>(
      (all, { word }) => (all ? join(all, word.span) : word.span),
      null,
    ),
    flags,
    packages: action === "install-manifest" ? [] : packages,
    command,
  };
}

function actionOf(
  syntax: ManagerSyntax,
  goals: readonly Operand[],
  written: string | null,
  flags: readonly PackageFlag[],
): PackageAction {
  if (
    flags.some(
      (flag) =>
        flag.name === "--help" || (goals.length === 0 && /^(?:--version|-v|-V)$/.test(flag.name)),
    )
  ) {
    return "other";
  }
  if (written === null)
    return flags.some((flag) => flag.name.startsWith("$")) ? "other" : (syntax.bare ?? "other");
  if (syntax.goals === true)
    return strongest(goals.map(({ text }) => syntax.classify?.(text) ?? "other"));
  // `mix do deps.get, compile` separates by commas.
  return syntax.subcommands.get(written.replace(/,$/, "")) ?? syntax.classify?.(written) ?? "other";
}

/** Of several goals, the one that says most of what the call is for. */
function strongest(found: readonly PackageAction[]): PackageAction {
  const order: readonly PackageAction[] = ["build", "install-manifest", "install", "clean"];
  return order.find((action) => found.includes(action)) ?? "other";
}

/** pacman's operation is a flag: `-Syu`, `-Rns`, `-Scc`. */
function pacmanAction(flags: readonly PackageFlag[], operands: readonly Operand[]): PackageAction {
  const has = (...names: string[]): boolean => flags.some((flag) => names.includes(flag.name));
  if (has("-R", "--remove")) return "remove";
  if (has("-U", "--upgrade")) return "install";
  if (!has("-S", "--sync")) return "other";
  if (has("-c", "--clean")) return "clean";
  if (operands.length > 0) return "install";
  if (has("-u", "--sysupgrade")) return "upgrade";
  return has("-y", "--refresh") ? "update-index" : "other";
}

function readPackages(
  command: ShellCommand,
  flags: readonly PackageFlag[],
  operands: readonly Operand[],
  syntax: ManagerSyntax,
  subcommand: string,
): PackageSpec[] {
  const version = flags.findLast((flag) => syntax.versionFlags?.includes(flag.name))?.value ?? null;
  const groups = flags.some(
    (flag) => syntax.groupFlags?.includes(flag.name) === true && flag.value === "pattern",
  );
  const packages: PackageSpec[] = operands.map(({ word, text }) => {
    const parts = syntax.spec(text, subcommand);
    return {
      text,
      ...parts,
      kind: groups ? "group" : parts.kind,
      version: parts.version ?? version,
      span: word.span,
    };
  });
  for (const flag of flags) {
    if (!(syntax.packageFlags?.includes(flag.name) ?? false)) continue;
    const text = flag.value ?? "";
    const parts = text === "" ? syntax.spec("$", subcommand) : syntax.spec(text, subcommand);
    const local =
      flag.name === "--path" ? { name: null, version: null, kind: "path" as const } : parts;
    packages.push({ text, ...local, span: flag.valueSpan ?? flag.span });
  }
  if (command.wrappers.includes("xargs")) {
    const end = command.span.end;
    packages.push({
      text: "",
      name: null,
      version: null,
      kind: "dynamic",
      span: { start: end, end },
    });
  }
  return packages.sort((a, b) => a.span.start - b.span.start);
}

/** An install that names nothing installs a manifest; an upgrade that names something installs that. */
function refine(
  action: PackageAction,
  syntax: ManagerSyntax,
  subcommand: string,
  flags: readonly PackageFlag[],
  packages: readonly PackageSpec[],
): PackageAction {
  if (action === "upgrade") return packages.length > 0 ? "install" : "upgrade";
  if (action !== "install") return action;
  const manifest = flags.some((flag) => syntax.manifestFlags?.includes(flag.name));
  if (manifest && packages.every((spec) => spec.kind === "dynamic")) return "install-manifest";
  if (syntax.localActions !== undefined && packages.every((spec) => spec.kind === "path")) {
    return syntax.localActions.get(subcommand) ?? action;
  }
  return packages.length === 0 ? (syntax.emptyInstall ?? action) : action;
}
