import { Notable } from "../source/notes.ts";
import { SourceText } from "../source/source-text.ts";
import { span, type Span } from "../source/span.ts";
import { buildInstruction } from "./build-instruction.ts";
import { emptyState, PlaceState, Variables } from "./build-state.ts";
import { LineReader, OffsetMap } from "./logical-lines.ts";
import type { Dockerfile, Instruction, SyntaxProblem } from "./model.ts";
import { readInstruction } from "./read-instruction.ts";
import { linkStages } from "./stages.ts";
import { EarlierLines, noteTwins, type ReadLine } from "./twins.ts";

/** Largest file that is read, in bytes of UTF-8. */
export const largestDockerfile = 512 * 1024;

/** What was read last: where the build context lies is asked with the text that is judged right after. */
let latest: Dockerfile | null = null;

/** Its lines, which the next text has too when it is another version of the same file. */
let latestLines: readonly ReadLine[] = [];

/**
 * Reads a Dockerfile as BuildKit does. Never throws: what BuildKit would refuse is listed in `problems`, and everything
 * around it is read all the same. A text of more than 512 KiB, or with NUL characters, gives no instructions and one
 * problem of the kind `unreadable`. The cost is linear in the length of the text.
 */
export function parseDockerfile(text: string): Dockerfile {
  if (latest?.source.text !== text) latest = read(text);
  return latest;
}

function read(text: string): Dockerfile {
  const source = new SourceText(text);
  const unreadable = whyUnreadable(text);
  if (unreadable !== null) {
    const problem = { kind: "unreadable", message: unreadable, span: span(0, 0) } as const;
    latestLines = [];
    return emptyDockerfile(source, problem);
  }
  const reader = new LineReader(source);
  const { instructions, problems, lines, twins } = readAll(reader);
  const { stages, globalArguments, problems: ofImages } = linkStages(instructions);
  const all = problems.concat(ofImages, reader.problems, checkStages(instructions, problems));
  const dockerfile = new ReadDockerfile({
    source,
    escape: reader.escape,
    directives: reader.directives,
    comments: reader.comments,
    instructions,
    stages,
    globalArguments,
    finalStage: stages.at(-1) ?? null,
    problems: all.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end),
  });
  noteTwins(dockerfile, latest, twins);
  latestLines = lines;
  return dockerfile;
}

/** A Dockerfile on which what is known of it can be noted. */
class ReadDockerfile extends Notable implements Dockerfile {
  readonly source: Dockerfile["source"];
  readonly escape: Dockerfile["escape"];
  readonly directives: Dockerfile["directives"];
  readonly comments: Dockerfile["comments"];
  readonly instructions: Dockerfile["instructions"];
  readonly stages: Dockerfile["stages"];
  readonly globalArguments: Dockerfile["globalArguments"];
  readonly finalStage: Dockerfile["finalStage"];
  readonly problems: Dockerfile["problems"];

  constructor(parts: Dockerfile) {
    super();
    this.source = parts.source;
    this.escape = parts.escape;
    this.directives = parts.directives;
    this.comments = parts.comments;
    this.instructions = parts.instructions;
    this.stages = parts.stages;
    this.globalArguments = parts.globalArguments;
    this.finalStage = parts.finalStage;
    this.problems = parts.problems;
  }
}

/** What the lines of a text say. */
interface AllRead {
  readonly instructions: Instruction[];
  readonly problems: SyntaxProblem[];
  readonly lines: ReadLine[];
  /** For each instruction the one that the text read before has with the same text. */
  readonly twins: (Instruction | null)[];
}

function readAll(reader: LineReader): AllRead {
  const instructions: Instruction[] = [];
  const problems: SyntaxProblem[] = [];
  const lines: ReadLine[] = [];
  const twins: (Instruction | null)[] = [];
  const earlier = new EarlierLines(latest, latestLines);
  let afterUnknown = false;
  const outside = new PlaceState(emptyState, Variables.none, "global");
  for (let line = reader.next(); line !== null; line = reader.next()) {
    const twin = earlier.find(line.text, reader.escape);
    const reading = twin?.reading ?? readInstruction(line.text, reader.escape);
    const map = new OffsetMap(line);
    const toFile = (at: Span): Span => map.span(at);
    const isUnknown = reading.problems[0]?.kind === "unknown-instruction";
    // Lines that lost their instruction (a continuation is missing, say) are one broken place.
    const isSequel = isUnknown && afterUnknown && reading.problems[0]?.suggestion === undefined;
    afterUnknown = isUnknown;
    for (const problem of isSequel ? [] : reading.problems) {
      problems.push({ ...problem, span: toFile(problem.span) });
    }
    const heredocs = reader.readHeredocs(reading.heredocs, toFile);
    if (reading.keywordSpan.start === reading.keywordSpan.end) continue;
    const headSpan = span(line.start, line.end);
    const placement = {
      toFile,
      headSpan,
      end: reader.end,
      heredocs,
      index: instructions.length,
      state: outside,
    };
    const instruction = buildInstruction(reading, placement);
    instructions.push(instruction);
    lines.push({ text: line.text, reading, instruction });
    twins.push(twin?.instruction ?? null);
  }
  return { instructions, problems, lines, twins };
}

function checkStages(
  instructions: readonly Instruction[],
  problems: readonly SyntaxProblem[],
): SyntaxProblem[] {
  const misspelt = problems.some(({ suggestion }) => suggestion?.toUpperCase() === "FROM");
  if (misspelt) return [];
  const stray = instructions.find(({ kind }) => kind !== "arg" && kind !== "unknown");
  if (!instructions.some(({ kind }) => kind === "from")) {
    const message =
      stray === undefined && instructions.length === 0
        ? "The file has no instructions; a Dockerfile needs at least a `FROM`."
        : "The file has no `FROM`, so there is no stage to build.";
    return [{ kind: "no-stage", message, span: instructions[0]?.keywordSpan ?? span(0, 0) }];
  }
  if (stray === undefined || stray.kind === "from") return [];
  const message = `\`${stray.keyword}\` stands before the first \`FROM\`; only \`ARG\` may.`;
  return [{ kind: "instruction-before-from", message, span: stray.keywordSpan }];
}

function whyUnreadable(text: string): string | null {
  if (text.includes("\0")) {
    return "The file holds NUL characters: it is no text file, or it is saved as UTF-16. Save it as UTF-8.";
  }
  // No character takes more than three bytes for each of its code units.
  if (text.length * 3 <= largestDockerfile) return null;
  const bytes = Buffer.byteLength(text);
  if (bytes <= largestDockerfile) return null;
  const size = Math.ceil(bytes / 1024);
  return `The file is ${size} KiB long; files of more than ${largestDockerfile / 1024} KiB are not read.`;
}

function emptyDockerfile(source: SourceText, problem: SyntaxProblem): Dockerfile {
  return new ReadDockerfile({
    source,
    escape: "\\",
    directives: [],
    comments: [],
    instructions: [],
    stages: [],
    globalArguments: [],
    finalStage: null,
    problems: [problem],
  });
}
