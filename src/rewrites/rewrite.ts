import type { ImageReference, Instruction } from "../dockerfile/model.ts";
import type { TextEdit } from "../source/text-edit.ts";
import type { SingleStage } from "./single-stage.ts";

/** Where an instruction goes when a stage is split. */
export type Place =
  /** Stays in the stage that builds. */
  | "build"
  /** Moves to the stage that runs. */
  | "run"
  /** Stands in both. */
  | "both"
  /** Is in neither: the new image makes it needless. */
  | "none";

/** How a stage is split in two: what is particular to a language. */
export interface Rewrite {
  /** What is done, as an order, and what to check. */
  readonly title: string;
  /** The image of the stage that runs. */
  readonly image: string;
  /** Where instructions go that do not go where they usually do. */
  readonly places?: ReadonlyMap<Instruction, Place>;
  /** Changes inside of instructions, those of the start command among them, in offsets of the file. */
  readonly edits?: readonly TextEdit[];
  /** Instructions put before the first one of the stage that builds. */
  readonly firstBuildLines?: readonly string[];
  /** Instructions put behind the last one of the stage that builds. */
  readonly lastBuildLines?: readonly string[];
  /** Whether the new image starts in the working directory of the old one. True when left out. */
  readonly keepsWorkdir?: boolean;
  /** The first instructions of the stage that runs: what is copied from the other one, whose name stands for `{builder}`. */
  readonly copies: readonly string[];
}

/** Makes a rewrite of what it recognises with certainty; null where it does not. */
export type Recipe = (found: SingleStage) => Rewrite | null;

/** The reference of the image that a single stage stands on; null when a variable or another stage hides it. */
export function baseOf({ stage }: SingleStage): ImageReference | null {
  return stage.parent === null ? stage.base.reference : null;
}

/** What is always to be checked where the source is left behind. */
export const sourceCheck = "that nothing else of the source is read at run time";

/** The title of a rewrite: what the second stage is, and what to check. */
export function splitTitle(runtime: string, checks: readonly string[]): string {
  const last = checks.slice(-1);
  const first = checks.slice(0, -1);
  const list = first.length === 0 ? last : [first.join(", "), ...last];
  return `Split into a build stage and ${runtime} (check ${list.join(first.length > 1 ? ", and " : " and ")})`;
}
