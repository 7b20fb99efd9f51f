import { isConventionalVariable, mayBeSetByBase } from "../../dockerfile/base-environment.ts";
import { insertBefore } from "../../dockerfile/instruction-edits.ts";
import { writesKeywordsLower } from "../../dockerfile/keyword-casing.ts";
import type {
  Dockerfile,
  Instruction,
  RunInstruction,
  VariableUse,
  Word,
} from "../../dockerfile/model.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { expandedVariables, setsByDefault } from "../../dockerfile/variable-uses.ts";
import { isPlatformArgument } from "../../dockerfile/variables.ts";
import { isWindows } from "../../shell/reading/dialect.ts";
import { emptyArgumentUses } from "../../shell/platform-uses.ts";
import { editDistance } from "../../source/nearest.ts";
import type { Confidence, Fix, Problem, Rule } from "../rule.ts";

/** Most variables of a file that are judged, and most names that a misspelt one is compared with: this bounds the cost. */
const mostJudged = 100;
const mostCandidates = 200;
/** Names longer than this, in UTF-16 code units, are no misspelt ones. */
const longestName = 64;

export const undefinedVariable: Rule = {
  name: "undefined-variable",
  category: "syntax",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "A variable is used that no ARG or ENV defines there",
  why:
    "BuildKit puts an empty text in the place of a variable that is not defined, without stopping: `COPY $SRC /app` becomes " +
    "`COPY /app`, and `WORKDIR /srv/$NAME` becomes `/srv/`. An ARG above the first FROM is seen by FROM only, and an ARG or ENV " +
    "holds in its own stage and in those built on it. `TARGETARCH` and the other platform arguments are judged in RUN as well: " +
    "without an ARG in the stage its shell puts an empty text in their place, and the wrong file is fetched or built.",
  sources: [
    {
      title: "Docker build checks: UndefinedVar",
      url: "https://docs.docker.com/reference/build-checks/undefined-var/",
    },
    {
      title: "Docker: How ARG and FROM interact",
      url: "https://docs.docker.com/reference/dockerfile/#understand-how-arg-and-from-interact",
    },
  ],
  aliases: ["UndefinedVar"],
  fix: "review",
  ignoreWhen: "the base image sets the variable.",
  scope: "file",
  words: ["$"],
  examples: [
    {
      bad: "ARG VERSION=1.2.3\nFROM alpine:3.22\nLABEL org.opencontainers.image.version=$VERSION\n",
      good: "ARG VERSION=1.2.3\nFROM alpine:3.22\nARG VERSION\nLABEL org.opencontainers.image.version=$VERSION\n",
      fixed:
        "ARG VERSION=1.2.3\nFROM alpine:3.22\nARG VERSION\nLABEL org.opencontainers.image.version=$VERSION\n",
    },
    {
      bad: "FROM node:22.12.0\nENV APP_DIR=/srv/app\nWORKDIR $APP_DRI\n",
      good: "FROM node:22.12.0\nENV APP_DIR=/srv/app\nWORKDIR $APP_DIR\n",
    },
    {
      bad: "FROM alpine:3.22\nENV PATH=$PAHT:/app/bin\n",
      good: "FROM alpine:3.22\nENV PATH=$PATH:/app/bin\n",
    },
    {
      bad: "FROM node:22.12.0\nENV API_URL=$API_URL\nRUN npm run build\n",
      good: "FROM node:22.12.0\nARG API_URL\nENV API_URL=$API_URL\nRUN npm run build\n",
    },
    {
      bad: "FROM alpine:3.22\nCOPY tool-$TARGETARCH /usr/local/bin/tool\n",
      good: "FROM alpine:3.22\nARG TARGETARCH\nCOPY tool-$TARGETARCH /usr/local/bin/tool\n",
      fixed: "FROM alpine:3.22\nARG TARGETARCH\nCOPY tool-$TARGETARCH /usr/local/bin/tool\n",
    },
    {
      bad: 'ARG VERSION=1.4\nFROM golang:1.25.4\nCOPY . .\nRUN go build -ldflags "-X main.version=${VERSION}" -o /app .\n',
      good: 'ARG VERSION=1.4\nFROM golang:1.25.4\nCOPY . .\nARG VERSION\nRUN go build -ldflags "-X main.version=${VERSION}" -o /app .\n',
      fixed:
        'ARG VERSION=1.4\nFROM golang:1.25.4\nCOPY . .\nARG VERSION\nRUN go build -ldflags "-X main.version=${VERSION}" -o /app .\n',
    },
    {
      bad: "FROM --platform=$BUILDPLATFORM golang:1.25.4 AS build\nCOPY . .\nRUN GOARCH=$TARGETARCH go build -o /app .\nFROM alpine:3.22\nCOPY --from=build /app /app\n",
      good: "FROM --platform=$BUILDPLATFORM golang:1.25.4 AS build\nCOPY . .\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app .\nFROM alpine:3.22\nCOPY --from=build /app /app\n",
      fixed:
        "FROM --platform=$BUILDPLATFORM golang:1.25.4 AS build\nCOPY . .\nARG TARGETARCH\nRUN GOARCH=$TARGETARCH go build -o /app .\nFROM alpine:3.22\nCOPY --from=build /app /app\n",
    },
  ],
  silentOn: [
    // The base image sets it.
    "ARG NODE_VERSION=22\nFROM node:${NODE_VERSION}\nRUN echo $NODE_VERSION\n",
    "ARG VERSION=1\nFROM example.com/base:${VERSION}\nRUN echo $VERSION\n",
    "ARG VERSION=1\nFROM alpine:3.22\nRUN VERSION=$(cat /version) && echo $VERSION\n",
    "ARG VERSION=1\nFROM alpine:3.22\nRUN echo ${VERSION:-none}\n",
    "ARG VERSION=1\nFROM alpine:3.22 AS a\nARG VERSION\nFROM a\nRUN echo $VERSION\n",
    "FROM node:22.12.0\nWORKDIR $HOME\n",
    "FROM node:22.12.0\nENV PATH=$PATH:/app/bin\nLABEL node=$NODE_VERSION\n",
    "FROM python:3.13.1\nARG VERSION=$PYTHON_VERSION\n",
    "FROM eclipse-temurin:21.0.5_11-jre\nENV PATH=$JAVA_HOME/bin:$PATH\n",
    "FROM ubuntu:24.04\nENV LD_LIBRARY_PATH=/opt/lib:$LD_LIBRARY_PATH\n",
    "FROM registry.example.com/team/base:4\nWORKDIR $SERVICE_ROOT\n",
    "FROM alpine:3.22\nARG PORT\nEXPOSE $PORT\n",
    "FROM alpine:3.22\nARG SRC=a\nCOPY ${SRC} ${DEST:-/app}\n",
    "FROM alpine:3.22\nRUN echo $UNSET\nCMD echo $UNSET\n",
    "FROM alpine:3.22\nRUN TARGETARCH=$(uname -m) && wget https://example.com/tool-$TARGETARCH\n",
    "FROM alpine:3.22\nRUN wget https://example.com/tool-${TARGETARCH:-amd64}\n",
    'FROM alpine:3.22\nRUN [ -z "$TARGETARCH" ] || wget https://example.com/tool-$TARGETARCH\n',
    "FROM alpine:3.22\nCOPY env.sh /\nRUN . /env.sh && wget https://example.com/tool-$TARGETARCH\n",
    "FROM alpine:3.22\nRUN echo '$TARGETARCH'\n",
    "FROM alpine:3.22\nRUN A='$TARGETARCH' && B=\\$TARGETARCH && echo $A$B\n",
    "FROM alpine:3.22 AS base\nARG TARGETARCH\nFROM base\nRUN wget https://example.com/tool-$TARGETARCH\n",
    "FROM alpine:3.22\nLABEL a='$UNSET' b=\\$UNSET\n",
    "FROM alpine:3.22\nENV P=$HTTP_PROXY\n",
    "FROM alpine:3.22 AS base\nARG DIR=/app\nFROM base\nWORKDIR $DIR\n",
    "FROM alpine:3.22\nONBUILD WORKDIR $UNSET\n",
    "FROM alpine:3.22\nARG A=1 B=$A\n",
    '# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nENV PATH="C:\\x;${Path}" P=$env:ProgramFiles\nWORKDIR ${ProgramFiles}\n',
    "FROM node:22.12.0\nENV JAVA8_HOME=/opt/8\nENV P=$JAVA_HOME\n",
  ],
  *check(dockerfile) {
    const declarations = new Declarations(dockerfile);
    const judged = new Set<string>();
    for (const instruction of dockerfile.instructions) {
      if (instruction.stage === null || instruction.onbuild !== null) continue;
      const own = givenValues(instruction);
      for (const use of expandedVariables(instruction)) {
        if (setsByDefault(use) || instruction.state.lookup(use.name) !== undefined) continue;
        const id = `${instruction.stage.index} ${use.name}`;
        if (judged.has(id) || judged.size >= mostJudged || own.has(use.name)) continue;
        judged.add(id);
        const found = judge(dockerfile, instruction, use, declarations);
        if (found === null) continue;
        const written = dockerfile.source.slice(use.span);
        const isItself =
          instruction.kind === "arg" && instruction.pairs.some(({ key }) => key === use.name);
        yield {
          message: isItself
            ? `\`${written}\` is what this very ARG defines, so its default is empty. Write \`ARG ${use.name}\`: it takes the build argument just the same.`
            : `\`${written}\` is empty here: ${found.because}`,
          span: use.span,
          confidence: found.confidence,
          fix: declare(dockerfile, instruction, use.name),
        };
      }
      if (instruction.kind === "run")
        yield* ofCommands(dockerfile, instruction, judged, declarations);
    }
  },
};

