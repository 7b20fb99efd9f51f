import type { Dockerfile, Instruction } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import { insertAt, remove } from "../../source/text-edit.ts";
import type { Fix, Rule, Severity } from "../rule.ts";

export const trailingComment: Rule = {
  name: "trailing-comment",
  category: "syntax",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "A `#` behind an instruction is taken for a part of it",
  why:
    "A Dockerfile has comments on lines of their own only. Behind an instruction the `#` and all that follows belong to its " +
    "arguments: WORKDIR makes a directory named `app # sources`, USER names somebody who does not exist, ARG and VOLUME get " +
    "more names, and COPY looks for a file named `#`. Most of these go through the build without a word.",
  sources: [
    {
      title: "Dockerfile reference: Format",
      url: "https://docs.docker.com/reference/dockerfile/#format",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the name really holds a blank and a `#`.",
  scope: "instruction",
  words: ["#"],
  examples: [
    {
      bad: "FROM node:22\nWORKDIR /app # the sources\nCOPY . .\n",
      good: "FROM node:22\n# the sources\nWORKDIR /app\nCOPY . .\n",
      fixed: "FROM node:22\n# the sources\nWORKDIR /app\nCOPY . .\n",
    },
    {
      bad: 'FROM node:22\nWORKDIR /app\nUSER node # not root\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22\nWORKDIR /app\n# not root\nUSER node\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:22\nWORKDIR /app\n# not root\nUSER node\nCMD ["node", "server.js"]\n',
    },
    {
      bad: "FROM alpine:3.22\nARG VERSION=1.2 # of the tool\nRUN ./install $VERSION\n",
      good: "FROM alpine:3.22\n# of the tool\nARG VERSION=1.2\nRUN ./install $VERSION\n",
      fixed: "FROM alpine:3.22\n# of the tool\nARG VERSION=1.2\nRUN ./install $VERSION\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\n# WORKDIR /app # the sources\nRUN echo a # b\n",
    'FROM alpine:3.22\nWORKDIR "/a # b"\nARG A="x # y"\nARG B=\'# z\'\n',
    "FROM alpine:3.22\nWORKDIR /c#\nCOPY c#/ /c#/\nVOLUME /data#1\n",
    "FROM alpine:3.22\nARG A=1 \\\n    # of the tool\n    B=2\n",
    "FROM alpine:3.22\nCOPY <<EOF /a\n# b\nEOF\n",
    'FROM alpine:3.22\nCOPY ["a", "#", "/b/"]\nLABEL a="b # c"\n',
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      const comment = commentBehind(dockerfile, instruction);
      if (comment === null) continue;
      const text = dockerfile.source.slice(comment);
      yield {
        message: `\`${text}\` is no comment here but a part of ${instruction.keyword}: comments stand on lines of their own. Put it above.`,
        span: comment,
        severity: severityOf(instruction),
        fix: fixOf(dockerfile, instruction, comment),
      };
    }
  },
};

/** Instructions that take the words for their own. Of ENV, LABEL, EXPOSE and FROM the build stops, and other rules say so. */
const takers = new Set<Instruction["kind"]>(["workdir", "user", "arg", "volume", "copy", "add"]);

/** How bad it is: COPY stops the build and USER the start, and more names of an ARG do no harm. */
function severityOf({ kind }: Instruction): Severity | undefined {
  if (kind === "copy" || kind === "add" || kind === "user") return "error";
  return kind === "arg" ? "info" : undefined;
}

/** What is meant as a comment on an instruction's last line; null when there is none. */
function commentBehind({ source }: Dockerfile, instruction: Instruction): Span | null {
  if (!takers.has(instruction.kind) || instruction.heredocs.length > 0) return null;
  const { start, end } = instruction.argumentsSpan;
  const text = source.slice({ start, end });
  const found = /[ \t](#(?:[ \t][^\r\n]*)?)$/.exec(text);
  if (found === null) return null;
  const before = text.slice(0, found.index);
  // Inside of quotes, or of an array, it is what it says.
  if (/["'[]/.test(before) || before.trim() === "") return null;
  const first = /(?<=[ \t])#(?=[ \t]|$)/.exec(text.slice(text.lastIndexOf("\n") + 1));
  if (first === null) return null;
  return { start: start + text.lastIndexOf("\n") + 1 + first.index, end };
}

function fixOf(dockerfile: Dockerfile, instruction: Instruction, comment: Span): Fix | undefined {
  const { source } = dockerfile;
  const text = source.slice(comment).trimEnd();
  const line = source.lineSpan(source.lineAt(instruction.span.start));
  const indentation = source.text.slice(line.start, instruction.span.start);
  // At the top, `# name=value` would be read as a directive.
  if (text === "#" || line.start === 0 || indentation.trim() !== "") return undefined;
  const written = source.text.slice(instruction.span.start, comment.start);
  const blank = comment.start - (written.length - written.trimEnd().length);
  return {
    title: "Put the comment on a line of its own",
    safety: "review",
    edits: [
      insertAt(line.start, `${indentation}${text}${source.lineEnding}`),
      remove({ start: blank, end: comment.end + blanksAt(source.text, comment.end) }),
    ],
  };
}

/** How many blanks stand at an offset. */
function blanksAt(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(offset, offset + 80))?.[0].length ?? 0;
}
