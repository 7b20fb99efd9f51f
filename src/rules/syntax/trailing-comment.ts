import type { Dockerfile, Instruction } from "../../dockerfile/model.ts";
import {
  commentAbove,
  trailingCommentOf,
  type TrailingComment,
} from "../../dockerfile/trailing-comments.ts";
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
      const comment = trailingCommentOf(dockerfile, instruction);
      if (comment === null) continue;
      yield {
        message: `\`${comment.text}\` is no comment here but a part of ${instruction.keyword}: comments stand on lines of their own. Put it above.`,
        span: comment.span,
        severity: severityOf(instruction),
        fix: fixOf(dockerfile, instruction, comment),
      };
    }
  },
};

/** How bad it is: COPY stops the build and USER the start, and more names of an ARG do no harm. */
function severityOf({ kind }: Instruction): Severity {
  if (kind === "copy" || kind === "add" || kind === "user") return "error";
  return kind === "arg" ? "info" : "warning";
}

function fixOf(
  dockerfile: Dockerfile,
  instruction: Instruction,
  comment: TrailingComment,
): Fix | undefined {
  const { source } = dockerfile;
  const { start } = source.lineSpan(source.lineAt(instruction.span.start));
  const indentation = source.text.slice(start, instruction.span.start);
  // At the top, `# name=value` would be read as a directive.
  if (comment.text === "#" || start === 0 || indentation.trim() !== "") return undefined;
  return {
    title: "Put the comment on a line of its own",
    safety: "review",
    edits: commentAbove(dockerfile, instruction, comment),
  };
}
