import { isForDevelopment } from "../../dockerfile/development-images.ts";
import { sayNames } from "../../shell/package-managers/build-packages.ts";
import { imageToolChains } from "../../shell/programs/image-tool-chain.ts";
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
  ],
  *check(dockerfile, { path }) {
    const stage = dockerfile.finalStage;
    if (stage === null || isForDevelopment(stage, path)) return;
    const chains = imageToolChains(dockerfile).filter(({ neededBy }) => neededBy !== null);
    for (const { run, packages, names, neededBy } of chains) {
      const [first] = packages;
      if (first === undefined || neededBy === null) continue;
      // Without a compiler or headers nothing is built: then it is there for something else.
      if (names.every((name) => /^(?:g?make|pkg-?config|pkgconf|patch)$/.test(name))) continue;
      const same = neededBy === run;
      const isOne = names.length === 1;
      const them = isOne ? "it" : "them";
      yield {
        message:
          `${sayNames(names)} ${isOne ? "stays" : "stay"} in the image after the packages are built. ` +
          (same
            ? `Remove ${them} at the end of this RUN`
            : `Install ${them} in the RUN on line ${dockerfile.source.lineAt(neededBy.span.start)}, remove ${them} at its end`) +
          ", or build the packages in a stage of their own and copy the result.",
        span: first.span,
        yieldsTo: "single-stage-build",
        yieldsWithin: "stage",
      };
    }
  },
};
