import { workdirOf } from "../dockerfile/context-copies.ts";
import type {
  CopyInstruction,
  HealthcheckInstruction,
  RunInstruction,
} from "../dockerfile/model.ts";
import { lastOfKind } from "../dockerfile/queries.ts";
import { resolvePath } from "../dockerfile/paths.ts";
import type { PackageCall, PackageManager, ShellCommand } from "../shell/model.ts";
import { packageCallOf } from "../shell/package-managers/package-calls.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { isSystemManager } from "../shell/system-managers.ts";
import type { SingleStage } from "./single-stage.ts";

/** Packages that only builds need, by the names of Alpine and Debian; those that end in `-dev` are judged apart. */
const buildPackages = new Set(
  (
    "gcc g++ cc c++ clang lld make cmake automake autoconf libtool build-base build-essential musl-dev libc-dev libc6-dev linux-headers " +
    "pkgconf pkg-config pkgconfig git git-lfs openssh openssh-client upx binutils patch ca-certificates curl wget unzip zip tar xz-utils " +
    "bash python3-dev python3-pip gnupg apt-transport-https file protobuf-compiler protoc protobuf-dev"
  ).split(" "),
);

/** Commands that leave nothing behind but files of the project. */
const harmless = new Set(
  "cd ls pwd echo true set export printf cat cp mv rm touch chmod sed test [ which strip upx date env sha256sum du dir head wc".split(
    " ",
  ),
);

/** What a recipe knows of the RUNs of its language. */
export interface KnownSteps {
  /** The package managers of the language. */
  readonly managers: readonly PackageManager[];
  /** More packages of the system that only its builds need. */
  readonly packages?: readonly string[];
  /** More programs that work on the project only. */
  readonly programs?: readonly string[];
}

/** Whether every RUN of a stage does nothing but prepare and build the project, so that only its result is wanted. */
export function isPlainBuild(found: SingleStage, known: KnownSteps): boolean {
  return found.stage.instructions.every((one) => {
    if (one.kind === "run") return isUserSetUp(found, one) || isPlainRun(found, one, known);
    if (one.kind === "copy" || one.kind === "add")
      return one.from === null && one.sources.length > 0;
    return one.kind !== "shell" && one.kind !== "unknown";
  });
}

/** Whether a RUN does nothing but prepare and build the project. */
export function isPlainRun(
  { dockerfile }: SingleStage,
  run: RunInstruction,
  known: KnownSteps,
): boolean {
  const script = shellOf(dockerfile, run);
  if (script === null) return false;
  const workdir = workdirOf(run.state);
  return script.commands.every((command) => {
    const call = packageCallOf(command);
    if (call !== null) return isPlainCall(call, known);
    if (command.name === null) return command.words.length === 0;
    if (command.name === "mkdir") return makesWithin(command, workdir);
    return harmless.has(command.name) || known.programs?.includes(command.name) === true;
  });
}

function isPlainCall(call: PackageCall, known: KnownSteps): boolean {
  if (known.managers.includes(call.manager)) return true;
  if (!isSystemManager(call.manager)) return false;
  return call.packages.every(
    ({ name }) =>
      name !== null && (buildPackages.has(name) || known.packages?.includes(name) === true),
  );
}

/** Whether a `mkdir` makes the working directory, or one above it: the new image has it too. */
function makesWithin({ args }: ShellCommand, workdir: string): boolean {
  return (
    args
      .filter(({ text }) => !text.startsWith("-"))
      .every(
        ({ value }) =>
          value !== null && `${workdir}/`.startsWith(`${resolvePath(workdir, value)}/`),
      ) ||
    args.every(
      ({ value }) =>
        value !== null && /^(-p|\/(app|src|build|go|usr\/src)(\/\w+)*|(\.\/)?src)$/.test(value),
    )
  );
}

/** Whether a RUN only makes users and groups. */
export function isUserSetUp({ dockerfile }: SingleStage, run: RunInstruction): boolean {
  const commands = shellOf(dockerfile, run)?.commands ?? [];
  return (
    commands.length > 0 &&
    commands.every(({ name }) => /^(adduser|addgroup|useradd|groupadd)$/.test(name ?? ""))
  );
}

/** What the HEALTHCHECK of a stage calls. */
export type Probe =
  | { readonly kind: "none" }
  /** A program by its name, with or without a shell. */
  | { readonly kind: "program"; readonly name: string; readonly exec: boolean }
  | { readonly kind: "unknown" };

export function probeOf({ dockerfile, stage }: SingleStage): Probe {
  const check: HealthcheckInstruction | null = lastOfKind(stage.lineage, "healthcheck");
  if (check === null || check.none) return { kind: "none" };
  const commands = shellOf(dockerfile, check)?.commands ?? [];
  const names = new Set(commands.map(({ name }) => name).filter((name) => name !== "exit"));
  const [name] = names;
  if (names.size !== 1 || name == null || check.command === null) return { kind: "unknown" };
  return { kind: "program", name, exec: check.command.form === "exec" };
}

/** The COPYs from the build context, in order. */
export function projectCopies({ stage }: SingleStage): readonly CopyInstruction[] {
  return stage.instructions.flatMap((one) =>
    (one.kind === "copy" || one.kind === "add") && one.from === null && one.onbuild === null
      ? [one]
      : [],
  );
}
