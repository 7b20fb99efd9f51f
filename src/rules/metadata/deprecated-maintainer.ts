import type { Dockerfile, Instruction } from "../../dockerfile/model.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Rule } from "../rule.ts";

const authors = "org.opencontainers.image.authors";

export const deprecatedMaintainer: Rule = {
  name: "deprecated-maintainer",
  category: "metadata",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "MAINTAINER is deprecated; a label says the same",
  why:
    "MAINTAINER has been deprecated since Docker 1.13 (2017). A label can be read with `docker inspect`, filtered by, " +
    `and \`${authors}\` is the key that registries and scanners know.`,
  sources: [
    {
      title: "Dockerfile reference: MAINTAINER (deprecated)",
      url: "https://docs.docker.com/reference/dockerfile/#maintainer-deprecated",
    },
    {
      title: "OCI image annotations",
      url: "https://github.com/opencontainers/image-spec/blob/main/annotations.md",
    },
  ],
  aliases: ["DL4000", "MaintainerDeprecated", "DS-0022", "CKV_DOCKER_6"],
  fix: "safe",
  scope: "file",
  words: ["maintainer"],
  examples: [
    {
      bad: "FROM alpine:3.22\nMAINTAINER Ada Lovelace <ada@example.com>\n",
      good: 'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="Ada Lovelace <ada@example.com>"\n',
      fixed:
        'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="Ada Lovelace <ada@example.com>"\n',
    },
    {
      bad: 'FROM alpine:3.22\nMAINTAINER "Team \\"Web\\" $1"\n',
      good: "FROM alpine:3.22\nLABEL org.opencontainers.image.authors='Team \"Web\" $1'\n",
      fixed: 'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="Team \\"Web\\" \\$1"\n',
    },
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      // As a trigger it is refused, which another rule says.
      if (instruction.kind !== "maintainer" || instruction.onbuild !== null) continue;
      const name = nameOf(dockerfile, instruction);
      if (name === "") continue;
      yield {
        message: `MAINTAINER is deprecated and may be refused one day. Say it with the label \`${authors}\`.`,
        span: instruction.keywordSpan,
        fix: {
          title: "Replace MAINTAINER by the label for authors",
          safety: "safe",
          edits: [
            replaceExpected(
              dockerfile.source,
              instruction.headSpan,
              dockerfile.source.slice(instruction.headSpan),
              `${labelKeyword(dockerfile, instruction)} ${authors}=${quote(name, dockerfile.escape)}`,
            ),
          ],
        },
      };
    }
  },
};

/** The maintainer as one line, the quotes that many put around it taken off. */
function nameOf(dockerfile: Dockerfile, instruction: Instruction): string {
  const text = instruction.words.map((word) => word.text).join(" ");
  const quoted = /^"(.*)"$/s.exec(text) ?? /^'(.*)'$/s.exec(text);
  return (quoted?.[1] ?? text).replaceAll(`${dockerfile.escape}"`, '"');
}

/** `LABEL`, in the case that the file writes this keyword. */
function labelKeyword(dockerfile: Dockerfile, instruction: Instruction): string {
  const written = dockerfile.source.slice(instruction.keywordSpan);
  return written === written.toLowerCase() ? "label" : "LABEL";
}

function quote(value: string, escape: string): string {
  const special = new Set(['"', "$", escape]);
  return `"${[...value].map((char) => (special.has(char) ? escape + char : char)).join("")}"`;
}
