import { workdirOf } from "../../dockerfile/context-copies.ts";
import type { Libc } from "../../dockerfile/libc.ts";
import type { Dockerfile, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import type { ShellCommand } from "../model.ts";
import { packageCallOf } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { directoryOf } from "../package-managers/working-directory.ts";

/** Why a path of a stage holds what is linked against the C library of that stage's image. */
export interface LinkedFiles {
  readonly kind: "program" | "node-modules" | "python-packages";
  /** What made them, as written: `cargo build`, `npm ci`. */
  readonly by: string;
  /** Where they are when a whole directory is copied; the path itself otherwise. */
  readonly path: string;
}

/**
 * What a path of a stage holds that is linked against the C library of its image: programs that are compiled there without
 * static linking, or packages that may bring native parts.
 * @param path absolute
 */
export function linkedFiles(
  dockerfile: Dockerfile,
  stage: Stage,
  libc: Libc,
  path: string,
): LinkedFiles | null {
  for (const run of runsOf(stage)) {
    const script = shellOf(dockerfile, run);
    const workdir = workdirOf(run.state);
    for (const command of script?.commands ?? []) {
      const directory = script === null ? null : directoryOf(script, command, workdir);
      const found =
        directory === null
          ? null
          : (madeBy(run, command, directory, libc) ?? installedBy(command, directory));
      if (found !== null && overlap(path, found.path)) return found;
    }
  }
  return null;
}

/** Whether one path is the other or lies in it. */
function overlap(left: string, right: string): boolean {
  return relativeTo(left, right) !== null || relativeTo(right, left) !== null;
}

function runsOf({ lineage }: Stage): RunInstruction[] {
  return lineage.flatMap(({ instructions }) =>
    instructions.filter((one): one is RunInstruction => one.kind === "run" && one.onbuild === null),
  );
}

/** What a compiler makes that links dynamically, where it is told by name. */
function madeBy(
  run: RunInstruction,
  command: ShellCommand,
  directory: string,
  libc: Libc,
): LinkedFiles | null {
  const values = command.args.map(({ value }) => value ?? "");
  const program = (by: string, path: string): LinkedFiles => ({ kind: "program", by, path });
  if (command.name === "cargo") {
    // Rust links musl statically.
    if (libc === "musl" || values[0] !== "build" || !values.includes("--release")) return null;
    if (values.some((value) => value.startsWith("--target")) || saysHow(run, command)) return null;
    return program("cargo build --release", resolvePath(directory, "target/release"));
  }
  const output = values[values.indexOf("-o") + 1];
  if (!values.includes("-o") || output === undefined || output === "") return null;
  if (/^(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)$/.test(command.name ?? "")) {
    if (values.some((value) => /^-(?:static.*|c|shared|S|E)$/.test(value))) return null;
    return program(`${command.name ?? ""} -o`, resolvePath(directory, output));
  }
  if (command.name !== "go" || values[0] !== "build" || !hasCgo(run, command)) return null;
  if (values.some((value) => /static|netgo|osusergo/.test(value))) return null;
  return program("CGO_ENABLED=1 go build", resolvePath(directory, output));
}

/** Whether the environment has a say in how Rust links. */
function saysHow(run: RunInstruction, { assignments }: ShellCommand): boolean {
  const names = ["RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_TARGET_DIR", "CARGO_ENCODED_RUSTFLAGS"];
  return names.some(
    (name) => run.state.lookup(name) !== undefined || assignments.some((one) => one.name === name),
  );
}

function hasCgo(run: RunInstruction, { assignments }: ShellCommand): boolean {
  const written = assignments.find(({ name }) => name === "CGO_ENABLED");
  return (written ?? run.state.lookup("CGO_ENABLED"))?.value === "1";
}

/** Where a package manager puts packages that may have native parts. */
function installedBy(command: ShellCommand, directory: string): LinkedFiles | null {
  const call = packageCallOf(command);
  const values = command.args.map(({ value }) => value ?? "");
  if (/^python[\d.]*$/.test(command.name ?? "") && values[0] === "-m" && values[1] === "venv") {
    const target = values.slice(2).findLast((value) => !value.startsWith("-"));
    if (target === undefined || target === "") return null;
    return { kind: "python-packages", by: "python -m venv", path: resolvePath(directory, target) };
  }
  if (call?.action !== "install" && call?.action !== "install-manifest") return null;
  const { manager, subcommand } = call;
  const by = `${manager} ${subcommand ?? "install"}`;
  if (/^(?:npm|yarn|pnpm|bun)$/.test(manager)) {
    if (values.some((value) => /^(?:-g|--global|global|--prefix.*|-C|--cwd|--dir)$/.test(value)))
      return null;
    return { kind: "node-modules", by, path: resolvePath(directory, "node_modules") };
  }
  if (manager === "uv" && subcommand === "sync") {
    return { kind: "python-packages", by, path: resolvePath(directory, ".venv") };
  }
  if (manager !== "pip" || !values.includes("--user")) return null;
  return { kind: "python-packages", by: `${by} --user`, path: "/root/.local" };
}
