import type { SourceText } from "../source/source-text.ts";
import type { Span } from "../source/span.ts";

/**
 * A Dockerfile as BuildKit reads it, with the exact place of every part. Values are never mutated after
 * `parseDockerfile` returns them, so everything here may be shared and cached.
 */
export interface Dockerfile {
  readonly source: SourceText;
  /** The character that continues a line: the `escape` directive's, else a backslash. */
  readonly escape: "\\" | "`";
  readonly directives: readonly Directive[];
  /** Every comment in file order, those between the lines of a continued instruction included. */
  readonly comments: readonly Comment[];
  /** Every instruction in file order, also those before the first FROM. An ONBUILD is represented by its trigger. */
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
  /** The ARGs before the first FROM: the only variables that FROM may use. */
  readonly globalArguments: readonly ArgInstruction[];
  /** The last stage: the one that is built when no target is named. Null when there is no FROM. */
  readonly finalStage: Stage | null;
  /** What BuildKit would refuse, each at its place. The parts around it are read all the same. */
  readonly problems: readonly SyntaxProblem[];
}

/** `# name=value` at the top of a file. */
export interface Directive {
  /** Lower case: `syntax`, `escape` or `check`. */
  readonly name: string;
  readonly value: string;
  readonly span: Span;
  readonly valueSpan: Span;
}

/** A comment line. */
export interface Comment {
  /** What follows the `#`, without surrounding blanks. */
  readonly text: string;
  /** From the `#` to the end of the line, its line ending left out. */
  readonly span: Span;
  /** 1-based. */
  readonly line: number;
  /** Whether it stands between the lines of a continued instruction. */
  readonly embedded: boolean;
}

/** The kinds of thing that BuildKit refuses or warns of when it reads a file. */
export type SyntaxProblemKind =
  | "unknown-instruction"
  | "unknown-flag"
  | "duplicate-flag"
  | "missing-argument"
  | "extra-argument"
  | "invalid-argument"
  | "unterminated-heredoc"
  | "unterminated-quote"
  | "instruction-before-from"
  | "no-stage"
  | "invalid-directive"
  | "invalid-onbuild"
  | "empty-continuation"
  | "unreadable";

/** One thing that BuildKit would refuse (or, for `empty-continuation`, warn of). */
export interface SyntaxProblem {
  readonly kind: SyntaxProblemKind;
  /** One sentence in the words of the file: what is wrong and what is expected. */
  readonly message: string;
  readonly span: Span;
  /** What was probably meant, where one candidate is close: replaces the text at `span`. */
  readonly suggestion?: string;
}

/** One argument of an instruction, as blanks outside quotes separate them. */
export interface Word {
  /** As written, quotes and all; line continuations inside it are left out. */
  readonly text: string;
  /** Quotes and escapes resolved as BuildKit does; variables stay as written (`$NAME`). */
  readonly value: string;
  readonly span: Span;
  /** The variables it uses, in order, those in operands (`${A:-$B}`) too. Empty when they are quoted by `'...'` or escaped. */
  readonly variables: readonly VariableUse[];
  /** The value in pieces: literal text and the variables between, so that it can be expanded. */
  readonly parts: readonly WordPart[];
}

/** A piece of a word's value: literal text (quotes and escapes resolved) or a variable. */
export type WordPart = string | VariableUse;

/** `$NAME`, `${NAME}` or `${NAME:-default}` in a word. */
export interface VariableUse {
  readonly name: string;
  /** From the `$` to the end of the name or to the `}`. */
  readonly span: Span;
  /** The operator and operand as written (`:-alpine`), else null. */
  readonly modifier: string | null;
  /** The operator alone: `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `%`, `/` or `//`; null when there is none that BuildKit knows. */
  readonly operator: string | null;
  /** What follows the operator, in pieces: one operand, two for `/` and `//`. Operands of `#` and `%` keep a doubled sign. */
  readonly operands: readonly (readonly WordPart[])[];
}

/** `--name` or `--name=value` between a keyword and its arguments. */
export interface Flag {
  /** Without the dashes, as written. */
  readonly name: string;
  /** Null when there is no `=`. Quotes resolved. */
  readonly value: string | null;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly valueSpan: Span | null;
}

/** A here-document. */
export interface Heredoc {
  readonly name: string;
  /** Whether leading tabs are dropped (`<<-`). */
  readonly stripTabs: boolean;
  /** Whether variables in the body are expanded: false when the name is quoted. */
  readonly expand: boolean;
  /** File descriptor digits before `<<`, else null. */
  readonly descriptor: string | null;
  /** `<<NAME` in the instruction's head. */
  readonly operatorSpan: Span;
  /** The body, its last line ending included, without the terminator. Empty span for an empty body. */
  readonly bodySpan: Span;
  /** The line that ends it; null when the file ends first. */
  readonly terminatorSpan: Span | null;
}

