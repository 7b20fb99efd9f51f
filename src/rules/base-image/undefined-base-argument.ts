import { parseImageReference } from "../../dockerfile/image-reference.ts";
import type {
  ArgInstruction,
  Dockerfile,
  Stage,
  VariableUse,
  VariableValue,
} from "../../dockerfile/model.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { expandWord, platformArgumentNames } from "../../dockerfile/variables.ts";
import { readWordParts } from "../../dockerfile/word-parts.ts";
import { nearest } from "../../source/nearest.ts";
import type { Span } from "../../source/span.ts";
import type { Problem, Rule } from "../rule.ts";

/** Declared names that a misspelt one is compared with, at most. */
const mostCandidates = 50;

/** Names longer than this, in UTF-16 code units, are no misspelt ones. */
const longestName = 64;

export const undefinedBaseArgument: Rule = {
  name: "undefined-base-argument",
  category: "base-image",
  severity: "error",
  confidence: "high",
  presets: ["recommended"],
  summary: "FROM uses a variable that has no value there",
  why:
    "FROM sees only the ARGs above the first FROM and BuildKit's own platform variables. Any other variable is empty, " +
    "whatever `--build-arg` says, so that `node:${VERSION}` becomes `node:` and the build stops, or another image is used " +
    "without a word. An ARG without a default that makes a valid name lets a plain `docker build .` fail.",
  sources: [
    {
      title: "Docker build checks: UndefinedArgInFrom",
      url: "https://docs.docker.com/reference/build-checks/undefined-arg-in-from/",
    },
    {
      title: "Docker build checks: InvalidDefaultArgInFrom",
      url: "https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/",
    },
  ],
  aliases: ["UndefinedArgInFrom", "InvalidDefaultArgInFrom"],
  fix: "none",
  ignoreWhen: "When every build has to name the image, say so there:",
  scope: "file",
  words: ["$"],
  examples: [
    {
      bad: "FROM node:22.12${VARIANT}\nRUN node --version\n",
      good: "ARG VARIANT=-slim\nFROM node:22.12${VARIANT}\nRUN node --version\n",
    },
    {
      bad: "ARG GO_VERSION=1.25.1\nFROM golang:${GO_VERSON} AS build\n",
      good: "ARG GO_VERSION=1.25.1\nFROM golang:${GO_VERSION} AS build\n",
    },
    {
      bad: "ARG TAG\nFROM busybox:${TAG}\n",
      good: "ARG TAG=1.37\nFROM busybox:${TAG}\n",
    },
  ],
  silentOn: [
    "ARG TAG=1.37\nFROM busybox:${TAG}\n",
    "ARG TAG\nFROM alpine:${TAG:-3.22}\n",
    "ARG VARIANT\nFROM busybox:stable${VARIANT}\n",
    "ARG DIGEST=sha256:b5a1d8d1a4e0f8d54b1a5f32e6d9e2c1f9c3f2a8b7c6d5e4f3a2b1c0d9e8f7a6\nFROM node@${DIGEST}\n",
    "ARG REGISTRY=ghcr.io\nARG BASE=${REGISTRY}/acme/base:2\nFROM ${BASE}\n",
    "FROM --platform=$BUILDPLATFORM golang:1.25 AS build\nFROM alpine:3.22 AS base-amd64\nFROM base-${TARGETARCH}\n",
    "ARG STAGE=web\nFROM alpine:3.22 AS Web\nFROM ${STAGE}\n",
    "ARG NAME\nFROM ${NAME:?}\n",
    "ARG KIND=scratch\nFROM ${KIND}\n",
  ],
  *check(dockerfile) {
    const names = new Set<string>();
    const toldUnset = new Set<string>();
    const declared = dockerfile.globalArguments.flatMap(({ pairs }) => pairs.map(({ key }) => key));
    const candidates = [...declared.slice(0, mostCandidates), ...platformArgumentNames];
    const known = { names, inStages: argumentsInStages(dockerfile), candidates };
    for (const stage of dockerfile.stages) {
      const undeclared = usesOf(dockerfile, stage).filter(
        ({ name }) => stage.from.state.lookup(name) === undefined,
      );
      const seen = new Set<string>();
      for (const use of undeclared) {
        if (seen.has(use.name)) continue;
        seen.add(use.name);
        yield undeclaredProblem(dockerfile, stage, use, known);
      }
      if (undeclared.length === 0) yield* invalidDefault(dockerfile, stage, { names, toldUnset });
      if (stage.name !== null) names.add(stage.name.toLowerCase());
    }
  },
};

/** The variables of a FROM: those of its image and those of its platform. */
function usesOf({ source, escape }: Dockerfile, { from }: Stage): readonly VariableUse[] {
  const at = from.platform?.valueSpan ?? null;
  const ofPlatform =
    at === null ? [] : readWordParts(source.text, at.start, at.end, escape).variables;
  return [...ofPlatform, ...from.image.variables].filter(({ name }) => /^[A-Za-z_]\w*$/.test(name));
}

