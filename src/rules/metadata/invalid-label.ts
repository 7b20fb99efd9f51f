import { labelTypes, misfitOf, type LabelType } from "../../dockerfile/label-values.ts";
import type { KeyValue } from "../../dockerfile/model.ts";
import type { Problem, Rule } from "../rule.ts";

/** Namespaces that Docker keeps for itself; its own extensions are asked to use the first two of `exempt`. */
const reserved = ["com.docker.", "io.docker.", "org.dockerproject."];
const exempt = [
  "com.docker.extension.",
  "com.docker.desktop.",
  "com.docker.image.source.entrypoint",
];

/** Keys of odd form that others prescribe: Red Hat's tools look for its licence under this one. */
const prescribed = new Set(["com.redhat.license_terms"]);

/** What the OCI annotations mean, from their specification. */
const ociSchema: Readonly<Record<string, LabelType>> = {
  "org.opencontainers.image.created": "rfc3339",
  "org.opencontainers.image.url": "url",
  "org.opencontainers.image.documentation": "url",
  "org.opencontainers.image.source": "url",
  "org.opencontainers.image.licenses": "spdx",
  "org.opencontainers.image.title": "text",
  "org.opencontainers.image.description": "text",
  "org.opencontainers.image.version": "text",
  "org.opencontainers.image.revision": "text",
};

export const invalidLabel: Rule = {
  name: "invalid-label",
  category: "metadata",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A label's key is of bad form, or its value is not what its key asks for",
  why:
    "Tools find labels by their exact keys: Docker asks for lower-case letters, digits, dots and hyphens, beginning with a letter, and keeps " +
    "the namespaces `com.docker`, `io.docker` and `org.dockerproject` for itself. The values of `org.opencontainers.image.*` are " +
    "read by registries, scanners and update bots: a date, a URL or a licence of another form is not understood. What " +
    "other keys must hold is set by the option `schema` (types: text, url, rfc3339, semver, spdx, hash, email, raw); with `strict` " +
    "no key may be used that the schema does not name.",
  sources: [
    {
      title: "Docker: Object labels, key format recommendations",
      url: "https://docs.docker.com/engine/manage-resources/labels/#key-format-recommendations",
    },
    {
      title: "OCI image annotations",
      url: "https://github.com/opencontainers/image-spec/blob/main/annotations.md",
    },
  ],
  aliases: [
    "DL3048",
    "DL3050",
    "DL3051",
    "DL3052",
    "DL3053",
    "DL3054",
    "DL3055",
    "DL3056",
    "DL3058",
  ],
  fix: "none",
  options: { schema: ociSchema, strict: false },
  optionTypes: {
    schema: {
      takes: "map",
      values: labelTypes,
      description:
        "What the value of each label must be. The setting `labels` is the short way to say it.",
    },
    strict: {
      takes: "boolean",
      description: "Whether labels that `schema` does not name are reported.",
    },
  },
  scope: "instruction",
  words: ["label"],
  examples: [
    {
      bad: 'FROM alpine:3.22\nLABEL Com.Example.Vendor="Example"\n',
      good: 'FROM alpine:3.22\nLABEL com.example.vendor="Example"\n',
    },
    {
      bad: 'FROM alpine:3.22\nLABEL org.opencontainers.image.created="yesterday" \\\n      org.opencontainers.image.licenses="Apache 2"\n',
      good: 'FROM alpine:3.22\nLABEL org.opencontainers.image.created="2026-01-31T12:00:00Z" \\\n      org.opencontainers.image.licenses="Apache-2.0"\n',
    },
    {
      bad: 'FROM alpine:3.22\nLABEL com.docker.team="web"\n',
      good: 'FROM alpine:3.22\nLABEL com.example.team="web"\n',
    },
  ],
  silentOn: [
    'FROM alpine:3.22\nARG VERSION\nLABEL org.opencontainers.image.version="$VERSION" org.opencontainers.image.created=${DATE}\n',
    'FROM alpine:3.22\nLABEL maintainer="ada@example.com" io.k8s.display-name="x"\n',
    'FROM alpine:3.22\nLABEL com.docker.desktop.extension.api.version="0.3.4"\n',
    'FROM alpine:3.22\nLABEL org.opencontainers.image.licenses="MIT OR (Apache-2.0 WITH LLVM-exception)"\n',
    'FROM alpine:3.22\nLABEL com.redhat.license_terms="https://www.redhat.com/en/about/eulas"\n',
    'FROM alpine:3.22\nLABEL com.example.empty=""\n',
    'FROM alpine:3.22\nARG KEY=x\nLABEL $KEY="x"\n',
    'FROM alpine:3.22\nLABEL "com.example.vendor"="Example Ltd"\n',
  ],
  *check(dockerfile, { options }) {
    const schema = readSchema(options.schema);
    const strict = options.strict === true;
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== "label") continue;
      for (const pair of instruction.pairs) {
        // A key that holds a variable is known only when the image is built.
        if (pair.key.includes("$")) continue;
        const problem =
          judgeKey(pair, strict && !schema.has(pair.key)) ?? judgeValue(pair, schema.get(pair.key));
        if (problem !== null) yield problem;
      }
    }
  },
};

