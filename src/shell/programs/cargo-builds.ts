import { Notes } from "../../source/notes.ts";
import type { Dockerfile, Instruction, RunInstruction, Stage } from "../../dockerfile/model.ts";
import type { PackageCall, ShellScript } from "../model.ts";
import { hasFlag } from "../package-managers/flags.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";

/** A `cargo build`. */
export interface CargoBuild {
  readonly run: RunInstruction;
  readonly script: ShellScript;
  readonly call: PackageCall;
  /** `other`: a profile of the author's, or one that is not known. */
  readonly profile: "dev" | "release" | "other";
}

const known = new Notes<Stage, readonly CargoBuild[]>();

/**
 * The calls of `cargo build` (and of its kin `zigbuild` and `auditable build`) that a stage is made by, oldest first. Cached.
 */
export function cargoBuilds(dockerfile: Dockerfile, stage: Stage): readonly CargoBuild[] {
  let found = known.get(stage);
  if (found === undefined) {
    found = stage.lineage
      .toReversed()
      .flatMap(({ instructions }) => instructions.flatMap((run) => buildsOf(dockerfile, run)));
    known.set(stage, found);
  }
  return found;
}

function buildsOf(dockerfile: Dockerfile, run: Instruction): readonly CargoBuild[] {
  if (run.kind !== "run" || run.onbuild !== null) return [];
  const calls = packageCalls(dockerfile, run).filter(
    ({ manager, subcommand }) =>
      manager === "cargo" && /^(?:build|b|zigbuild|auditable build)$/.test(subcommand ?? ""),
  );
  const script = calls.length === 0 ? null : shellOf(dockerfile, run);
  return script === null
    ? []
    : calls.map((call) => ({ run, script, call, profile: profileOf(call) }));
}

function profileOf(call: PackageCall): CargoBuild["profile"] {
  if (hasFlag(call, "--release", "-r")) return "release";
  if (hasFlag(call, "--profile", "--config", "-Z", "--help")) return "other";
  // A variable may be any flag.
  return call.command.args.some(({ value, text }) => value === null && /^"?[$`]/.test(text))
    ? "other"
    : "dev";
}
