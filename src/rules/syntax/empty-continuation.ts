import type { Dockerfile, Instruction } from "../../dockerfile/model.ts";
import { instructionAt } from "../../dockerfile/queries.ts";
import type { Span } from "../../source/span.ts";
import { remove, removeLines, type TextEdit } from "../../source/text-edit.ts";
import type { Rule } from "../rule.ts";

/** A line that was most likely meant to begin an instruction of its own. */
const instructionLine =
  /^[ \t]*(FROM|RUN|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL)[ \t]/;

export const emptyContinuation: Rule = {
  name: "empty-continuation",
  category: "syntax",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "An empty line stands inside a continued instruction",
  why:
    "BuildKit skips an empty line behind a continuation with a warning, and says that it will be an error one day. Where the " +
    "continuation was left over by mistake, the next instruction becomes part of this one.",
  sources: [
    {
      title: "Docker build checks: NoEmptyContinuation",
      url: "https://docs.docker.com/reference/build-checks/no-empty-continuation/",
    },
  ],
  aliases: ["NoEmptyContinuation"],
  fix: "safe",
  scope: "file",
  examples: [
    {
      bad: "FROM debian:12.8\nRUN make && \\\n\n    make install\n",
      good: "FROM debian:12.8\nRUN make && \\\n    make install\n",
      fixed: "FROM debian:12.8\nRUN make && \\\n    make install\n",
    },
    {
      bad: "FROM alpine:3.22\nENV A=1 \\\n\n\n    B=2\nRUN true\n",
      good: "FROM alpine:3.22\nENV A=1 \\\n    B=2\nRUN true\n",
      fixed: "FROM alpine:3.22\nENV A=1 \\\n    B=2\nRUN true\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nRUN true && \\\n    # why\n    true\n",
    "FROM alpine:3.22\nRUN <<EOF\ntrue \\\n\ntrue\nEOF\n",
    "FROM alpine:3.22\nRUN true\n\nRUN true\n",
  ],
  *check(dockerfile) {
    for (const group of byInstruction(dockerfile)) {
      const [first] = group;
      if (first === undefined) continue;
      const places = group.map((lines) => nameLines(lines)).join(", ");
      const one = group.length === 1 && first.from === first.to;
      const start = `${one ? `Line ${places} is` : `Lines ${places} are`} empty inside a continued instruction`;
      const swallowed = group
        .map(({ to }) => instructionBelow(dockerfile, to))
        .find((found) => found !== null);
      yield {
        message:
          swallowed === undefined
            ? `${start}: BuildKit skips that with a warning and will refuse it one day. Remove ${one ? "it" : "them"}.`
            : `${start}, so the \`${swallowed.keyword}\` on line ${swallowed.line} is read as part of it. ` +
              `Remove the \`${dockerfile.escape}\` above if an instruction of its own was meant.`,
        span: first.span,
        fix:
          swallowed === undefined
            ? {
                title: one ? "Remove the empty line" : "Remove the empty lines",
                safety: "safe",
                edits: group.flatMap((lines) => editsFor(dockerfile, lines)),
              }
            : undefined,
      };
    }
  },
};

/** Empty lines in a row. */
interface EmptyLines {
  readonly span: Span;
  /** 1-based. */
  readonly from: number;
  readonly to: number;
}

/** The empty lines of each continued instruction. */
function byInstruction(dockerfile: Dockerfile): readonly (readonly EmptyLines[])[] {
  const { source } = dockerfile;
  const groups = new Map<Instruction | null, EmptyLines[]>();
  for (const { kind, span } of dockerfile.problems) {
    if (kind !== "empty-continuation") continue;
    const instruction = instructionAt(dockerfile, span.start);
    const lines = { span, from: source.lineAt(span.start), to: source.lineAt(span.end) };
    const group = groups.get(instruction);
    if (group === undefined) groups.set(instruction, [lines]);
    else group.push(lines);
  }
  return [...groups.values()];
}

function nameLines({ from, to }: EmptyLines): string {
  return from === to ? String(from) : `${from} to ${to}`;
}

/** The keyword that a continued line begins with which most likely was to be an instruction of its own. */
function instructionBelow(
  { source }: Dockerfile,
  line: number,
): { readonly keyword: string; readonly line: number } | null {
  if (line >= source.lineCount) return null;
  const keyword = instructionLine.exec(source.slice(source.lineSpan(line + 1)))?.[1];
  return keyword === undefined ? null : { keyword, line: line + 1 };
}

/** Takes the lines away; where nothing follows them, what continued the line above as well. */
function editsFor(dockerfile: Dockerfile, { span, from, to }: EmptyLines): TextEdit[] {
  const { source, escape } = dockerfile;
  const lines = removeLines(source, from, to);
  const instruction = instructionAt(dockerfile, span.start);
  const above = source.lineSpan(from - 1);
  const dangling = source.slice(above).trimEnd();
  const goesOn = instruction !== null && instruction.headSpan.end > span.end;
  if (goesOn || !dangling.endsWith(escape)) return [lines];
  const kept = dangling.slice(0, -1).trimEnd();
  return [remove({ start: above.start + kept.length, end: above.end }), lines];
}