interface Known {
  /** The stages above, in small letters. */
  readonly names: ReadonlySet<string>;
  /** The first ARG of each name that stands in a stage. */
  readonly inStages: ReadonlyMap<string, ArgInstruction>;
  /** What a misspelt name may mean. */
  readonly candidates: readonly string[];
}

function argumentsInStages(dockerfile: Dockerfile): ReadonlyMap<string, ArgInstruction> {
  const found = new Map<string, ArgInstruction>();
  for (const arg of instructionsOfKind(dockerfile, "arg")) {
    if (arg.stage === null) continue;
    for (const { key } of arg.pairs) if (!found.has(key)) found.set(key, arg);
  }
  return found;
}

function undeclaredProblem(
  dockerfile: Dockerfile,
  stage: Stage,
  use: VariableUse,
  { names, inStages, candidates }: Known,
): Problem {
  const { source } = dockerfile;
  const inside = inStages.get(use.name);
  const written = source.slice(use.span);
  const meant = use.name.length > longestName ? null : nearest(use.name, candidates);
  const inPlatform = stage.from.platform !== null && use.span.end <= stage.from.platform.span.end;
  const text = expandedBase(stage);
  const stops = inPlatform || (text !== null && !isUsable(text, names));
  const effect = stops
    ? `is empty, and the build stops${inPlatform || text === null ? "" : ` at \`${text}\``}`
    : `has no value, so \`${text ?? stage.from.image.text}\` is used whatever the build is given`;
  let advice = `Declare \`ARG ${use.name}\` with a default above the first FROM.`;
  if (inside !== undefined && inside.index < stage.from.index) {
    const line = source.lineAt(inside.span.start);
    advice = `Its ARG on line ${line} stands in a stage, which FROM does not see. Put it above the first FROM.`;
  } else if (meant !== null) {
    advice = `Did you mean \`${meant}\`?`;
  }
  return {
    message: `No ARG above the first FROM declares \`${use.name}\`: \`${written}\` ${effect}. ${advice}`,
    span: use.span,
    aliases: ["UndefinedArgInFrom"],
    ...(stops ? {} : { severity: "warning" as const }),
  };
}

function* invalidDefault(
  { source }: Dockerfile,
  stage: Stage,
  { names, toldUnset }: { names: ReadonlySet<string>; toldUnset: Set<string> },
): Generator<Problem> {
  const { image, state } = stage.from;
  if (image.variables.length === 0) return;
  const text = expandedBase(stage);
  if (text === null || isUsable(text, names)) return;
  const empty = image.variables.find(({ name }) => {
    const found = state.lookup(name);
    return found?.value === "" || isUnset(found, name);
  });
  const blamed = empty ?? image.variables[0];
  const declaration =
    blamed === undefined ? null : (state.lookup(blamed.name)?.instruction ?? null);
  if (blamed === undefined || declaration === null) return;
  if (empty !== undefined) {
    // One default mends all that are built on it.
    if (toldUnset.has(empty.name)) return;
    toldUnset.add(empty.name);
  }
  const line = source.lineAt(declaration.span.start);
  const named = text === "" ? "no image at all" : `\`${text}\`, which is no valid name`;
  const span: Span = image.span;
  yield empty === undefined
    ? {
        message: `With the default of \`${blamed.name}\` (line ${line}) FROM gets ${named}, and the build stops. Correct the default.`,
        span,
        aliases: ["InvalidDefaultArgInFrom"],
      }
    : {
        message:
          `\`${blamed.name}\` has no default (line ${line}): a build without \`--build-arg ${blamed.name}=...\` gets ${named}, ` +
          "and stops. Give it a default that works.",
        span,
        severity: "info",
        aliases: ["InvalidDefaultArgInFrom"],
      };
}

/**
 * What FROM gets when no build argument is given: variables that are not declared, or have no default, are empty. Null
 * when that is not known.
 */
function expandedBase({ from }: Stage): string | null {
  const { lookup } = from.state;
  const parts = from.words[0]?.parts.map((part) =>
    typeof part !== "string" && part.modifier === null && isUnset(lookup(part.name), part.name)
      ? ""
      : part,
  );
  if (parts === undefined) return null;
  return expandWord({ parts }, (name) => {
    const found = lookup(name);
    // Any platform will do: only the form of the name is judged.
    if (found?.kind !== "predefined") return found;
    return { ...found, value: name.endsWith("PLATFORM") ? "linux/amd64" : "linux" };
  });
}

function isUnset(found: VariableValue | undefined, name: string): boolean {
  if (found === undefined) return true;
  const { instruction, value } = found;
  if (value !== null || instruction?.kind !== "arg") return false;
  return instruction.pairs.some((pair) => pair.key === name && pair.value === null);
}

/** Whether FROM takes a text: an image's name, an earlier stage's, or `scratch`. */
function isUsable(text: string, names: ReadonlySet<string>): boolean {
  return text === "scratch" || names.has(text) || parseImageReference(text) !== null;
}
