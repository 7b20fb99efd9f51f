import type { BuildContext } from "../../context/build-context.ts";
import { isForDevelopment } from "../../dockerfile/development-images.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import type { Dockerfile, ImageUse, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { imageRuns, requiredStages, rootStage } from "../../dockerfile/queries.ts";
import { singleStageBuild } from "../../rewrites/single-stage.ts";
import { sayNames } from "../../shell/package-managers/build-packages.ts";
import { headersAlone } from "../../shell/package-managers/library-headers.ts";
import type { PackageSpec } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { installsByCompiling } from "../../shell/programs/compiling-commands.ts";
import { runMayCompile, startMayCompile } from "../../shell/programs/tool-chain-uses.ts";
import { imageCommand } from "../../shell/services/image-command.ts";
import { startedScript } from "../../shell/services/started-program.ts";
import { imageToolChains, type ImageToolChain } from "../../shell/programs/image-tool-chain.ts";
import type { Problem, Rule } from "../rule.ts";

/** Official images of toolchains whose results run without them. */
const toolchains =
  /^(?:golang|rust|maven|gradle|gcc|buildpack-deps|swift|haskell|sbtscala\/scala-sbt)$/;

/** Programs that need a toolchain when they are started. */
const tools =
  /^(?:go|cargo|rustc|mvnw?|gradlew?|make|cmake|gcc|g\+\+|cc|swift|ghc|stack|cabal|air|dlv|bash|sh|ash|zsh|tail|sleep)$/;

/** Names of programs that work on Go code: `golangci-lint`, `gosec`, `gotestsum`, `cyclonedx-gomod`. */
const goTools = /^go|-go|lint/;

/** Names of stages that are there to build or test with. */
const otherStages = /(^|[-._])(build|builder|sdk|tools?|base|lint|bench)([-._]|$)/i;

