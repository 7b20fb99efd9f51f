import type { RuleSettings } from "../lint/rule-settings.ts";
import type { Suppressions } from "../lint/policy.ts";
import type { Preset, Severity } from "../rules/rule.ts";

/** What the user wants of a run, checked: inputs over the settings file over defaults. */
export interface Settings extends RunInputs {
  readonly preset: Preset | "all";
  /** What the settings file says of single rules. */
  readonly ruleSettings: RuleSettings;
  /** What holds for some paths only, the last word last. */
  readonly overrides: readonly Override[];
  /** Whether comments in a Dockerfile may silence findings. */
  readonly suppressions: Suppressions;
  /** The least severe finding that fails the run. */
  readonly failOn: FailLevel;
  /** The same for an audit, in which nothing fails unless the run asks for it. */
  readonly auditFailOn: FailLevel;
  /** Which findings count as the change's own. */
  readonly scope: Scope;
  /** Globs of Dockerfiles; empty means the usual names. */
  readonly paths: readonly string[];
  /** Globs of files that are not reviewed. */
  readonly exclude: readonly string[];
  /** The path of the file of accepted findings, from the repository's root; null when there is none. */
  readonly baseline: string | null;
  /** Whether the own settings and baselines of an organisation's repositories count when it is audited. */
  readonly ownSettings: OwnSettings;
}

/** What only inputs and options say. */
export interface RunInputs {
  readonly mode: Mode;
  /** When not empty, exactly these rules are run. Names or ids of other linters. */
  readonly rules: readonly string[];
  /** Rules that are left out. */
  readonly ignore: readonly string[];
  /** Whether to keep one summary comment on the pull request. */
  readonly comment: boolean;
  /** Whether to post fixes as review comments that can be committed. */
  readonly suggestions: boolean;
  /** Whether to make a check run. `auto`: when the token may. */
  readonly checkRun: "auto" | "true" | "false";
  /** Whether to annotate the lines of findings. */
  readonly annotations: boolean;
  /** Whether an audit keeps one issue. */
  readonly issue: boolean;
  /** Whether an audit keeps one pull request with all safe fixes. */
  readonly fixPullRequest: boolean;
  /** How many review comments the pull request may have from this tool. */
  readonly maxComments: number;
  /** The report of another run that is to be published: the path of its file, empty when there is none. */
  readonly report: string;
}

/** What inputs and options say: null where they leave it to the settings file. */
export interface Inputs extends RunInputs {
  /** The path of the settings file from the repository's root; null means the usual places. */
  readonly config: string | null;
  readonly preset: Settings["preset"] | null;
  readonly failOn: FailLevel | null;
  readonly scope: Scope | null;
  readonly paths: readonly string[] | null;
  readonly exclude: readonly string[] | null;
}

/** What the settings file says: what it does not say is left out. */
export interface FileSettings {
  readonly preset?: Settings["preset"];
  readonly ruleSettings: RuleSettings;
  readonly overrides: readonly Override[];
  readonly suppressions?: Suppressions;
  readonly failOn?: FailLevel;
  readonly scope?: Scope;
  readonly paths?: readonly string[];
  readonly exclude?: readonly string[];
  readonly baseline?: string;
  readonly ownSettings?: OwnSettings;
}

/** What holds for the files that some globs name. */
export interface Override {
  readonly paths: readonly string[];
  readonly preset?: Settings["preset"];
  readonly ruleSettings: RuleSettings;
  readonly suppressions?: Suppressions;
}

/** The least severe finding that fails a run. */
export type FailLevel = Severity | "never";

/** Whether a repository may say itself how it is judged when its organisation is audited. */
export type OwnSettings = "allow" | "forbid";

/** What a run does. `auto` chooses by the event. */
export type Mode = "auto" | "review" | "publish" | "audit" | "list-repositories" | "merge-reports";

/**
 * Which findings of changed Dockerfiles a run is about: those that the change introduces, those on lines that it adds or
 * edits, or all.
 */
export type Scope = "introduced" | "changed-lines" | "all";

/** All values of `FailLevel`. */
export const failLevels: readonly FailLevel[] = ["error", "warning", "info", "never"];

/** All values of `Scope`. */
export const scopes: readonly Scope[] = ["introduced", "changed-lines", "all"];
