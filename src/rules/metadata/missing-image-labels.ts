import { insertBeforeStart } from "../../dockerfile/end-block.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { instructionsOfKind, rootStage } from "../../dockerfile/queries.ts";
import { listed } from "../../shell/listed.ts";
import type { Fix, Rule } from "../rule.ts";

export const missingImageLabels: Rule = {
  name: "missing-image-labels",
  category: "metadata",
  severity: "info",
  confidence: "medium",
  presets: ["strict", "hadolint"],
  summary: "The image lacks labels that say what it is and where it comes from",
  why:
    "Labels travel with the image: `docker inspect` and registries show them, and from `org.opencontainers.image.source` GitHub links a package to " +
    "its repository and Renovate finds release notes. Without them nobody can tell which commit a running container was built from. Which " +
    "labels are asked for is set by the option `required`.",
  sources: [
    {
      title: "OCI image annotations",
      url: "https://github.com/opencontainers/image-spec/blob/main/annotations.md",
    },
  ],
  aliases: ["DL3049"],
  fix: "review",
  options: {
    required: [
      "org.opencontainers.image.title",
      "org.opencontainers.image.description",
      "org.opencontainers.image.version",
      "org.opencontainers.image.source",
    ],
  },
  optionTypes: {
    required: {
      takes: "texts",
      description:
        "The labels that an image must have. The setting `labels` is the short way to say it.",
    },
  },
  scope: "file",
  ignoreWhen:
    "When the labels are given from outside, by `docker build --label` or docker/metadata-action:",
  examples: [
    {
      bad: 'FROM alpine:3.22\nLABEL org.opencontainers.image.title="App" \\\n      org.opencontainers.image.description="Does it"\nCMD ["/app"]\n',
      good:
        'FROM alpine:3.22\nARG IMAGE_VERSION\nLABEL org.opencontainers.image.title="App" \\\n      org.opencontainers.image.description="Does it" \\\n' +
        '      org.opencontainers.image.version="${IMAGE_VERSION}" \\\n      org.opencontainers.image.source="https://example.com/app"\nCMD ["/app"]\n',
      fixed:
        'FROM alpine:3.22\nLABEL org.opencontainers.image.title="App" \\\n      org.opencontainers.image.description="Does it"\n' +
        "ARG IMAGE_VERSION\nARG IMAGE_SOURCE\n" +
        'LABEL org.opencontainers.image.version="${IMAGE_VERSION}" \\\n      org.opencontainers.image.source="${IMAGE_SOURCE}"\nCMD ["/app"]\n',
    },
    {
      bad: "FROM nginx:1.27.3\nCOPY dist /usr/share/nginx/html\n",
      good:
        'FROM nginx:1.27.3 AS base\nLABEL org.opencontainers.image.title="Site" org.opencontainers.image.description="The site" ' +
        'org.opencontainers.image.version="1.0.0" org.opencontainers.image.source="https://example.com/site"\nFROM base\nCOPY dist /usr/share/nginx/html\n',
      fixed:
        "FROM nginx:1.27.3\nCOPY dist /usr/share/nginx/html\nARG IMAGE_TITLE\nARG IMAGE_DESCRIPTION\nARG IMAGE_VERSION\nARG IMAGE_SOURCE\n" +
        'LABEL org.opencontainers.image.title="${IMAGE_TITLE}" \\\n      org.opencontainers.image.description="${IMAGE_DESCRIPTION}" \\\n' +
        '      org.opencontainers.image.version="${IMAGE_VERSION}" \\\n      org.opencontainers.image.source="${IMAGE_SOURCE}"\n',
    },
  ],
  silentOn: [
    "FROM golang:1.25 AS build\nRUN make\nFROM scratch\nCOPY --from=build /out /\n",
    "ARG X=1\n",
  ],
  appliesTo: ({ finalStage }) => finalStage !== null && isRun(finalStage),
  *check(dockerfile, { options }) {
    const stage = dockerfile.finalStage;
    if (stage === null || !isRun(stage)) return;
    const labels = new Set(labelKeys(stage));
    const missing = readRequired(options.required).filter((key) => !labels.has(key));
    if (missing.length === 0) return;
    yield {
      message: `The image has no ${missing.length === 1 ? "label" : "labels"} ${listed(missing)}: whoever finds it cannot tell what it is and what it was built from. Add ${missing.length === 1 ? "it" : "them"}.`,
      span: stage.from.image.span,
      fix: fixOf(dockerfile, stage, missing),
    };
  },
};

/** Files that are only to be copied out of `scratch` need no labels. */
function isRun(stage: Stage): boolean {
  return (
    !rootStage(stage).base.scratch ||
    stage.lineage.some(({ instructions }) =>
      instructions.some(({ kind }) => kind === "cmd" || kind === "entrypoint"),
    )
  );
}

function readRequired(option: unknown): readonly string[] {
  return Array.isArray(option)
    ? option.filter((key): key is string => typeof key === "string")
    : [];
}

function labelKeys(stage: Stage): string[] {
  return stage.lineage.flatMap((one) =>
    instructionsOfKind(one, "label")
      .filter(({ onbuild }) => onbuild === null)
      .flatMap(({ pairs }) => pairs.map(({ key }) => key)),
  );
}

/** A LABEL of build arguments: what the values are, only the build knows. */
function fixOf(dockerfile: Dockerfile, stage: Stage, missing: readonly string[]): Fix | undefined {
  const named = missing.map((key) => ({ key, argument: argumentFor(key) }));
  const arguments_ = named.map(({ argument }) => argument);
  if (new Set(arguments_).size < named.length) return undefined;
  const isTaken = (name: string) => stage.endState.lookup(name) !== undefined;
  if (arguments_.some(isTaken)) return undefined;
  const lines = [
    ...arguments_.map((name) => `ARG ${name}`),
    ...named.map(({ key, argument }, index) => {
      const start = index === 0 ? "LABEL " : "      ";
      const end = index === named.length - 1 ? "" : ` ${dockerfile.escape}`;
      return `${start}${key}="\${${argument}}"${end}`;
    }),
  ];
  return {
    title: "Add the labels, with their values as build arguments",
    safety: "review",
    // Late in the stage: each RUN behind an ARG is run again when its value changes.
    edits: insertBeforeStart(dockerfile, stage, lines.join("\n")),
  };
}

/** `org.opencontainers.image.version` becomes `IMAGE_VERSION`. */
function argumentFor(key: string): string {
  const last = key.split(".").at(-1) ?? key;
  return `IMAGE_${last.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}
