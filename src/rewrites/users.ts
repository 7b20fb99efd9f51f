import type { Instruction } from "../dockerfile/model.ts";
import { instructionsOfKind } from "../dockerfile/queries.ts";
import { expandWord } from "../dockerfile/variables.ts";
import { servedPorts } from "../shell/services/served-ports.ts";
import { isUserSetUp } from "./known-steps.ts";
import type { Place } from "./rewrite.ts";
import type { SingleStage } from "./single-stage.ts";

/**
 * Where the USERs of a stage and the RUNs that make users go.
 * @param keeps whether the new image can make users the same way: one of the same distribution with a shell
 * @param known users that the new image brings along, as the old one does
 * @returns null where a user is needed that the new image does not have
 */
export function withoutItsUser(
  found: SingleStage,
  keeps: boolean,
  known: readonly string[] = [],
): ReadonlyMap<Instruction, Place> | null {
  const places = new Map<Instruction, Place>();
  const users = instructionsOfKind(found.stage, "user");
  const makes = instructionsOfKind(found.stage, "run").filter((run) => isUserSetUp(found, run));
  const last = users.at(-1);
  const isUsed =
    found.stage.instructions.some(({ flags }) => flags.some(({ name }) => name === "chown")) ||
    users.some((user) => user !== last || isBeforeBuild(found, user));
  for (const run of makes) {
    const kept: Place = keeps ? "run" : "none";
    places.set(run, isUsed ? (keeps ? "both" : "build") : kept);
  }
  if (last === undefined) return places;
  const name = last.user === null ? null : expandWord(last.user, last.state.lookup);
  if (name === null) return null;
  const isNumeric = /^\d+(:\d+)?$/.test(name);
  for (const user of users) {
    const runs = user === last && (isNumeric || keeps);
    const kept: Place = runs ? "run" : "none";
    places.set(user, isBeforeBuild(found, user) ? (runs ? "both" : "build") : kept);
  }
  // A user that the image brought along, and that the new one may not know.
  const isKnown = makes.length > 0 || (keeps && ["root", ...known].includes(name));
  return isNumeric || isKnown ? places : null;
}

/** Whether an instruction stands before the last build. */
function isBeforeBuild({ builds }: SingleStage, one: Instruction): boolean {
  return one.index < (builds.at(-1)?.run.index ?? 0);
}

/**
 * What is to be checked where an unprivileged image takes the place of one that ran as root: a port that not every runtime lets it
 * open.
 */
export function lowPortNote({ dockerfile, stage }: SingleStage): string[] {
  const port = servedPorts(dockerfile, stage).find((one) => one < lowestFreePort);
  return port === undefined ? [] : [`that port ${port} may be opened without root`];
}

/** Whether a volume is to be written to, which would belong to root. */
export function hasVolume({ stage }: SingleStage): boolean {
  return stage.instructions.some(({ kind }) => kind === "volume");
}

/** The lowest port that a process may open that is not root. */
export const lowestFreePort = 1024;
