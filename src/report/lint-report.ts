import type { Finding, SuppressedFinding } from "../rules/finding.ts";
import type { Severity } from "../rules/rule.ts";
import type { FileRewrite } from "../source/file-rewrite.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Span } from "../source/span.ts";
import type { TextEdit } from "../source/text-edit.ts";

/** The one value that every reporter reads. Plain data: no network, clock or environment is behind it. */
export interface LintReport {
  readonly files: readonly FileReport[];
  /** Dockerfiles that were not read, with the reason in plain words. */
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
  /** What the reader must know of the run as a whole: a list that was cut, settings that were found. */
  readonly notes: readonly string[];
  readonly preset: string;
  /** Which findings the report is about. Left out means `introduced`. */
  readonly scope?: Scope;
  /** The commits compared; null when files were judged without a base. */
  readonly comparison: Comparison | null;
  /** Where the files can be looked at when nothing is compared: `https://github.com/o/r/blob/<sha>`. Left out where there is no such place. */
  readonly filesUrl?: string;
  /** Where the rules' pages are; a page is `<docsUrl>/<rule>.md`. */
  readonly docsUrl: string;
  /** Facts of rules that appear in findings, by name. */
  readonly rules: ReadonlyMap<string, RuleFacts>;
}

/**
 * Which findings of changed files are shown, annotated and may fail a run: those that the change introduces, those on
 * lines that it adds or edits, or all.
 */
export type Scope = "introduced" | "changed-lines" | "all";

/** What reporters say of a rule beside its findings. */
export interface RuleFacts {
  readonly summary: string;
  readonly why: string;
}

/** The commits a report compares. */
export interface Comparison {
  readonly baseSha: string;
  readonly baseName: string;
  readonly headSha: string;
  /** `https://github.com/o/r/blob/<sha>`, null locally. */
  readonly headUrl: string | null;
}

/** One Dockerfile. */
export interface FileReport {
  readonly path: string;
  /** The root of its build context, from where `path` begins; null when it is not known, and then no fix writes files. */
  readonly contextRoot: string | null;
  /** The text that was judged: the head version. */
  readonly source: SourceText;
  /** 0 to 100. */
  readonly score: number;
  /** The base version's, null when there is none. */
  readonly scoreBefore: number | null;
  /** Findings of the head version, in file order. */
  readonly findings: readonly ReportedFinding[];
  /** Findings of the base version that the head version does not have. Their spans are of the base. */
  readonly fixed: readonly Finding[];
  readonly suppressed: readonly ReportedSuppression[];
  /** Findings that a baseline accepts; left out when there is none. */
  readonly accepted?: readonly AcceptedFinding[];
  /** Comments that are there to silence findings, and silence none. */
  readonly idleComments: readonly IdleComment[];
  /** Lines of the head version that a comment can be anchored to, as the hunks of the diff: 1-based, both ends included. Null when there is no diff. */
  readonly hunks: readonly HunkRange[] | null;
  /** Verified fixes of introduced findings that do not disturb each other. */
  readonly fixes: readonly PlannedFix[];
  readonly stages: readonly StageOutline[];
  readonly checklist: readonly ChecklistEntry[];
  /** What the image stands on and adds to it, estimated; null when nothing is known of it, or it was not asked for. */
  readonly footprint: Footprint | null;
}

/** A finding with its standing against the base version. */
export interface ReportedFinding {
  readonly finding: Finding;
  /** `introduced` when there is no base version to compare with. */
  readonly standing: "introduced" | "existing";
  /** Whether the report is about it, or only counts it. Left out: it is when the change introduces it. */
  readonly inScope?: boolean;
}

/** A silenced finding, and whether the change brings the comment that silences it. */
export interface ReportedSuppression extends SuppressedFinding {
  /** False when there is no change. */
  readonly added: boolean;
}

/** A finding that a baseline accepts. */
export interface AcceptedFinding {
  readonly finding: Finding;
  /** Why, empty when nobody has said. */
  readonly reason: string;
}

/** A comment that silences nothing. */
export interface IdleComment {
  readonly span: Span;
  /** The rules or ids that it names, as written. */
  readonly names: readonly string[];
  /** `unused`: there is nothing to silence. `forbidden`: there is, and the settings do not let comments silence it. */
  readonly problem: "unused" | "forbidden";
}

/** First and last line, 1-based, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** The lines of the head version that one hunk of the diff shows. A `DiffHunk` is one. */
export interface HunkRange extends LineRange {
  /**
   * Lines directly before which the diff shows lines that were taken away. GitHub does not commit a suggestion whose
   * lines have such a place between them. Left out when it is not known; then there is none.
   */
  readonly deletedBefore?: ReadonlySet<number>;
}

/** A fix that will be offered: its edits are those of one finding or of several that are mended together. */
export interface PlannedFix {
  /** Fingerprints of the findings it mends. */
  readonly fingerprints: readonly string[];
  readonly titles: readonly string[];
  readonly safety: "safe" | "review";
  readonly edits: readonly TextEdit[];
  /** What it writes beside the Dockerfile. */
  readonly files: readonly FileRewrite[];
}

/** What the drawing of the stages needs. */
export interface StageOutline {
  /** The stage's name, or its number as text. */
  readonly label: string;
  /** The image as written, after default values. Null when it stands on another stage. */
  readonly image: string | null;
  readonly final: boolean;
  /** Edges into this stage: by index into the list of stages, or an image. */
  readonly inputs: readonly {
    readonly from: number | string;
    readonly kind: "base" | "copy" | "mount";
    readonly label: string;
  }[];
}

/** One row of the checklist of practices. */
export interface ChecklistEntry {
  readonly practice: string;
  readonly verdict: "kept" | "broken" | "not-applicable";
  /** The line of the first finding that breaks it. */
  readonly line: number | null;
}

/** What is estimated of the image that a Dockerfile makes, before and after the change. */
export interface Footprint {
  /** Of the base version; null when there is none. */
  readonly before: ImageEstimate | null;
  readonly after: ImageEstimate;
  /** Of the head version with all planned fixes, when they put it on another base image. */
  readonly fixed: ImageEstimate | null;
}

/** What is estimated of the image that one version of a Dockerfile makes. */
export interface ImageEstimate {
  /** The image that the final stage stands on, as written, after default values. */
  readonly image: string;
  /** What that image is to pull for linux/amd64, compressed; null when it is not known. */
  readonly megabytes: number | null;
  /** The layers that the file adds to it: RUN, COPY and ADD of the final stage and the stages it is built on. */
  readonly layers: number;
}

/** How many findings there are, by severity. */
export type Counts = Readonly<Record<Severity, number>>;