/** The JSON array of an exec-form instruction. */
export interface ExecForm {
  /** From `[` to `]`. */
  readonly span: Span;
  readonly items: readonly ExecItem[];
}

/** One string of an exec form. */
export interface ExecItem {
  /** Decoded as JSON. */
  readonly value: string;
  /** With its quotes. */
  readonly span: Span;
}

/** What RUN, CMD, ENTRYPOINT and HEALTHCHECK CMD run. */
export type CommandForm =
  | { readonly form: "exec"; readonly exec: ExecForm; readonly span: Span }
  | {
      readonly form: "shell";
      /** The command text in the instruction's head, heredoc bodies left out. */
      readonly span: Span;
      /** Why a text that begins with `[` is no exec form: the JSON error in plain words; null when it does not try. */
      readonly brokenExec: string | null;
    };

/** A parsed image reference. `docker.io/library/` is not added: parts are null when they are not written. */
export interface ImageReference {
  /** The whole reference after variables are replaced. */
  readonly text: string;
  /** `ghcr.io`, `localhost:5000`; null for Docker Hub's short form. */
  readonly registry: string | null;
  /** `library/node`, `node`, `team/app`: all between registry and tag. */
  readonly repository: string;
  readonly tag: string | null;
  /** `sha256:...` */
  readonly digest: string | null;
}

/** What a FROM, COPY --from or RUN --mount from= names. */
export interface ImageUse {
  /** As written. */
  readonly text: string;
  readonly span: Span;
  readonly variables: readonly VariableUse[];
  /** The stage it means, when it means one; for COPY --from and mounts that may be a later one, or its own. */
  readonly stage: Stage | null;
  /** Whether it is the empty image `scratch`. */
  readonly scratch: boolean;
  /** The image it means; null for a stage, for scratch, and when a variable has no known value or the text is no reference. */
  readonly reference: ImageReference | null;
}

/** `key=value` of ENV, LABEL and ARG. */
export interface KeyValue {
  /** Quotes resolved. */
  readonly key: string;
  readonly keySpan: Span;
  /** Null for `ARG NAME`. */
  readonly value: Word | null;
  readonly span: Span;
  /** Written as `KEY value`, without `=`. */
  readonly legacy: boolean;
}

/** One `--mount` of a RUN. */
export interface Mount {
  /** `bind` when not written. */
  readonly type: string;
  readonly target: string | null;
  readonly source: string | null;
  readonly from: ImageUse | null;
  readonly options: ReadonlyMap<string, string>;
  readonly span: Span;
}

/** A value that is in force for a variable. */
export interface VariableValue {
  /** Null when it is declared but its value is known only when the image is built. */
  readonly value: string | null;
  readonly kind: "env" | "arg" | "global-arg" | "predefined";
  /** Null for predefined ones. */
  readonly instruction: Instruction | null;
}

/**
 * What is in force right before an instruction runs, along the lineage of its stage. For a trigger of ONBUILD it is
 * the state at the end of its stage, changed by the triggers before it.
 */
export interface BuildState {
  /** Absolute, or null when no WORKDIR with a known value was set (the base image's, usually `/`). */
  readonly workdir: string | null;
  /** The last WORKDIR in force, null when the base image's is. */
  readonly workdirSetBy: WorkdirInstruction | null;
  /** The USER in force, null when the base image's is. */
  readonly user: UserInstruction | null;
  /** The SHELL in force, null when the platform's default is. */
  readonly shell: ShellInstruction | null;
  /** The value of a variable, undefined when no ARG or ENV in scope defines it. */
  readonly lookup: (name: string) => VariableValue | undefined;
}

/** One build stage: a FROM and what follows it. */
export interface Stage {
  /** Counts from 0. */
  readonly index: number;
  /** As written after AS, else null. */
  readonly name: string | null;
  readonly from: FromInstruction;
  readonly base: ImageUse;
  /** The stage it is built on, else null. */
  readonly parent: Stage | null;
  /** This stage, its parent, its parent's parent ...: what the image is made of, newest first. Ends at a cycle. */
  readonly lineage: readonly Stage[];
  /** The last of its lineage: the stage whose image, no stage of the file, it is built on in the end. */
  readonly root: Stage;
  /** All instructions, FROM included, triggers of ONBUILD included. */
  readonly instructions: readonly Instruction[];
  /**
   * The stages that it needs directly: by FROM, COPY --from or a mount (its parent's ONBUILD triggers included), itself
   * left out. In a broken file two stages may need each other: whoever follows them has to note where it has been.
   */
  readonly dependencies: readonly Stage[];
  /** What is in force after its last instruction. */
  readonly endState: BuildState;
  /** From FROM to the end of the last instruction. */
  readonly span: Span;
}

