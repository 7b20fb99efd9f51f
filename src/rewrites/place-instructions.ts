import type { Instruction } from "../dockerfile/model.ts";
import { isOfKind } from "../dockerfile/queries.ts";
import type { Place, Rewrite } from "./rewrite.ts";
import type { SingleStage } from "./single-stage.ts";
import { placeOfArg, placeOfEnv, type VariableQuestion } from "./split-variables.ts";

/** What stands in a stage for the image that it makes, and not for its build. */
const ofTheImage = [
  "cmd",
  "entrypoint",
  "expose",
  "healthcheck",
  "label",
  "maintainer",
  "stopsignal",
  "volume",
] as const;

/** Where every instruction of a stage goes. */
export function placesOf(
  { dockerfile, stage }: SingleStage,
  rewrite: Rewrite,
): { readonly places: ReadonlyMap<Instruction, Place>; readonly question: VariableQuestion } {
  const places = new Map<Instruction, Place>();
  const variables: Instruction[] = [];
  for (const one of stage.instructions.slice(1)) {
    const given = rewrite.places?.get(one);
    if (given !== undefined) places.set(one, given);
    else if (isOfKind(one, "env", "arg")) variables.push(one);
    else if (isOfKind(one, ...ofTheImage)) places.set(one, "run");
    else places.set(one, one.kind === "user" ? "both" : "build");
  }
  const of = (place: RegExp) => [...places].flatMap(([one, at]) => (place.test(at) ? [one] : []));
  const building = of(/build|both/);
  const lastBuild =
    building.findLast(({ kind }) => kind === "run" || kind === "copy" || kind === "add")?.index ??
    0;
  dropLateSettings(places, lastBuild, rewrite);
  const question = { source: dockerfile.source, building, lastBuild };
  for (const one of variables) if (one.kind === "env") places.set(one, placeOfEnv(one, question));
  for (const one of variables.toReversed()) {
    if (one.kind === "arg") places.set(one, placeOfArg(one, of(/run|both/), question));
  }
  return { places, question };
}

/** WORKDIR and USER behind the last step of the build mean the image. */
function dropLateSettings(
  places: Map<Instruction, Place>,
  lastBuild: number,
  rewrite: Rewrite,
): void {
  for (const [one, place] of places) {
    if (one.index < lastBuild || rewrite.places?.has(one) === true) continue;
    if (one.kind === "workdir") places.set(one, "none");
    if (one.kind === "user" && place === "both") places.set(one, "run");
  }
}
