import { readSuppressionComments } from "../../dockerfile/suppression-comments.ts";
import type { Rule } from "../rule.ts";

export const inlineSuppression: Rule = {
  name: "inline-suppression",
  category: "syntax",
  severity: "info",
  confidence: "high",
  presets: ["hadolint"],
  summary: "A comment in the file silences findings",
  why:
    "Some teams want exceptions in one place, where they are agreed on, and not in the files. This rule is off unless it is asked " +
    "for, in the preset `hadolint` too, where its severity is `ignore` as it is in hadolint; it names every comment that silences a finding.",
  sources: [
    { title: "hadolint: DL1001", url: "https://github.com/hadolint/hadolint/wiki/DL1001" },
    {
      title: "Docker: check directive",
      url: "https://docs.docker.com/reference/dockerfile/#check",
    },
  ],
  aliases: ["DL1001"],
  fix: "none",
  scope: "file",
  examples: [
    {
      bad: "FROM debian:12.8\n# hadolint ignore=DL3008\nRUN apt-get update\n",
      good: "FROM debian:12.8\n# The index is needed at run time.\nRUN apt-get update\n",
    },
    {
      bad: "FROM debian:12.8\n# dockerfile-review ignore=cd-in-run it is a scratch directory\nRUN cd /x && make\n",
      good: "FROM debian:12.8\nWORKDIR /x\nRUN make\n",
    },
    {
      bad: "# check=skip=StageNameCasing\nFROM debian:12.8 AS Base\n",
      good: "FROM debian:12.8 AS base\n",
    },
  ],
  silentOn: [
    "# check=error=true\nFROM debian:12.8\n",
    "FROM debian:12.8\n# hadolint would ignore this\nRUN true\n",
  ],
  *check(dockerfile) {
    for (const { syntax, names, scope, span } of readSuppressionComments(dockerfile)) {
      const where =
        scope === "file"
          ? "in the whole file"
          : scope === "stage"
            ? "in this stage"
            : "at the instruction below";
      yield {
        message: `This comment silences ${names.map((name) => `\`${name}\``).join(", ")} ${where}. Agree on exceptions in the configuration instead.`,
        span,
        aliases: syntax === "buildkit" ? [] : ["DL1001"],
      };
    }
  },
};