/** What every instruction has. */
export interface InstructionBase {
  /** Upper case. */
  readonly keyword: string;
  /** The keyword as written stands here; for a trigger of ONBUILD, the trigger's. */
  readonly keywordSpan: Span;
  /** From the first keyword (ONBUILD's, if there is one) to the end of the last line, heredocs with their terminators included, final line ending left out. */
  readonly span: Span;
  /** The same without heredoc bodies and terminators. */
  readonly headSpan: Span;
  /** All between the flags and the end of the head. Empty at the head's end when there is nothing. */
  readonly argumentsSpan: Span;
  readonly flags: readonly Flag[];
  readonly words: readonly Word[];
  readonly heredocs: readonly Heredoc[];
  /** Its place in `Dockerfile.instructions`. */
  readonly index: number;
  /** Null before the first FROM. */
  readonly stage: Stage | null;
  /** The ONBUILD keyword in front of it, else null: then it runs in the images built from this one. */
  readonly onbuild: { readonly keywordSpan: Span } | null;
  readonly state: BuildState;
}

export interface FromInstruction extends InstructionBase {
  readonly kind: "from";
  readonly image: ImageUse;
  readonly platform: Flag | null;
  readonly asKeywordSpan: Span | null;
  /** The name after AS. */
  readonly name: Word | null;
}

export interface RunInstruction extends InstructionBase {
  readonly kind: "run";
  readonly command: CommandForm;
  readonly mounts: readonly Mount[];
}

/** COPY or ADD. */
export interface CopyInstruction extends InstructionBase {
  readonly kind: "copy" | "add";
  /** Heredoc sources are not among them. */
  readonly sources: readonly Word[];
  readonly destination: Word | null;
  /** What `--from` names, else null: the build context. */
  readonly from: ImageUse | null;
  /** Written as a JSON array. */
  readonly exec: ExecForm | null;
}

export interface CommandInstruction extends InstructionBase {
  readonly kind: "cmd" | "entrypoint";
  readonly command: CommandForm;
}

export interface HealthcheckInstruction extends InstructionBase {
  readonly kind: "healthcheck";
  /** Null for `HEALTHCHECK NONE`, and when it is malformed. */
  readonly command: CommandForm | null;
  readonly none: boolean;
}

export interface ShellInstruction extends InstructionBase {
  readonly kind: "shell";
  /** Null when it is no JSON array. */
  readonly exec: ExecForm | null;
}

export interface KeyValueInstruction extends InstructionBase {
  readonly kind: "env" | "label";
  readonly pairs: readonly KeyValue[];
}

export interface ArgInstruction extends InstructionBase {
  readonly kind: "arg";
  readonly pairs: readonly KeyValue[];
}

export interface WorkdirInstruction extends InstructionBase {
  readonly kind: "workdir";
  /** The whole argument, blanks included; null when there is none. */
  readonly path: Word | null;
}

export interface UserInstruction extends InstructionBase {
  readonly kind: "user";
  /** `name[:group]` as written. */
  readonly user: Word | null;
}

/** EXPOSE, VOLUME, STOPSIGNAL, MAINTAINER and what BuildKit does not know. */
export interface OtherInstruction extends InstructionBase {
  readonly kind: "expose" | "volume" | "stopsignal" | "maintainer" | "unknown";
}

/** Tell them apart by `kind`: what only other kinds have is there too, and undefined. */
export type Instruction =
  | FromInstruction
  | RunInstruction
  | CopyInstruction
  | CommandInstruction
  | HealthcheckInstruction
  | ShellInstruction
  | KeyValueInstruction
  | ArgInstruction
  | WorkdirInstruction
  | UserInstruction
  | OtherInstruction;

export type InstructionKind = Instruction["kind"];

/** The instruction type of a kind. */
export type InstructionOf<K extends InstructionKind> = OfKind<Instruction, K>;

/** Distributes over the union, because some types stand for two kinds. */
type OfKind<I, K> = I extends { readonly kind: infer J }
  ? [Extract<J, K>] extends [never]
    ? never
    : I
  : never;
