import { noted } from "../../source/notes.ts";
import type { Dockerfile, RunInstruction, Stage } from "../../dockerfile/model.ts";
import type { PackageCall } from "../model.ts";
import { hasFlag } from "./flags.ts";
import { shellOf } from "../parse-shell.ts";

/** Flags that only yarn 1 has, or that later versions call out of date. */
const classicFlags = [
  ..."--frozen-lockfile --pure-lockfile --production --prod --non-interactive --ignore-optional".split(
    " ",
  ),
  ..."--ignore-platform --ignore-engines --network-timeout --no-lockfile --link-duplicates".split(
    " ",
  ),
];

/**
 * Which yarn a call means. Yarn 1 copies from its cache; later versions may load packages out of it when the program
 * runs, so that the cache is no left-over. Null when neither shows.
 * @param modernSettings whether a `.yarnrc.yml`, which only those read, is known to be in the build context
 */
export function yarnVersion(
  dockerfile: Dockerfile,
  run: RunInstruction,
  call: PackageCall,
  modernSettings: boolean,
): "classic" | "modern" | null {
  const stages = modernStages(dockerfile);
  if (hasFlag(call, "--immutable", "--immutable-cache", "--inline-builds")) return "modern";
  if (call.subcommand === "workspaces focus" || modernSettings) return "modern";
  if (run.stage?.lineage.some((stage) => stages.has(stage)) ?? false) return "modern";
  return call.subcommand?.startsWith("global ") === true || hasFlag(call, ...classicFlags)
    ? "classic"
    : null;
}

/** The stages that bring a later yarn, or let corepack choose. */
const modernStages = noted((dockerfile: Dockerfile): ReadonlySet<Stage> => {
  return new Set(dockerfile.stages.filter((stage) => bringsModernYarn(dockerfile, stage)));
});

function bringsModernYarn(dockerfile: Dockerfile, stage: Stage): boolean {
  return stage.instructions.some((instruction) => {
    if (instruction.kind === "copy" || instruction.kind === "add") {
      return instruction.sources.some(({ value }) =>
        /(?:^|\/)\.(?:yarnrc\.yml|yarn(?:\/|$)|pnp\.)/.test(value),
      );
    }
    if (instruction.kind !== "run") return false;
    return (shellOf(dockerfile, instruction)?.commands ?? []).some(
      ({ name, args }) => name === "corepack" || (name === "yarn" && args[0]?.value === "set"),
    );
  });
}
