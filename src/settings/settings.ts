import type { Preset, Severity } from "../rules/rule.ts";

/** What the user wants of a run, checked and with the defaults filled in. */
export interface Settings {
  readonly mode: Mode;
  readonly preset: Preset | "all";
  /** When not empty, exactly these rules are run. Names or ids of other linters. */
  readonly rules: readonly string[];
  /** Rules that are left out. */
  readonly ignore: readonly string[];
  /** The least severe introduced finding that fails the run. */
  readonly failOn: Severity | "never";
  /** Whether to keep one summary comment on the pull request. */
  readonly comment: boolean;
  /** Whether to post fixes as review comments that can be committed. */
  readonly suggestions: boolean;
  /** Whether to annotate the lines of findings. */
  readonly annotations: boolean;
  /** Whether an audit keeps one issue. */
  readonly issue: boolean;
  /** How many review comments the pull request may have from this tool. */
  readonly maxComments: number;
  /** Globs of Dockerfiles; empty means the usual names. */
  readonly paths: readonly string[];
  /** Globs of files that are not reviewed. */
  readonly exclude: readonly string[];
}

/** What a run does. `auto` chooses by the event. */
export type Mode = "auto" | "review" | "audit";
