import { Notable } from "../source/notes.ts";
import { span as makeSpan, type Span } from "../source/span.ts";
import { isHeredocWord } from "./heredocs.ts";
import type {
  BuildState,
  CommandForm,
  ExecForm,
  Flag,
  Heredoc,
  ImageUse,
  Instruction,
  InstructionBase,
  InstructionKind,
  KeyValue,
  Mount,
  Stage,
  VariableUse,
  Word,
  WordPart,
} from "./model.ts";
import type { MountReading, Reading } from "./reading.ts";

/** Everything writable: what the parser fills in before it hands the model out. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** Where an instruction stands. */
export interface Placement {
  readonly toFile: (at: Span) => Span;
  readonly headSpan: Span;
  /** End of its last line, those of heredocs included. */
  readonly end: number;
  readonly heredocs: readonly Heredoc[];
  readonly index: number;
  /** Stands in until the stages are known. */
  readonly state: BuildState;
}

/** Makes an instruction of a reading: the same data at the places of the file. Stage, state and stages named by it are still open. */
export function buildInstruction(reading: Reading, placement: Placement): Instruction {
  return new Builder(reading, placement).build();
}

/**
 * What every instruction is made as: one shape for all kinds, the parts of other kinds left undefined. Whatever reads
 * `kind`, `stage` or `span` then meets one hidden class of V8 instead of eleven, which makes all rules faster.
 */
class AnyInstruction extends Notable implements Draft<InstructionBase> {
  readonly kind: InstructionKind;
  keyword: string;
  keywordSpan: Span;
  span: Span;
  headSpan: Span;
  argumentsSpan: Span;
  flags: readonly Flag[];
  heredocs: readonly Heredoc[];
  index: number;
  stage: Stage | null = null;
  onbuild: InstructionBase["onbuild"];
  state: BuildState;
  image: ImageUse | undefined = undefined;
  platform: Flag | null | undefined = undefined;
  asKeywordSpan: Span | null | undefined = undefined;
  name: Word | null | undefined = undefined;
  command: CommandForm | null | undefined = undefined;
  mounts: readonly Mount[] | undefined = undefined;
  sources: readonly Word[] | undefined = undefined;
  destination: Word | null | undefined = undefined;
  from: ImageUse | null | undefined = undefined;
  exec: ExecForm | null | undefined = undefined;
  none: boolean | undefined = undefined;
  pairs: readonly KeyValue[] | undefined = undefined;
  path: Word | null | undefined = undefined;
  user: Word | null | undefined = undefined;
  readonly #readWords: () => readonly Word[];
  #words: readonly Word[] | null = null;

  constructor(
    kind: InstructionKind,
    keyword: string,
    { headSpan, end, heredocs, index, state }: Placement,
    parts: Pick<InstructionBase, "keywordSpan" | "argumentsSpan" | "flags" | "onbuild"> & {
      readonly readWords: () => readonly Word[];
    },
  ) {
    super();
    this.kind = kind;
    this.keyword = keyword;
    this.keywordSpan = parts.keywordSpan;
    this.span = makeSpan(headSpan.start, end);
    this.headSpan = headSpan;
    this.argumentsSpan = parts.argumentsSpan;
    this.flags = parts.flags;
    this.#readWords = parts.readWords;
    this.heredocs = heredocs;
    this.index = index;
    this.onbuild = parts.onbuild;
    this.state = state;
  }

  /** Made when it is asked for: a long RUN has hundreds, of which its rules read the shell's. */
  get words(): readonly Word[] {
    return (this.#words ??= this.#readWords());
  }
}

class Builder {
  private readonly reading: Reading;
  private readonly placement: Placement;
  private readonly toFile: (at: Span) => Span;

  constructor(reading: Reading, placement: Placement) {
    this.reading = reading;
    this.placement = placement;
    this.toFile = placement.toFile;
  }

  build(): Instruction {
    const { reading } = this;
    const made = this.base();
    switch (reading.kind) {
      case "from":
        this.from(made);
        break;
      case "run":
        made.command = this.command();
        made.mounts = reading.mounts.map((mount) => this.mount(mount));
        break;
      case "copy":
      case "add":
        this.copy(made);
        break;
      case "cmd":
      case "entrypoint":
        made.command = this.command();
        break;
      case "healthcheck":
        this.healthcheck(made);
        break;
      case "shell":
        made.exec = this.exec();
        break;
      case "env":
      case "label":
      case "arg":
        made.pairs = this.pairs();
        break;
      case "workdir":
        made.path = made.words[0] ?? null;
        break;
      case "user":
        made.user = made.words[0] ?? null;
    }
    return made as Instruction;
  }

  private base(): AnyInstruction {
    const { reading, placement } = this;
    const { headSpan } = placement;
    const { argumentsSpan, onbuild } = reading;
    const isEmpty = argumentsSpan.start === argumentsSpan.end;
    return new AnyInstruction(reading.kind, reading.keyword, placement, {
      keywordSpan: this.toFile(reading.keywordSpan),
      argumentsSpan: isEmpty ? makeSpan(headSpan.end, headSpan.end) : this.toFile(argumentsSpan),
      flags: reading.flags.map((flag) => this.flag(flag)),
      readWords: () => reading.words().map((word) => this.word(word)),
      onbuild: onbuild === null ? null : { keywordSpan: this.toFile(onbuild) },
    });
  }