/** The schema of the options; an entry of unknown type asks for a text. */
function readSchema(option: unknown): ReadonlyMap<string, LabelType> {
  if (typeof option !== "object" || option === null) return new Map();
  return new Map(
    Object.entries(option).map(([key, type]) => [
      key,
      labelTypes.find((known) => known === type) ?? "text",
    ]),
  );
}

function judgeKey({ key, keySpan }: KeyValue, superfluous: boolean): Problem | null {
  const namespace = reserved.find((prefix) => key.startsWith(prefix));
  if (namespace !== undefined && !exempt.some((prefix) => key.startsWith(prefix))) {
    return {
      message: `The label \`${key}\` lies in \`${namespace.slice(0, -1)}\`, which Docker keeps for itself. Use a domain of your own, reversed.`,
      span: keySpan,
      aliases: ["DL3048"],
    };
  }
  const flaw = prescribed.has(key) ? null : flawOf(key);
  if (flaw !== null) {
    return {
      message: `The label key \`${key}\` ${flaw}. Write it in lower-case letters, digits, dots and hyphens, so that tools find it.`,
      span: keySpan,
      severity: "info",
      aliases: ["DL3048"],
    };
  }
  if (!superfluous) return null;
  return {
    message: `The label \`${key}\` is not in the schema of labels. Remove it, or add it to the schema.`,
    span: keySpan,
    severity: "info",
    aliases: ["DL3050"],
  };
}

/** What is wrong with the form of a key; null when nothing is. */
function flawOf(key: string): string | null {
  if (/[A-Z]/.test(key)) return "has capital letters";
  const odd = /[^a-z0-9.-]/u.exec(key)?.[0];
  if (odd !== undefined) return odd.trim() === "" ? "has a blank in it" : `has \`${odd}\` in it`;
  if (!/^[a-z]/.test(key)) return "does not begin with a letter";
  if (!/[a-z0-9]$/.test(key)) return "does not end with a letter or digit";
  return /\.\.|--/.test(key) ? "has two separators in a row" : null;
}

function judgeValue({ key, value, span }: KeyValue, type: LabelType | undefined): Problem | null {
  if (value === null || type === undefined || value.variables.length > 0) return null;
  if (value.value === "") {
    return {
      message: `The label \`${key}\` is empty, so it says nothing. Give it a value, or remove it.`,
      span,
      aliases: ["DL3051"],
    };
  }
  const misfit = misfitOf(value.value, type);
  if (misfit === null) return null;
  return {
    message: `\`${value.value}\`, the value of the label \`${key}\`, is not ${misfit.noun}: tools that read the label do not understand it.`,
    span: value.span,
    aliases: [misfit.alias],
  };
}
