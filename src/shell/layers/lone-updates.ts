import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import {
  indexFamilies,
  indexWork,
  isIndexUpdate,
  type IndexFamily,
} from "../package-managers/index-updates.ts";
import { mountsCache } from "./left-caches.ts";
import type { PackageCall } from "../model.ts";
import { packageCalls } from "../package-managers/package-calls.ts";

/** An update of the package index that nothing in its RUN can be using. */
export interface LoneUpdate {
  readonly call: PackageCall;
  readonly family: IndexFamily;
}

/** The last update of a RUN, when it stands there for another RUN's sake; null when it does not, or its index is mounted. */
export function loneUpdate(dockerfile: Dockerfile, run: RunInstruction): LoneUpdate | null {
  const call = packageCalls(dockerfile, run).findLast(isIndexUpdate);
  const family = call === undefined ? undefined : indexFamilies.get(call.manager);
  if (call === undefined || family === undefined) return null;
  if (call.command.conditional || call.command.substituted || mountsCache(run, family)) return null;
  return indexWork(dockerfile, run, family) === "updates-only" ? { call, family } : null;
}
