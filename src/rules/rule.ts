import type { BuildContext } from "../context/build-context.ts";
import type { Dockerfile } from "../dockerfile/model.ts";
import type { Span } from "../source/span.ts";
import type { TextEdit } from "../source/text-edit.ts";

/** How bad a finding is: `error` breaks builds or exposes users, `warning` costs them, `info` is advice. */
export type Severity = "error" | "warning" | "info";

/** Severities, worst first. */
export const severities: readonly Severity[] = ["error", "warning", "info"];

/**
 * Points that one finding takes from its file's score of 100. An error outweighs three warnings, a warning five pieces of
 * advice; these are judgements, chosen so that one error alone takes a file out of the nineties and twenty pieces of advice do too.
 */
export const scorePoints: Readonly<Record<Severity, number>> = { error: 15, warning: 5, info: 1 };

/** How sure a rule is that what it says is true of this file. */
export type Confidence = "high" | "medium" | "low";

/** `safe`: the image is the same in all that matters, or only smaller. `review`: a person should look. */
export type FixSafety = "safe" | "review";

/** The subjects that rules are grouped by. */
export type Category =
  | "base-image"
  | "stages"
  | "user"
  | "secrets"
  | "packages"
  | "layers"
  | "run"
  | "copy"
  | "runtime"
  | "metadata"
  | "syntax"
  | "language"
  | "repository";

/** The sets of rules one can ask for. `all` holds every rule and is not named by them. */
export type Preset = "recommended" | "strict" | "security" | "hadolint";

/** The sets that a rule can belong to. `audit` joins whatever set is asked for where a whole repository is judged. */
export type RulePreset = Preset | "audit";

/** A file beside the Dockerfile that a fix writes. */
export interface FileChange {
  /** From the build context's root, with slashes. */
  readonly path: string;
  /** The whole of its new text. */
  readonly text: string;
}

/** A change that mends a finding, as data. */
export interface Fix {
  /** What will be done, as an order: `Add --no-cache-dir`. */
  readonly title: string;
  readonly safety: FixSafety;
  /** Without overlaps, in offsets of the Dockerfile. Line endings may be written as `\n`. Empty only when `files` is not. */
  readonly edits: readonly TextEdit[];
  /** Files of the build context that it makes or changes besides, each at most once. */
  readonly files?: readonly FileChange[];
  /** The rule whose fix goes first where both are to be made, because that may make this one needless. */
  readonly after?: string;
}

/** What a rule says of one place. */
export interface Problem {
  /** What is wrong in the words of the file, what it costs, what to do. Plain text; names from the file in back-ticks. */
  readonly message: string;
  /** The smallest place that shows it. */
  readonly span: Span;
  /** Those of the rule's aliases that mean exactly this; all of them when left out. */
  readonly aliases?: readonly string[];
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  /** Where it differs from the rule's. */
  readonly confidence?: Confidence;
  readonly fix?: Fix | undefined;
  /**
   * The rule that tells of the same cause with the better remedy: where it finds something at the same instruction, this
   * problem is not told of. Where it does not run, it is.
   */
  readonly yieldsTo?: string;
  /** How near what `yieldsTo` names has to be: in the same stage. Left out means at the same instruction. */
  readonly yieldsWithin?: "stage";
}

/** One example of a rule: its tests, its page and the "why" of its comments. */
export interface Example {
  /** A Dockerfile on which the rule fires. */
  readonly bad: string;
  /** A Dockerfile that does the same and on which it is silent. */
  readonly good: string;
  /** What `bad` becomes by the rule's fixes; left out when there is none for it, or it stays as it is. */
  readonly fixed?: string;
  /** The files of the build context that these fixes write, with their whole new texts; left out when there are none. */
  readonly fixedFiles?: Readonly<Record<string, string>>;
  /** Files of the build context, when they matter: path from the context's root to content. */
  readonly files?: Readonly<Record<string, string>>;
  /** Those of the good one, where they differ. */
  readonly goodFiles?: Readonly<Record<string, string>>;
  /** The rule's options in this example, where its defaults do not show it. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What one option of a rule takes: the settings are checked by it, and the reference is built from it. */
export interface OptionType {
  /** `texts` is a list of texts, `map` a mapping of names to texts. */
  readonly takes: "boolean" | "number" | "text" | "texts" | "map";
  /** Of texts (in a list or mapping too), those that are allowed; left out means any. */
  readonly values?: readonly string[];
  /** What it does, in a sentence with a full stop. Markdown. */
  readonly description: string;
}

/** Where a rule comes from. */
export interface RuleSource {
  readonly title: string;
  readonly url: string;
}

/** What a rule may look at besides the Dockerfile itself. */
export interface RuleContext {
  /** The Dockerfile's path from the repository's root, with slashes. */
  readonly path: string;
  readonly buildContext: BuildContext;
  /** The rule's own options, the defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The day of the run, `2026-11-21`; null when it is not known, and then nothing is said of what dates decide. */
  readonly today: string | null;
}

/** A rule: one constant object in a file of its own. */
export interface Rule {
  /** Kebab-case, the problem as a noun phrase, so that `ignore=<name>` reads well. Same as its file's name. */
  readonly name: string;
  /** Same as its folder's name. */
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly presets: readonly RulePreset[];
  /** One line without a full stop: what the rule catches. */
  readonly summary: string;
  /** Why it matters, with the consequence in numbers where they are known. Markdown. */
  readonly why: string;
  readonly sources: readonly RuleSource[];
  /** The ids other linters know it by (hadolint, BuildKit, Trivy, Checkov). */
  readonly aliases: readonly string[];
  /** The most that its fixes claim to be, `none` when it never has one. */
  readonly fix: FixSafety | "none";
  /** Default options, if it has any. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** What each of the options takes; each that has a default is here. */
  readonly optionTypes?: Readonly<Record<string, OptionType>>;
  /** When ignoring it is right, in a sentence; a general one stands in its place. */
  readonly ignoreWhen?: string;
  /**
   * What its verdict depends on. `instruction`: only on the instruction it stands at (and the state there), so it says
   * the same under ONBUILD. `file`: on stages or on several instructions.
   */
  readonly scope: "instruction" | "file";
  /**
   * Texts in small letters of which at least one stands in every Dockerfile that the rule has something to say of, in any
   * case: the engine passes over all other files. Worth giving for a rule that most files have no use for; left out where it
   * does not follow from what the rule looks for, such as the keyword, the flag or the program it is about.
   */
  readonly words?: readonly string[];
  /** Whether it judges files that another program makes the Dockerfile from, too; left out means that it does not. */
  readonly judgesTemplates?: boolean;
  /** Ways of writing that change its verdict on purpose. */
  readonly variations?: {
    /** False when the rule judges the case of keywords. */
    readonly keywordCase?: boolean;
  };
  readonly examples: readonly Example[];
  /** More Dockerfiles on which it must be silent: the field's known false alarms. Not shown on its page. */
  readonly silentOn?: readonly string[];
  /** Whether the rule has anything to judge in this file; left out means always. Feeds the checklist's "does not apply". */
  appliesTo?(dockerfile: Dockerfile, context: RuleContext): boolean;
  /** Yields what is wrong, in any order. Must neither change the model nor keep state. */
  check(dockerfile: Dockerfile, context: RuleContext): Iterable<Problem>;
}
