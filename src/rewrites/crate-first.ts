import type { BuildContext } from "../context/build-context.ts";
import { workdirOf } from "../dockerfile/context-copies.ts";
import { insertBefore } from "../dockerfile/instruction-edits.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import { joinRelative } from "../dockerfile/paths.ts";
import type { LateInstall, LateInstalls } from "../shell/layers/late-installs.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { insertAt } from "../source/text-edit.ts";
import type { InstallRewrite } from "./install-rewrite.ts";

/**
 * The dependencies of a crate built with a program that does nothing in the place of its own. The time of the file is set
 * when the source has come, because cargo compares times and that of the source may be older.
 * @param lines the COPYs of the manifests
 * @returns null where the crate, or its build, is not plain
 */
export function crateFirst(
  dockerfile: Dockerfile,
  { copied, installs, stage }: LateInstalls,
  lines: readonly string[],
  context: BuildContext,
): InstallRewrite | null {
  const [install] = installs;
  if (install === undefined || !isPlainCrate(install, context)) return null;
  const { run, call } = install;
  // A step between may install what the dependencies are built with.
  const isNext = !stage.instructions.some(
    ({ kind, index }) => kind === "run" && index > copied.copy.index && index < run.index,
  );
  if (!isNext || workdirOf(run.state) !== workdirOf(copied.copy.state)) return null;
  const build = isAlone(install) ? stubBuild(install) : null;
  const isLocked = lines.some((line) => line.includes("Cargo.lock"));
  if (build === null || (hasFlag(call, "--locked") && !isLocked)) return null;
  const stub = `RUN mkdir src && echo "fn main() {}" > src/main.rs && ${build}`;
  return {
    title:
      "Build the dependencies before the source is copied (check that the program is built anew after it)",
    edits: [
      ...insertBefore(dockerfile, copied.copy, [...lines, stub]),
      insertAt(call.command.span.start, "touch src/main.rs && "),
    ],
  };
}

/** Whether a directory holds one crate with one program in the usual place, and nothing that cargo looks for elsewhere. */
function isPlainCrate({ from }: LateInstall, context: BuildContext): boolean {
  const manifest = context.readText?.(joinRelative(from, "Cargo.toml")) ?? null;
  return (
    manifest !== null &&
    context.exists(joinRelative(from, "src/main.rs")) === true &&
    context.exists(joinRelative(from, ".cargo")) === false
  );
}

/** Whether a build is what its RUN begins with, and nothing is set for it. */
function isAlone({ run, call: { command } }: LateInstall): boolean {
  const isFirst = command.topLevel && command.link === 0 && command.chain === 0;
  const isBare = command.wrappers.length === 0 && command.assignments.length === 0;
  const isPlain =
    run.command.form === "shell" && run.heredocs.length === 0 && run.flags.length === 0;
  return isFirst && isBare && isPlain && command.name === "cargo";
}

/** Flags of a build that mean the same for a program that does nothing. */
const sameForStub = new Set(["--release", "-r", "--locked", "--target", "--verbose", "-v", "-j"]);

/** The command that builds the program that does nothing as a call builds the crate; null when that cannot be told. */
function stubBuild({ call: { subcommand, flags, command } }: LateInstall): string | null {
  const isInstall = subcommand === "install";
  if (!isInstall && !/^b(?:uild)?$/.test(subcommand ?? "")) return null;
  if (!flags.every(({ name }) => sameForStub.has(name) || name === "--path")) return null;
  const words = command.args.slice(1).map(({ value }) => value);
  if (!isInstall) return words.includes(null) ? null : ["cargo build", ...words].join(" ");
  const rest = words.filter((word) => word !== "--path" && word !== ".");
  if (rest.some((word) => word !== "--locked")) return null;
  return ["cargo build --release", ...rest].join(" ");
}