/**
 * What a RUN's shell would fill in is judged only where BuildKit is to set it, or an ARG before FROM does in vain: any other
 * variable may come from anywhere.
 */
function* ofCommands(
  dockerfile: Dockerfile,
  run: RunInstruction,
  judged: Set<string>,
  declarations: Declarations,
): Generator<Problem> {
  for (const { name, span } of emptyArgumentUses(dockerfile, run)) {
    const id = `${run.stage?.index ?? -1} ${name}`;
    const base = mayBeSetByBase(run.stage, name);
    const isPlatform = isPlatformArgument(name);
    // A name of the author's own may be one of the base image's as well.
    if (judged.has(id) || base === true || (base === null && !isPlatform)) continue;
    judged.add(id);
    const declared = declarations.first(name);
    const reason =
      isPlatform || declared === undefined
        ? platformReason(name)
        : globalReason(dockerfile, declared, name);
    yield {
      message: `\`$${name}\` is empty here: ${reason}`,
      span,
      confidence: base === false ? "high" : "medium",
      aliases: [],
      fix: declare(dockerfile, run, name),
    };
  }
}

function globalReason({ source }: Dockerfile, declared: Instruction, name: string): string {
  const line = source.lineAt(declared.span.start);
  return `the ARG on line ${line} is seen by FROM only. Write \`ARG ${name}\` in this stage, above its use.`;
}

