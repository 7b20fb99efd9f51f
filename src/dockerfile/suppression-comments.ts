import { span, type Span } from "../source/span.ts";
import type { Comment, Directive, Dockerfile, Instruction } from "./model.ts";

/** A comment that silences findings, as written: which names exist is not known here. */
export interface SuppressionComment {
  /** Whose words they are: `dockerfile-review`, `hadolint`, or BuildKit's `check=`. */
  readonly syntax: "own" | "hadolint" | "buildkit";
  readonly scope: "instruction" | "stage" | "file";
  /** As written: a rule's name, an alias such as `DL3008`, or `all`. */
  readonly names: readonly string[];
  /** What follows the names, empty when nothing does. */
  readonly reason: string;
  readonly span: Span;
  /** Where findings are silenced: the instruction, the stage, the file. Null when there is no such thing. */
  readonly target: Span | null;
}

/** `[global|stage] ignore = a, b reason`, behind the tool's name. */
const ignorePattern =
  /^(dockerfile-review|hadolint)[ \t]+(?:(global|stage)[ \t]+)?ignore[ \t]*=[ \t]*/i;
/** Names with commas between; the blanks around a comma belong to the list. */
const namesPattern = /^[\w.-]+(?:[ \t]*,[ \t]*[\w.-]+)*(?:[ \t]*,)?/;
/** What people put between the names and their reason. */
const beforeReason = /^[\s#:\u2013\u2014-]+/;
const checkPattern = /^check[ \t]*=[ \t]*(.+)$/i;

/**
 * The suppression comments of a file, in order: `# dockerfile-review ignore=name reason`, `# hadolint ignore=DL3008`,
 * both with `global` or `stage`, and BuildKit's `# check=skip=Name`, as directive or above an instruction.
 */
export function readSuppressionComments(dockerfile: Dockerfile): SuppressionComment[] {
  const found: SuppressionComment[] = [];
  for (const directive of dockerfile.directives) {
    const suppression = fromDirective(dockerfile, directive);
    if (suppression !== null) found.push(suppression);
  }
  const cursor = new InstructionCursor(dockerfile);
  for (const comment of dockerfile.comments) {
    const suppression = fromIgnore(dockerfile, comment, cursor) ?? fromCheck(comment, cursor);
    if (suppression !== null) found.push(suppression);
  }
  return found;
}

function fromDirective(dockerfile: Dockerfile, directive: Directive): SuppressionComment | null {
  const names = directive.name === "check" ? skippedChecks(directive.value) : [];
  if (names.length === 0) return null;
  const target = span(0, dockerfile.source.text.length);
  return { syntax: "buildkit", scope: "file", names, reason: "", span: directive.span, target };
}

function fromIgnore(
  dockerfile: Dockerfile,
  comment: Comment,
  cursor: InstructionCursor,
): SuppressionComment | null {
  const head = ignorePattern.exec(comment.text);
  if (head === null) return null;
  const rest = comment.text.slice(head[0].length);
  const list = namesPattern.exec(rest)?.[0] ?? "";
  const names = splitNames(list);
  if (names.length === 0) return null;
  const reason = rest.slice(list.length).replace(beforeReason, "").trim();
  const syntax = (head[1] ?? "").toLowerCase() === "hadolint" ? "hadolint" : "own";
  const base = { syntax, names, reason, span: comment.span } as const;
  const word = (head[2] ?? "").toLowerCase();
  if (word === "global") {
    return { scope: "file", ...base, target: span(0, dockerfile.source.text.length) };
  }
  if (word === "stage") return { scope: "stage", ...base, target: cursor.stageOf(comment) };
  return { scope: "instruction", ...base, target: cursor.targetOf(comment)?.span ?? null };
}

/** BuildKit reads `check=` from the comments right above an instruction, up to the first blank of its value. */
function fromCheck(comment: Comment, cursor: InstructionCursor): SuppressionComment | null {
  const found = comment.embedded ? null : checkPattern.exec(comment.text);
  const names = found === null ? [] : skippedChecks(found[1] ?? "");
  if (names.length === 0) return null;
  const target = cursor.targetOf(comment)?.span ?? null;
  return {
    syntax: "buildkit",
    scope: "instruction",
    names,
    reason: "",
    span: comment.span,
    target,
  };
}

/** The names behind `skip=` in the value of `check`: `skip=A,B;error=true`. */
function skippedChecks(value: string): string[] {
  const options = value.trim().split(/\s/, 1)[0] ?? "";
  return options
    .split(";")
    .filter((option) => option.startsWith("skip="))
    .flatMap((option) => splitNames(option.slice("skip=".length)));
}

function splitNames(list: string): string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Finds instructions around comments. Comments come in file order, so all of them cost one walk. */
class InstructionCursor {
  private readonly dockerfile: Dockerfile;
  private at = 0;

  constructor(dockerfile: Dockerfile) {
    this.dockerfile = dockerfile;
  }

  /** The instruction that a comment stands in or above. Empty lines and other comments may stand between. */
  targetOf(comment: Comment): Instruction | null {
    return this.firstEndingBehind(comment) ?? null;
  }

  /** The stage that a comment stands in; above a FROM, the one that begins there. */
  stageOf(comment: Comment): Span | null {
    const next = this.firstEndingBehind(comment);
    if (next?.kind === "from") return next.stage?.span ?? null;
    return (next ?? this.dockerfile.instructions.at(-1))?.stage?.span ?? null;
  }

  private firstEndingBehind(comment: Comment): Instruction | undefined {
    const { instructions } = this.dockerfile;
    while (
      this.at < instructions.length &&
      (instructions[this.at]?.span.end ?? 0) < comment.span.end
    ) {
      this.at++;
    }
    return instructions[this.at];
  }
}