  private from(made: AnyInstruction): void {
    const [image, as, name] = made.words;
    const isAs = as?.text.toLowerCase() === "as";
    const nowhere = makeSpan(made.argumentsSpan.start, made.argumentsSpan.start);
    made.image = imageUse(image ?? { text: "", span: nowhere, variables: [] });
    made.platform = made.flags.find((flag) => flag.name === "platform") ?? null;
    made.asKeywordSpan = isAs ? as.span : null;
    made.name = isAs ? (name ?? null) : null;
  }

  private copy(made: AnyInstruction): void {
    const { words, flags } = made;
    const exec = this.exec();
    const isHeredoc = ({ span, text }: Word): boolean =>
      (exec === null && isHeredocWord(text)) ||
      this.placement.heredocs.some(
        ({ operatorSpan }) => operatorSpan.start <= span.start && span.end <= operatorSpan.end,
      );
    // ADD has no such flag.
    const from =
      made.kind === "copy"
        ? flags.find(({ name, value }) => name === "from" && value !== null)
        : null;
    made.sources = words.slice(0, -1).filter((word) => !isHeredoc(word));
    made.destination = words.length < 2 ? null : (words.at(-1) ?? null);
    made.from = from?.valueSpan
      ? imageUse({ text: from.value ?? "", span: from.valueSpan, variables: [] })
      : null;
    made.exec = exec;
  }

  private healthcheck(made: AnyInstruction): void {
    const type = made.words[0]?.text.toUpperCase();
    const { commandSpan } = this.reading;
    const hasCommand = type === "CMD" && commandSpan.start < commandSpan.end;
    made.command = hasCommand ? this.command() : null;
    made.none = type === "NONE";
  }

  private command(): CommandForm {
    const { reading } = this;
    const { commandSpan } = reading;
    const { end } = this.placement.headSpan;
    const span =
      commandSpan.start === commandSpan.end ? makeSpan(end, end) : this.toFile(commandSpan);
    const exec = this.exec();
    return exec === null
      ? { form: "shell", span, brokenExec: reading.brokenExec }
      : { form: "exec", exec, span };
  }

  private exec(): ExecForm | null {
    const { exec } = this.reading;
    if (exec === null) return null;
    const items = exec.items.map(({ value, span }) => ({ value, span: this.toFile(span) }));
    return { span: this.toFile(exec.span), items };
  }

  private mount({ span, options, fromSpan }: MountReading): Mount {
    const from = options.get("from");
    return {
      type: (options.get("type") ?? "bind").toLowerCase(),
      target: options.get("target") ?? options.get("dst") ?? options.get("destination") ?? null,
      source: options.get("source") ?? options.get("src") ?? null,
      from:
        from === undefined || fromSpan === null
          ? null
          : imageUse({ text: from, span: this.toFile(fromSpan), variables: [] }),
      options,
      span: this.toFile(span),
    };
  }

  private pairs(): KeyValue[] {
    return this.reading.pairs.map(({ key, keySpan, value, span, legacy }) => ({
      key,
      keySpan: this.toFile(keySpan),
      value: value === null ? null : this.word(value),
      span: this.toFile(span),
      legacy,
    }));
  }

  private flag({ name, value, span, nameSpan, valueSpan }: Flag): Flag {
    return {
      name,
      value,
      span: this.toFile(span),
      nameSpan: this.toFile(nameSpan),
      valueSpan: valueSpan === null ? null : this.toFile(valueSpan),
    };
  }

  private word({ text, value, span, variables, parts }: Word): Word {
    if (variables.length === 0) return { text, value, span: this.toFile(span), variables, parts };
    const moved = new Map<VariableUse, VariableUse>();
    const all = variables.map((use) => this.variable(use, moved));
    const at = this.toFile(span);
    return { text, value, span: at, variables: all, parts: this.parts(parts, moved) };
  }

  /** Operands are moved with their variable; `moved` keeps one object for each use. */
  private variable(use: VariableUse, moved: Map<VariableUse, VariableUse>): VariableUse {
    const known = moved.get(use);
    if (known !== undefined) return known;
    const { name, span, modifier, operator, operands } = use;
    const copy = {
      name,
      span: this.toFile(span),
      modifier,
      operator,
      operands: operands.map((operand) => this.parts(operand, moved)),
    };
    moved.set(use, copy);
    return copy;
  }

  private parts(parts: readonly WordPart[], moved: Map<VariableUse, VariableUse>): WordPart[] {
    return parts.map((part) => (typeof part === "string" ? part : this.variable(part, moved)));
  }
}

function imageUse({ text, span, variables }: Pick<Word, "text" | "span" | "variables">): ImageUse {
  return { text, span, variables, stage: null, scratch: false, reference: null };
}