function platformReason(name: string): string {
  return `BuildKit sets it only behind \`ARG ${name}\` in this stage. Add that line above.`;
}

/** The ARG that brings a platform argument or one of the whole file into the stage; other names need a value that nobody here knows. */
function declare(dockerfile: Dockerfile, instruction: Instruction, name: string): Fix | undefined {
  const isGlobal = dockerfile.globalArguments.some(({ pairs }) =>
    pairs.some(({ key }) => key === name),
  );
  if (!isPlatformArgument(name) && !isGlobal) return undefined;
  const line = `${writesKeywordsLower(dockerfile) ? "arg" : "ARG"} ${name}`;
  return {
    title: `Add ARG ${name}`,
    safety: "review",
    edits: insertBefore(dockerfile, instruction, line),
  };
}

/**
 * The variables that the instruction itself gives a value: what an ENV makes of that is a matter of another rule. `ENV A=$A`
 * gives none, it hands on what is not there.
 */
function givenValues(instruction: Instruction): ReadonlySet<string> {
  if (instruction.kind !== "env" && instruction.kind !== "arg") return new Set();
  const given = instruction.pairs.filter(({ key, value }) => !handsOn(value, key));
  return new Set(given.map(({ key }) => key));
}

function handsOn(value: Word | null, name: string): boolean {
  const [part, ...others] = value?.parts ?? [];
  return others.length === 0 && typeof part === "object" && part.name === name;
}

