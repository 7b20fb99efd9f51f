import { nearest } from "../source/nearest.ts";
import type { Span } from "../source/span.ts";
import { isHeredocWord } from "./heredocs.ts";
import { checkFlags } from "./check-flags.ts";
import { checkMounts } from "./check-mounts.ts";
import type { Flag, InstructionKind, SyntaxProblem, SyntaxProblemKind, Word } from "./model.ts";
import type { Reading } from "./reading.ts";
import type { WordError } from "./word-parts.ts";

const keywords = [
  "ADD",
  "ARG",
  "CMD",
  "COPY",
  "ENTRYPOINT",
  "ENV",
  "EXPOSE",
  "FROM",
  "HEALTHCHECK",
  "LABEL",
  "ONBUILD",
  "RUN",
  "SHELL",
  "STOPSIGNAL",
  "USER",
  "VOLUME",
  "WORKDIR",
];

/** What is looked at besides the reading itself. */
export interface CheckContext {
  readonly reading: Reading;
  readonly onbuildFlags: readonly Flag[];
  /** Whether the JSON array holds something else than strings. */
  readonly execRefused: boolean;
  readonly wordErrors: readonly WordError[];
}

/** Adds what BuildKit would refuse of one instruction, whatever stands around it. */
export function checkReading(text: string, context: CheckContext, problems: SyntaxProblem[]): void {
  new ReadingCheck(text, context, problems).run();
}

class ReadingCheck {
  private readonly text: string;
  private readonly reading: Reading;
  private readonly context: CheckContext;
  private readonly problems: SyntaxProblem[];

  constructor(text: string, context: CheckContext, problems: SyntaxProblem[]) {
    this.text = text;
    this.reading = context.reading;
    this.context = context;
    this.problems = problems;
  }

  run(): void {
    const { reading, context } = this;
    if (reading.onbuild !== null) {
      checkFlags(this.text, "onbuild", context.onbuildFlags, this.problems);
      if (this.checkTrigger()) return;
    }
    if (reading.kind === "unknown") {
      this.checkUnknown();
      return;
    }
    // BuildKit does not look at the flags of ARG, STOPSIGNAL and HEALTHCHECK NONE.
    if (!this.ignoresFlags()) checkFlags(this.text, reading.kind, reading.flags, this.problems);
    checkMounts(this.text, reading.mounts, this.problems);
    // What is no flag is most likely an argument, so none is missing then.
    if (this.problems.some(({ kind }) => kind === "unknown-flag") && this.hasNoArguments()) return;
    if (context.execRefused) {
      const message = `The array of \`${reading.keyword}\` may hold only strings in double quotes.`;
      this.add("invalid-argument", message, reading.commandSpan);
    } else this.checkArguments(reading.kind);
    this.addWordErrors(context.wordErrors);
  }

  private ignoresFlags(): boolean {
    const { kind } = this.reading;
    return kind === "arg" || kind === "stopsignal" || this.isNoHealthcheck();
  }

  private isNoHealthcheck(): boolean {
    return (
      this.reading.kind === "healthcheck" && this.reading.words()[0]?.text.toUpperCase() === "NONE"
    );
  }

  private hasNoArguments(): boolean {
    const { start, end } = this.reading.argumentsSpan;
    return start === end;
  }

  /** Returns whether the trigger is one that may not be. */
  private checkTrigger(): boolean {
    const { keyword, keywordSpan } = this.reading;
    if (keyword === "ONBUILD") {
      const message =
        "`ONBUILD` cannot be given to `ONBUILD`: write the instruction that is to run.";
      this.add("invalid-onbuild", message, keywordSpan);
      return true;
    }
    if (keyword === "FROM" || keyword === "MAINTAINER") {
      this.add(
        "invalid-onbuild",
        `\`${keyword}\` cannot be a trigger of \`ONBUILD\`.`,
        keywordSpan,
      );
      return true;
    }
    return false;
  }

