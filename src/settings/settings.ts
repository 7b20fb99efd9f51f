import type { Preset, Severity } from "../rules/rule.ts";

/** What the user wants of a run, checked and with the defaults filled in. */
export interface Settings {
  readonly mode: Mode;
  readonly preset: Preset | "all";
  /** When not empty, exactly these rules are run. Names or ids of other linters. */
  readonly rules: readonly string[];
  /** Rules that are left out. */
  readonly ignore: readonly string[];
  /** Which findings of changed Dockerfiles the run is about. */
  readonly scope: Scope;
  /** The least severe finding in scope that fails the run. */
  readonly failOn: Severity | "never";
  /** Whether to keep one summary comment on the pull request. */
  readonly comment: boolean;
  /** Whether to post fixes as review comments that can be committed. */
  readonly suggestions: boolean;
  /** Whether to make a check run. `auto`: when the token may. */
  readonly checkRun: "auto" | "true" | "false";
  /** Whether to annotate the lines of findings. */
  readonly annotations: boolean;
  /** How many review comments the pull request may have from this tool. */
  readonly maxComments: number;
  /** Globs of Dockerfiles; empty means the usual names. */
  readonly paths: readonly string[];
  /** Globs of files that are not reviewed. */
  readonly exclude: readonly string[];
  /** The report of another run that is to be published: the path of its file, empty when there is none. */
  readonly report: string;
}

/** What a run does. `auto` chooses by the event. */
export type Mode = "auto" | "review" | "publish" | "audit";

/**
 * Findings that the change introduces, those on lines that it adds or edits, or all of the Dockerfiles that it changes.
 */
export type Scope = "introduced" | "changed-lines" | "all";
