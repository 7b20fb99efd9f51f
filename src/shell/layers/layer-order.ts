import { noted } from "../../source/notes.ts";
import type { Dockerfile, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { mayUseIndex } from "../package-managers/index-updates.ts";
import { runCaches } from "./left-caches.ts";
import type { CacheName } from "../package-managers/package-caches.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { ownProgram } from "../context-needs.ts";

/** What later layers do with what an earlier one left. */
interface LayerOrder {
  /** The last RUN of each stage that empties a cache. */
  readonly cleaning: ReadonlyMap<Stage, ReadonlyMap<CacheName, RunInstruction>>;
  /** The last RUN of each stage that runs something unknown, which may read what earlier ones left. */
  readonly unknown: ReadonlyMap<Stage, RunInstruction>;
  /** The last shell script of each stage that a RUN runs. */
  readonly scripts: ReadonlyMap<Stage, { readonly run: RunInstruction; readonly text: string }>;
  /** The last RUN that installs with apt without an update of its own, by each stage whose lists it may read. */
  readonly reading: ReadonlyMap<Stage, RunInstruction>;
}

/** A later RUN of the same stage that empties a cache when it is already part of a layer; null when there is none. */
export function lateCleaning(
  dockerfile: Dockerfile,
  run: RunInstruction,
  cache: CacheName,
): RunInstruction | null {
  const later =
    run.stage === null ? undefined : layerOrder(dockerfile).cleaning.get(run.stage)?.get(cache);
  return later !== undefined && later.index > run.index ? later : null;
}

/**
 * A later RUN, in the same stage or in one built on it, that installs with apt from lists which an earlier RUN left;
 * null when there is none.
 */
export function laterReader(dockerfile: Dockerfile, run: RunInstruction): RunInstruction | null {
  const later = run.stage === null ? undefined : layerOrder(dockerfile).reading.get(run.stage);
  return later !== undefined && later.index > run.index ? later : null;
}

/** Whether a later RUN of the same stage runs a script, or a program that is not known, which may read package lists. */
export function hasUnknownReader(dockerfile: Dockerfile, run: RunInstruction): boolean {
  const later = run.stage === null ? undefined : layerOrder(dockerfile).unknown.get(run.stage);
  return later !== undefined && later.index > run.index;
}

/** The shell script that a later RUN of the same stage runs: it may install from package lists; null when there is none. */
export function scriptBehind(dockerfile: Dockerfile, run: RunInstruction): string | null {
  const later = run.stage === null ? undefined : layerOrder(dockerfile).scripts.get(run.stage);
  return later !== undefined && later.run.index > run.index ? later.text : null;
}

const layerOrder = noted(readOrder);

function readOrder(dockerfile: Dockerfile): LayerOrder {
  const cleaning = new Map<Stage, Map<CacheName, RunInstruction>>();
  const reading = new Map<Stage, RunInstruction>();
  const unknown = new Map<Stage, RunInstruction>();
  const scripts = new Map<Stage, { run: RunInstruction; text: string }>();
  for (const run of dockerfile.instructions) {
    if (run.kind !== "run" || run.stage === null) continue;
    const ofStage = cleaning.get(run.stage) ?? new Map<CacheName, RunInstruction>();
    for (const name of runCaches(dockerfile, run).emptied) ofStage.set(name, run);
    cleaning.set(run.stage, ofStage);
    if (mayUseIndex(dockerfile, run)) unknown.set(run.stage, run);
    const text = scriptIn(dockerfile, run);
    if (text !== null) scripts.set(run.stage, { run, text });
    if (readsOldLists(dockerfile, run)) reading.set(run.stage, run);
  }
  // Stages stand behind those they are built on.
  for (const stage of [...dockerfile.stages].reverse()) {
    const { parent } = stage;
    const own = reading.get(stage);
    if (parent !== null && own !== undefined && own.index > (reading.get(parent)?.index ?? -1)) {
      reading.set(parent, own);
    }
  }
  return { cleaning, reading, unknown, scripts };
}

/** The first shell script that a RUN runs, from the context's root or the working directory. */
function scriptIn(dockerfile: Dockerfile, run: RunInstruction): string | null {
  const programs = (shellOf(dockerfile, run)?.commands ?? []).flatMap(ownProgram);
  return programs.find((path) => /\.(?:sh|bash)$/.test(path)) ?? null;
}

/** Whether a RUN installs with apt before it updates, or without. */
function readsOldLists(dockerfile: Dockerfile, run: RunInstruction): boolean {
  for (const { manager, action } of packageCalls(dockerfile, run)) {
    if (manager !== "apt-get" && manager !== "apt" && manager !== "aptitude") continue;
    if (action === "update-index") return false;
    if (action !== "clean" && action !== "remove") return true;
  }
  return false;
}