  private checkUnknown(): void {
    const { keyword, keywordSpan } = this.reading;
    if (keyword === "ONBUILD") {
      const message = "`ONBUILD` needs an instruction behind it, as in `ONBUILD RUN make`.";
      this.add("invalid-onbuild", message, keywordSpan);
      return;
    }
    const written = this.slice(keywordSpan);
    if (written === "") {
      this.add("unknown-instruction", "A continued line without an instruction.", keywordSpan);
      return;
    }
    const found = nearest(written, keywords);
    const meant = found !== null && written === written.toLowerCase() ? found.toLowerCase() : found;
    const hint = meant === null ? "" : `; did you mean \`${meant}\`?`;
    const message = `\`${shorten(written)}\` is no instruction of a Dockerfile${hint === "" ? "." : hint}`;
    this.add("unknown-instruction", message, keywordSpan, meant);
  }

  private checkArguments(kind: InstructionKind): void {
    switch (kind) {
      case "from":
        this.checkFrom();
        break;
      case "copy":
      case "add":
        this.checkCopy();
        break;
      case "env":
      case "label":
      case "arg":
      case "expose":
      case "maintainer":
      case "user":
      case "workdir":
      case "stopsignal":
        if (this.hasNoArguments()) this.addMissing(missing[kind]);
        break;
      case "volume":
        this.checkVolume();
        break;
      case "shell":
        this.checkShell();
        break;
      case "healthcheck":
        this.checkHealthcheck();
        break;
      default:
      // RUN, CMD and ENTRYPOINT may stand alone.
    }
  }

