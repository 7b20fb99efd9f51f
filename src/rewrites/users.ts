import type { Instruction } from "../dockerfile/model.ts";
import { instructionsOfKind } from "../dockerfile/queries.ts";
import { expandWord } from "../dockerfile/variables.ts";
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
  const name = last?.user == null ? null : expandWord(last.user, last.state.lookup);
  const isNumeric = name !== null && /^\d+(:\d+)?$/.test(name);
  const owns = found.stage.instructions.some(({ flags }) =>
    flags.some((flag) => flag.name === "chown"),
  );
  const usedForBuild = owns || users.some((user) => user !== last || isBeforeBuild(found, user));
  for (const run of makes) {
    places.set(run, keeps ? (usedForBuild ? "both" : "run") : usedForBuild ? "build" : "none");
  }
  if (last === undefined) return places;
  if (name === null) return null;
  for (const user of users) {
    const builds = isBeforeBuild(found, user);
    const runs = user === last && (isNumeric || keeps);
    places.set(user, builds ? (runs ? "both" : "build") : runs ? "run" : "none");
  }
  // A user that the image brought along, and that the new one may not know.
  const isMade = makes.length > 0;
  return isNumeric || isMade || (keeps && ["root", ...known].includes(name)) ? places : null;
}

/** Whether an instruction stands before the last build. */
function isBeforeBuild({ builds }: SingleStage, one: Instruction): boolean {
  return one.index < (builds.at(-1)?.run.index ?? 0);
}
