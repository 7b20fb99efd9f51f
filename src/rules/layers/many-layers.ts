import { imageStages } from "../../dockerfile/queries.ts";
import type { Rule } from "../rule.ts";

export const manyLayers: Rule = {
  name: "many-layers",
  category: "layers",
  severity: "info",
  confidence: "medium",
  presets: ["strict"],
  summary: "The image has more layers of its own than need be",
  why:
    "Each RUN, COPY and ADD makes a layer, which is compared, stored, pulled and unpacked by itself. A few layers that change at " +
    "different times help the cache; dozens of them mostly hold what belongs together, and what one of them deletes stays in " +
    "another. The option `limit` says how many may be in the image; those of the base image do not count.",
  sources: [
    {
      title: "Docker: Building best practices, minimize the number of layers",
      url: "https://docs.docker.com/build/building/best-practices/",
    },
  ],
  aliases: [],
  fix: "none",
  options: { limit: 20 },
  optionTypes: {
    limit: {
      takes: "number",
      description:
        "How many layers of its own the image may have; those of the base image do not count.",
    },
  },
  scope: "file",
  examples: [
    {
      bad: "FROM debian:12.8\nCOPY a /a\nRUN touch /b\nCOPY c /c\nRUN touch /d\n",
      good: "FROM debian:12.8\nCOPY a c /\nRUN touch /b /d\n",
      options: { limit: 3 },
    },
    {
      bad: "FROM debian:12.8 AS base\nCOPY a /a\nCOPY b /b\nFROM base\nADD c.tar.gz /c\n",
      good: "FROM debian:12.8 AS base\nCOPY a b /\nFROM base\nADD c.tar.gz /c\n",
      options: { limit: 2 },
    },
  ],
  silentOn: [
    "FROM debian:12.8 AS build\nRUN a\nRUN b\nRUN c\nFROM debian:12.8\nCOPY --from=build /a /a\n",
    `FROM debian:12.8\n${"ENV A=b\n".repeat(30)}`,
  ],
  *check(dockerfile, { options }) {
    const limit = typeof options.limit === "number" ? options.limit : 20;
    const layers = imageStages(dockerfile)
      .flatMap(({ instructions }) => instructions)
      .filter(
        ({ kind, onbuild }) =>
          onbuild === null && (kind === "run" || kind === "copy" || kind === "add"),
      );
    const stage = dockerfile.finalStage;
    if (stage === null || layers.length <= limit) return;
    yield {
      message:
        `The RUNs, COPYs and ADDs of this image make ${layers.length} layers, more than ${limit}. ` +
        "Join steps that belong together, and copy files that go to the same place in one COPY.",
      span: stage.from.image.span,
    };
  },
};