  private checkFrom(): void {
    const words = this.reading.words();
    const [image, as, name, extra] = words;
    const digits = /@sha256:([^"'$]*)["']?$/.exec(image?.text ?? "")?.[1];
    if (digits !== undefined && !/^[\da-f]{64}$/.test(digits)) {
      const message = `The digest of \`FROM\` is not whole: \`sha256:\` has 64 hexadecimal digits behind it, here are ${digits.length}.`;
      this.add("invalid-argument", message, image?.span);
    }
    if (words.length === 0) {
      this.addMissing("an image, as in `FROM alpine:3.20`");
    } else if (as !== undefined && as.text.toLowerCase() !== "as") {
      const meant = words.length === 3 ? nearest(as.text, ["AS"]) : null;
      const message = `\`FROM\` takes an image, or an image, \`AS\` and a name; \`${shorten(as.text)}\` is neither.`;
      this.add("extra-argument", message, meant === null ? this.from(as) : as.span, meant);
    } else if (as !== undefined && name === undefined) {
      this.add("missing-argument", "`FROM ... AS` needs a name for the stage.", as.span);
    } else if (extra !== undefined) {
      const message = `\`FROM\` takes an image, \`AS\` and one name; \`${shorten(extra.text)}\` is too many.`;
      this.add("extra-argument", message, this.from(extra));
    } else if (name !== undefined && !/^[a-z][a-z0-9-_.]*$/.test(name.text.toLowerCase())) {
      const message =
        `\`${shorten(name.text)}\` cannot name a stage: names begin with a letter and hold letters, digits, ` +
        "`-`, `_` and `.` only.";
      this.add("invalid-argument", message, name.span);
    }
  }

  /** From a word to the end of the arguments. */
  private from(word: Word): Span {
    return { start: word.span.start, end: this.reading.argumentsSpan.end };
  }

  private checkCopy(): void {
    const { keyword, exec } = this.reading;
    const words = this.reading.words();
    const last = words.at(-1);
    if (last === undefined) {
      this.addMissing(`a source and a destination, as in \`${keyword} src/ /app/\``);
    } else if (words.length < 2) {
      this.addMissing(`a destination behind the source, as in \`${keyword} src/ /app/\``);
    } else if (exec === null && isHeredocWord(last.text)) {
      const message = `\`${keyword}\` cannot take a heredoc as its destination.`;
      this.add("invalid-argument", message, last.span);
    } else if (keyword === "COPY") {
      const url = words
        .slice(0, -1)
        .find(({ text }) => /^["']?(?:https?:\/\/|git@[\w.-]+:)/.test(text));
      if (url !== undefined)
        this.add("invalid-argument", "`COPY` takes no URL; `ADD` does.", url.span);
    }
  }

  private checkVolume(): void {
    const words = this.reading.words();
    if (words.length === 0) this.addMissing("a path, as in `VOLUME /data`");
    const empty = words.find((word) => word.parts.length === 0 || word.value.trim() === "");
    if (empty !== undefined)
      this.add("invalid-argument", "The path of a `VOLUME` cannot be empty.", empty.span);
  }

  private checkShell(): void {
    const { exec, brokenExec, argumentsSpan } = this.reading;
    if (exec !== null && exec.items.length > 0) return;
    if (exec !== null || this.hasNoArguments()) {
      this.addMissing('a JSON array, as in `SHELL ["/bin/bash", "-c"]`');
      return;
    }
    const why = brokenExec === null ? "" : `: ${brokenExec}`;
    const message = `\`SHELL\` takes a JSON array, as in \`SHELL ["/bin/bash", "-c"]\`${why}.`;
    this.add("invalid-argument", message, argumentsSpan);
  }

  private checkHealthcheck(): void {
    const [type, second] = this.reading.words();
    if (type === undefined) {
      this.addMissing("`CMD` and a command, or `NONE`");
      return;
    }
    const name = type.text.toUpperCase();
    if (name === "NONE") {
      if (second === undefined) return;
      this.add("extra-argument", "`HEALTHCHECK NONE` takes nothing behind it.", this.from(second));
    } else if (name !== "CMD") {
      const meant = nearest(type.text, ["CMD", "NONE"]);
      const message = `\`HEALTHCHECK\` takes \`CMD\` and a command, or \`NONE\`, not \`${shorten(type.text)}\`.`;
      this.add("invalid-argument", message, type.span, meant ?? `CMD ${type.text}`);
    } else if (second === undefined) {
      this.add("missing-argument", "`HEALTHCHECK CMD` needs a command.", type.span);
    }
  }

  /** A quote that is not closed where words are split at every blank shows in several words: the first one tells. */
  private addWordErrors(errors: readonly WordError[]): void {
    const quote = errors.find(({ kind }) => kind === "quote");
    for (const error of errors) {
      if (error.kind !== "quote" || error === quote) this.addWordError(error);
    }
  }

  private addWordError(error: WordError): void {
    const { keyword } = this.reading;
    const word = this.reading
      .words()
      .find(({ span }) => span.start <= error.start && error.start <= span.end);
    const text = shorten(word?.text ?? this.text.slice(error.start, error.end));
    const splits = error.kind === "quote" && listNames.has(keyword);
    const advice = splits ? ` \`${keyword}\` ends a word at every blank, quoted or not.` : "";
    const kind = error.kind === "quote" ? "unterminated-quote" : "invalid-argument";
    const span = { start: error.start, end: Math.max(error.end, error.start) };
    this.add(kind, `\`${text}\` ${error.reason}.${advice}`, span);
  }

  private addMissing(what: string): void {
    const { keyword, keywordSpan } = this.reading;
    this.add("missing-argument", `\`${keyword}\` needs ${what}.`, keywordSpan);
  }

  private add(
    kind: SyntaxProblemKind,
    message: string,
    span: Span | undefined,
    suggestion?: string | null,
  ): void {
    const place = span ?? this.reading.keywordSpan;
    this.problems.push({ kind, message, span: place, ...(suggestion ? { suggestion } : {}) });
  }

  private slice(at: Span): string {
    return this.text.slice(at.start, at.end);
  }
}

const listNames = new Set(["COPY", "ADD", "VOLUME", "FROM", "EXPOSE"]);

const missing = {
  arg: "a name, as in `ARG VERSION` or `ARG VERSION=1`",
  env: "a `name=value` pair",
  expose: "a port, as in `EXPOSE 8080`",
  label: "a `name=value` pair",
  maintainer: "a name",
  stopsignal: "a signal, as in `STOPSIGNAL SIGTERM`",
  user: "a user, as in `USER app`",
  workdir: "a path, as in `WORKDIR /app`",
} as const;

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
