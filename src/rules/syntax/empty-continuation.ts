import type { Dockerfile, SyntaxProblem } from "../../dockerfile/model.ts";
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
  scope: "instruction",
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
    const { source } = dockerfile;
    for (const problem of dockerfile.problems) {
      if (problem.kind !== "empty-continuation") continue;
      const first = source.lineAt(problem.span.start);
      const last = source.lineAt(problem.span.end);
      const next = source.slice(source.lineSpan(last + 1));
      const swallowed = last < source.lineCount ? instructionLine.exec(next)?.[1] : undefined;
      const place =
        first === last ? `Line ${first} is empty` : `Lines ${first} to ${last} are empty`;
      const start = `${place}, but the line above ends in \`${dockerfile.escape}\``;
      const message =
        swallowed === undefined
          ? `${start}: BuildKit skips what is empty with a warning and will refuse it one day. Remove it.`
          : `${start}, so \`${swallowed}\` on line ${last + 1} is read as part of the instruction above. ` +
            `Remove the \`${dockerfile.escape}\` if a new instruction was meant.`;
      const edits = swallowed === undefined ? editsFor(dockerfile, problem, first, last) : [];
      yield {
        message,
        span: problem.span,
        fix:
          edits.length === 0
            ? undefined
            : {
                title: first === last ? "Remove the empty line" : "Remove the empty lines",
                safety: "safe",
                edits,
              },
      };
    }
  },
};

/** Takes the lines away; where nothing follows them, what continued the line above as well. */
function editsFor(
  { source, escape, instructions }: Dockerfile,
  { span }: SyntaxProblem,
  first: number,
  last: number,
): TextEdit[] {
  const goesOn = instructions.some(
    ({ headSpan }) => headSpan.start < span.start && headSpan.end > span.end,
  );
  if (goesOn) return [removeLines(source, first, last)];
  const above = source.lineSpan(first - 1);
  const dangling = source.slice(above).trimEnd();
  if (!dangling.endsWith(escape)) return [];
  const kept = dangling.slice(0, -1).trimEnd();
  return [
    remove({ start: above.start + kept.length, end: above.end }),
    removeLines(source, first, last),
  ];
}