export const buildToolsInFinalStage: Rule = {
  name: "build-tools-in-final-stage",
  category: "stages",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The final stage ships compilers, headers or a whole SDK",
  why:
    "What compiles a program is of no use to it when it runs. A toolchain takes from 200 MB to more than 1 GB of every pull, brings " +
    "most of the vulnerabilities that a scanner reports, and serves whoever breaks in. A file that has a stage to build in can " +
    "let the final one stand on a small image.",
  sources: [
    {
      title: "Docker: Multi-stage builds",
      url: "https://docs.docker.com/build/building/multi-stage/",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the program compiles at run time, or the image is there to build with.",
  scope: "file",
  examples: [
    {
      bad:
        "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /server .\n\n" +
        'FROM golang:1.25\nCOPY --from=build /server /server\nCMD ["/server"]\n',
      good:
        "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\n" +
        'FROM gcr.io/distroless/static-debian13:nonroot\nCOPY --from=build /server /server\nCMD ["/server"]\n',
    },
    {
      bad:
        "FROM python:3.13-slim AS build\nRUN pip install --prefix=/out flask\n\nFROM python:3.13-slim\n" +
        "RUN apt-get update && apt-get install -y build-essential libpq5 && rm -rf /var/lib/apt/lists/*\n" +
        'COPY --from=build /out /usr/local\nCMD ["flask", "run"]\n',
      good:
        "FROM python:3.13-slim AS build\nRUN pip install --prefix=/out flask\n\nFROM python:3.13-slim\n" +
        "RUN apt-get update && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*\n" +
        'COPY --from=build /out /usr/local\nCMD ["flask", "run"]\n',
    },
  ],
  silentOn: [
    // A script of the project compiles, or may do so.
    'FROM alpine:3.22 AS get\nFROM debian:12\nRUN apt-get update && apt-get install -y gcc\nCOPY --from=get /x /x\nCOPY bench.sh /\nCMD ["/bench.sh"]\n',
    'FROM alpine:3.22 AS get\nFROM debian:12\nRUN apt-get update && apt-get install -y gcc\nCOPY --from=get /x /x\nCMD ["pip", "install", "/x"]\n',
    // What Perl's packages are compiled with has no other place to be.
    'FROM alpine:3.22 AS get\nFROM perl:5.42-slim\nRUN apt-get update && apt-get install -y gcc\nRUN cpanm Moo\nCOPY --from=get /x /x\nCMD ["/x"]\n',
    'FROM golang:1.25\nCOPY . .\nCMD ["go", "run", "."]\n',
    'FROM node:22 AS web\nRUN npm run build\nFROM golang:1.25\nCOPY --from=web /dist /dist\nCMD ["go", "run", "."]\n',
    "FROM alpine:3.22 AS get\nFROM rust:1.91\nCOPY --from=get /x /usr/local/bin/x\n",
    "FROM debian:12\nRUN apt-get update && apt-get install -y gcc make git\n",
    'FROM alpine:3.22 AS build\nFROM alpine:3.22\nRUN apk add --no-cache --virtual .b gcc && make && apk del .b\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM alpine:3.22 AS build\nRUN apk add --no-cache build-base\nFROM alpine:3.22\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM alpine:3.22 AS build\nFROM golang:1.25 AS dev\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a .\nFROM golang:1.25\nCOPY --from=build /a /a\nCOPY entrypoint.sh /\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["--help"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /gosec .\nFROM golang:1.25\nCOPY --from=build /gosec /bin/\nENTRYPOINT ["gosec"]\n',
    'ARG GO\nFROM golang:$GO AS build\nFROM golang:$GO\nRUN apk add gcc\nCOPY --from=build /x /bin/\nENTRYPOINT ["/entrypoint.sh"]\n',
  ],
  *check(dockerfile, { path, buildContext }) {
    const stage = dockerfile.finalStage;
    if (stage === null || isForDevelopment(stage, path) || otherStages.test(stage.name ?? ""))
      return;
    const start = imageCommand(dockerfile, stage);
    const program = start?.main?.name ?? null;
    if (start === null || program === null || tools.test(program)) return;
    const feeds = requiredStages(stage).some((one) => !stage.lineage.includes(one));
    const base = rootStage(stage).base;
    if (feeds && isToolchain(base)) {
      // A script may start what is built in, and what works on Go code calls `go`.
      if (startedScript(dockerfile, start.instruction) !== null || goTools.test(program)) return;
      yield {
        message:
          `The image stands on \`${base.text}\`, a toolchain that \`${program}\` does not need to run. ` +
          "Let the final stage stand on a small image and copy what was built into it.",
        span: stage.from.image.span,
      };
      return;
    }
    const chains = imageToolChains(dockerfile).filter(({ neededBy }) => neededBy === null);
    if (chains.length === 0 || setsUpOthers(stage)) return;
    if (!feeds && singleStageBuild(dockerfile, path, buildContext) !== null) return;
    yield* packageProblems(dockerfile, stage, chains, feeds, buildContext);
  },
};

/** @param feeds whether other stages feed the final one, so that there is a place to compile in */
function* packageProblems(
  dockerfile: Dockerfile,
  stage: Stage,
  chains: readonly ImageToolChain[],
  feeds: boolean,
  buildContext: BuildContext,
): Iterable<Problem> {
  const readText = (file: string): string | null => buildContext.readText?.(file) ?? null;
  if (startMayCompile(dockerfile, stage, readText)) return;
  const wanted = chains.filter(({ run }) => !isForInstalls(dockerfile, run));
  const start = wanted[0]?.run.index ?? 0;
  const compiling = imageRuns(dockerfile).filter(
    (run) => run.index >= start && runMayCompile(dockerfile, run, readText),
  );
  const headers = feeds && compiling.length === 0 ? headersAlone(wanted) : [];
  const [first] = headers;
  if (first !== undefined) {
    const isShared = wanted.some(({ run }) => run.stage !== stage);
    yield { message: headersMessage(headers, isShared), span: first.span };
  } else yield* problemsOf(wanted, compiling, feeds);
}

/** Whether a later RUN compiles packages of a language, which lie all over the image and are not built elsewhere. */
function isForInstalls(dockerfile: Dockerfile, installs: RunInstruction): boolean {
  return imageRuns(dockerfile).some(
    (run) =>
      run.index > installs.index &&
      (shellOf(dockerfile, run)?.commands.some(installsByCompiling) ?? false),
  );
}

/** @param isShared whether a stage that others are built on installs some of them, which may compile */
function headersMessage(packages: readonly PackageSpec[], isShared: boolean): string {
  const names = [...new Set(packages.flatMap(({ name }) => name ?? []))];
  const [has, library] =
    names.length === 1
      ? ["has the headers of a library", "package of the library"]
      : ["have the headers of libraries", "packages of the libraries"];
  const rest = isShared ? ", and the headers in the stage that compiles" : "";
  return (
    `The image ships ${sayNames(names)}, which ${has}, and nothing compiles in it. ` +
    `Install the ${library} alone instead${rest}.`
  );
}

function* problemsOf(
  chains: readonly ImageToolChain[],
  compiling: readonly RunInstruction[],
  feeds: boolean,
): Iterable<Problem> {
  for (const { run, packages, names } of chains) {
    const [first] = packages;
    if (first === undefined) continue;
    const [are, them] = names.length === 1 ? ["is", "it"] : ["are", "them"];
    // What a later RUN compiles with cannot go before it.
    const isUsedLater = compiling.some(({ index }) => index > run.index);
    const remove = isUsedLater ? "" : `, or remove ${them} in the RUN that installs ${them}`;
    yield {
      message:
        `The image ships ${sayNames(names)}, which ${are} there to compile with. ` +
        `Compile in a stage of its own and copy the result${remove}.`,
      span: first.span,
      // Of a file with one stage it is not known whether the program compiles something by itself.
      ...(feeds ? {} : ({ severity: "info", confidence: "low" } as const)),
    };
  }
}

function isToolchain({ reference: image, text }: ImageUse): boolean {
  // A tag that only the build knows hides no name.
  if (image === null) return toolchains.test(text.replace(/:.*/s, ""));
  const name = hubName(image);
  if (name !== null && toolchains.test(name)) return true;
  if (name === "nvidia/cuda") return /(^|-)devel(-|$)/.test(image.tag ?? "");
  return /(^|\/)dotnet\/(?:core\/)?sdk$/.test(image.repository);
}

/** Whether other images are built on this one with ONBUILD, which may need the tools. */
function setsUpOthers({ lineage }: Stage): boolean {
  return lineage.some(({ instructions }) => instructions.some(({ onbuild }) => onbuild !== null));
}