interface Verdict {
  /** What is wrong and what to do, to be put behind a colon. */
  readonly because: string;
  readonly confidence: Confidence;
}

function judge(
  dockerfile: Dockerfile,
  instruction: Instruction,
  { name }: VariableUse,
  declarations: Declarations,
): Verdict | null {
  const { source } = dockerfile;
  const windows = isWindows(dockerfile, instruction);
  const base = windows ? null : mayBeSetByBase(instruction.stage, name);
  if (base === true || isConventionalVariable(windows ? name.toUpperCase() : name)) return null;
  const confidence = base === false ? "high" : "medium";
  if (isPlatformArgument(name)) {
    return { because: platformReason(name), confidence };
  }
  const elsewhere = declarations.first(name);
  if (elsewhere === instruction) {
    if (base !== false) return null;
    const because = `no ARG defines \`${name}\` above, and the environment of the build is not seen. Write \`ARG ${name}\` above.`;
    return { because, confidence };
  }
  if (elsewhere !== undefined) {
    const line = source.lineAt(elsewhere.span.start);
    if (elsewhere.stage === null) {
      return { because: globalReason(dockerfile, elsewhere, name), confidence };
    }
    const where =
      elsewhere.stage !== instruction.stage
        ? `${elsewhere.keyword} on line ${line} holds in another stage. Define it in this one, above its use.`
        : `${elsewhere.keyword} defines it only on line ${line}, below. Move that line above this one.`;
    return { because: where, confidence };
  }
  const meant = windows ? null : declarations.misspelt(name, instruction);
  if (meant !== null)
    return { because: `nothing defines \`${name}\`. Did you mean \`${meant}\`?`, confidence };
  if (base !== false) return null;
  return {
    because: `no ARG or ENV defines \`${name}\`, nor does the base image. Define it above.`,
    confidence,
  };
}

/** The names that ARG and ENV define anywhere in a file. */
class Declarations {
  private readonly byName = new Map<string, Instruction>();

  constructor(dockerfile: Dockerfile) {
    for (const instruction of instructionsOfKind(dockerfile, "arg", "env")) {
      if (instruction.onbuild !== null) continue;
      for (const { key } of instruction.pairs) {
        if (!this.byName.has(key)) this.byName.set(key, instruction);
      }
    }
  }

  first(name: string): Instruction | undefined {
    return this.byName.get(name);
  }

  /** The name in force at an instruction that another one is most likely meant for: one or two letters away. */
  misspelt(name: string, { state }: Instruction): string | null {
    if (name.length < 4 || name.length > longestName) return null;
    const candidates = [...[...this.byName.keys()].slice(0, mostCandidates), "PATH"];
    const most = name.length < 8 ? 1 : 2;
    const close = candidates.filter(
      (candidate) =>
        Math.abs(candidate.length - name.length) <= most &&
        withoutDigits(candidate) !== withoutDigits(name) &&
        editDistance(candidate, name) <= most &&
        (candidate === "PATH" || state.lookup(candidate) !== undefined),
    );
    return close[0] ?? null;
  }
}

/** `JAVA8_HOME` and `JAVA_HOME` are two things, not one misspelt. */
function withoutDigits(name: string): string {
  return name.replace(/\d+/g, "");
}
