import type { BuildContext } from "../../context/build-context.ts";
import { isForDevelopment } from "../../dockerfile/development-images.ts";
import { knownBase } from "../../dockerfile/known-images.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { imageRuns, rootStage } from "../../dockerfile/queries.ts";
import { sayNames } from "../../shell/package-managers/build-packages.ts";
import { imageToolChains, type ImageToolChain } from "../../shell/programs/image-tool-chain.ts";
import { commandInstructions } from "../../shell/services/image-command.ts";
import { runMayCompile, startMayCompile } from "../../shell/programs/tool-chain-uses.ts";
import { isForWork } from "../../shell/services/working-images.ts";
import { sayLines } from "../../source/say-lines.ts";
import type { Rule } from "../rule.ts";

export const unpurgedBuildDependencies: Rule = {
  name: "unpurged-build-dependencies",
  category: "packages",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary: "Compilers that were installed to build packages of a language stay in the image",
  why:
    "Once `pip`, `npm` or `gem` has compiled its packages, nothing needs the compiler and the headers any more. They are often " +
    "the largest part of the image (`build-essential` takes about 200 MB), have to be patched, and help whoever breaks in. What " +
    "a later RUN removes is still in the layer before it, so they have to go in the RUN that installed them, or be used in a " +
    "stage of their own.",
  sources: [
    {
      title: "Docker: Building best practices, use multi-stage builds",
      url: "https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the program compiles at run time.",
  scope: "file",
  examples: [
    {
      bad:
        "FROM node:22-alpine\nCOPY package*.json ./\nRUN apk add --no-cache g++ make\n" +
        'RUN npm ci --omit=dev\nCOPY server.js .\nCMD ["node", "server.js"]\n',
      good:
        "FROM node:22-alpine\nCOPY package*.json ./\nRUN apk add --no-cache --virtual .build g++ make \\\n" +
        "    && npm ci --omit=dev \\\n    && apk del .build\nCOPY server.js .\n" +
        'CMD ["node", "server.js"]\n',
    },
    {
      bad:
        "FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN apt-get update && apt-get install -y build-essential libpq-dev \\\n" +
        '    && bundle install && rm -rf /var/lib/apt/lists/*\nCMD ["ruby", "app.rb"]\n',
      good:
        "FROM ruby:3.4-slim AS gems\nCOPY Gemfile Gemfile.lock ./\nRUN apt-get update && apt-get install -y build-essential libpq-dev \\\n" +
        "    && bundle install && rm -rf /var/lib/apt/lists/*\n" +
        'FROM ruby:3.4-slim\nCOPY --from=gems /usr/local/bundle /usr/local/bundle\nCMD ["ruby", "app.rb"]\n',
    },
  ],
  silentOn: [
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install x && apt-get purge -y --auto-remove gcc\nCMD ["x"]\n',
    'FROM python:3.13-slim\nRUN B="gcc make"; apt-get update && apt-get install -y $B && pip install x && apt-get purge -y $B\nCMD ["x"]\n',
    'FROM python:3.13-slim\nRUN pip install x\nRUN apt-get update && apt-get install -y gcc\nCMD ["x"]\n',
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install x && apt-get autoremove -y gcc\nCMD ["x"]\n',
    "FROM python:3.13-slim AS dev\nRUN apt-get update && apt-get install -y gcc && pip install x\nCMD bash\n",
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y curl libpq5 && pip install x\nCMD ["x"]\n',
    'FROM python:3.13-slim\nARG TARGETARCH\nRUN if [ "$TARGETARCH" = arm64 ]; then apt-get update && apt-get install -y gcc; fi && pip install x\nCMD ["x"]\n',
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y make openssl && pip install x\nCMD ["make", "serve"]\n',
    // Something else is compiled with them later, by a script of the project or when the container starts.
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc make && pip install x\nCOPY --from=tool:1.2 /src /src\nRUN make -C /src install\nCMD ["x"]\n',
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install x\nCOPY --from=tool:1.2 /src /src\nRUN python /src/setup.py install\nCMD ["x"]\n',
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install x\nCOPY --from=tool:1.2 /src /src\nRUN /src/prepare.sh\nCMD ["x"]\n',
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install x\nCMD ["sh", "-c", "pip install -r /in/requirements.txt && x"]\n',
    // Nothing is compiled, and an image that starts Python's prompt is one to work in.
    'FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install --only-binary=:all: x\nCMD ["x"]\n',
    "FROM python:3.13-slim\nRUN apt-get update && apt-get install -y gcc && pip install x\n",
  ],
  *check(dockerfile, { path, buildContext }) {
    const stage = dockerfile.finalStage;
    if (stage === null || isForDevelopment(stage, path) || isWorkshop(dockerfile, stage)) return;
    const chains = imageToolChains(dockerfile).filter(
      ({ neededBy, names }) => neededBy !== null && !names.every((name) => helpers.test(name)),
    );
    const [first] = chains;
    if (first === undefined || isUsedOtherwise(dockerfile, stage, first, buildContext)) return;
    const [span] = first.packages.map((one) => one.span);
    if (span === undefined) return;
    yield {
      message: messageOf(dockerfile, chains, first),
      span,
      yieldsTo: "single-stage-build",
      yieldsWithin: "stage",
    };
  },
};

/** Without a compiler or headers nothing is built: then these are there for something else. */
const helpers = /^(?:g?make|pkg-?config|pkgconf|patch)$/;

/** Whether the image is one to work in: it starts a shell, or nothing that the file or its base says. */
function isWorkshop(dockerfile: Dockerfile, stage: Stage): boolean {
  const { entrypoint, cmd } = commandInstructions(stage);
  const starts = knownBase(rootStage(stage).base)?.starts;
  if (entrypoint === null && cmd === null && starts === "service") return false;
  return isForWork(dockerfile, stage);
}

/** Whether anything but the installs of packages may use the tools: then they cannot go with these. */
function isUsedOtherwise(
  dockerfile: Dockerfile,
  stage: Stage,
  { run: installs, builds }: ImageToolChain,
  buildContext: BuildContext,
): boolean {
  const readText = (path: string): string | null => buildContext.readText?.(path) ?? null;
  // What the one RUN that installs packages compiles besides them, it can compile before it removes the tools.
  const [only] = builds.length === 1 ? builds : [];
  const others = imageRuns(dockerfile).filter(
    (run) => run.onbuild === null && run.index >= installs.index && run !== only,
  );
  return (
    others.some((run) => runMayCompile(dockerfile, run, readText)) ||
    startMayCompile(dockerfile, stage, readText)
  );
}

function messageOf(
  { source }: Dockerfile,
  chains: readonly ImageToolChain[],
  { builds }: ImageToolChain,
): string {
  const names = [...new Set(chains.flatMap((chain) => chain.names))];
  const isOne = names.length === 1;
  const them = isOne ? "it" : "them";
  const stay = `${sayNames(names)} ${isOne ? "stays" : "stay"} in the image after the packages are built.`;
  const lines = sayLines(builds.map(({ span }) => source.lineAt(span.start)));
  if (builds.length > 1)
    return (
      `${stay} Build the packages of ${lines} in a stage of their own and copy the result, ` +
      `or all in one RUN that installs ${them} first and removes ${them} at its end.`
    );
  const same = chains.every(({ run }) => run === builds[0]);
  const inRun = same
    ? `Remove ${them} at the end of this RUN`
    : `Install ${them} in the RUN on ${lines}, remove ${them} at its end`;
  return `${stay} ${inRun}, or build the packages in a stage of their own and copy the result.`;
}
