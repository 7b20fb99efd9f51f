import { existsSync, mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readText } from "../git/read-text.ts";
import { writeText } from "../git/write-text.ts";
import {
  parseBaseline,
  printBaseline,
  usualBaseline,
  type Baseline,
} from "../settings/baseline.ts";
import { UserError } from "../settings/user-error.ts";

/** Where a baseline may be named. */
export interface BaselinePlace {
  /** The top of the repository. */
  readonly root: string;
  /** What the option `--baseline` names, absolute; null when it is not given. */
  readonly given: string | null;
  /** What the settings file names, from the repository's root. */
  readonly configured: string | null;
}

/** The file of a baseline: the one that the option names, that of the settings, or the usual one. */
export function baselineFile({ root, given, configured }: BaselinePlace): string {
  return given ?? join(root, configured ?? usualBaseline);
}

/**
 * The accepted findings; none when no file is named and there is none in the usual place.
 * @throws UserError when the file that is named is not there, or cannot be read
 */
export function readLocalBaseline(place: BaselinePlace): Baseline {
  const file = baselineFile(place);
  if (existsSync(file)) return parseBaseline(readText(file), file);
  if (place.given === null && place.configured === null) return [];
  throw new UserError(
    `The baseline ${file} does not exist. \`dockerfile-review audit --write-baseline\` makes it where the settings say, ` +
      `\`--write-baseline ${place.given ?? place.configured ?? ""}\` makes this one.`,
  );
}

/**
 * Writes a baseline, and the directory it lies in when that is the usual one.
 * @throws UserError when it cannot be written
 */
export function writeLocalBaseline(root: string, file: string, baseline: Baseline): void {
  if (resolve(file) === join(root, usualBaseline)) {
    // A failure shows when the file is written, with a message that names it.
    if (!existsSync(dirname(file))) mkdirSync(dirname(file));
  }
  writeText(file, printBaseline(baseline));
}
