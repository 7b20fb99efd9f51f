import { manifestFiles, projectFilesIn } from "../../context/manifests.ts";
import {
  bindsContext,
  copiedSources,
  instructionsBefore,
  originOf,
  workdirOf,
} from "../../dockerfile/context-copies.ts";
import type { CopiedSource } from "../../dockerfile/context-copies.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import {
  frozenInstallEdits,
  installsLoosely,
  isForCi,
  type LooseInstaller,
} from "../../shell/package-managers/frozen-install.ts";
import type { PackageCall } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { projectDirectoryOf } from "../../shell/package-managers/working-directory.ts";
import { join } from "../../source/span.ts";
import type { Fix, Problem, Rule, RuleContext } from "../rule.ts";

export const npmInstallInBuild: Rule = {
  name: "npm-install-in-build",
  category: "packages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "npm, yarn or pnpm installs a project without keeping to its lockfile",
  why:
    "`npm install` takes any version that package.json allows and rewrites the lockfile when the two disagree, so the image " +
    "can hold versions that nobody tested. `npm ci` (`--frozen-lockfile`, `--immutable`) installs exactly what the lockfile " +
    "lists, fails when it is out of date, and skips resolving, which also makes it faster.",
  sources: [
    { title: "npm: npm ci", url: "https://docs.npmjs.com/cli/commands/npm-ci" },
    { title: "Yarn: yarn install", url: "https://yarnpkg.com/cli/install" },
    {
      title: "pnpm: pnpm install, --frozen-lockfile",
      url: "https://pnpm.io/cli/install#--frozen-lockfile",
    },
  ],
  aliases: [],
  fix: "safe",
  ignoreWhen: "the image is meant to take the newest versions that are allowed.",
  scope: "file",
  words: ["npm", "yarn", "bun"],
  examples: [
    {
      bad: "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm install\nCOPY . .\n",
      good: "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n",
      fixed:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n",
    },
    {
      bad: "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install --production --no-audit\n",
      good: "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev --no-audit\n",
      fixed:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev --no-audit\n",
      files: { "package.json": "{}", "package-lock.json": "{}" },
    },
    {
      bad: "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn && yarn cache clean\n",
      good:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json yarn.lock ./\n" +
        "RUN yarn install --frozen-lockfile && yarn cache clean\n",
      fixed:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json yarn.lock ./\n" +
        "RUN yarn install --frozen-lockfile && yarn cache clean\n",
    },
    {
      bad: "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\nRUN corepack enable && pnpm install --prod\n",
      good:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\n" +
        "RUN corepack enable && pnpm install --frozen-lockfile --prod\n",
      fixed:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json pnpm-lock.yaml ./\n" +
        "RUN corepack enable && pnpm install --frozen-lockfile --prod\n",
    },
  ],
  silentOn: [
    "FROM node:22\nCOPY package*.json ./\nRUN npm install -g pnpm\n",
    "FROM node:22\nRUN npm install\n",
    "FROM node:22\nCOPY tools.sh /usr/local/bin/\nRUN npm install express\n",
    "FROM node:22\nCOPY package*.json ./\nRUN npm ci || npm install\n",
    "FROM node:22\nCOPY package*.json ./\nRUN if [ -f package-lock.json ]; then npm ci; else npm install; fi\n",
    "FROM node:22\nENV CI=true\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install\n",
    "FROM node:22\nCOPY package.json yarn.lock ./\nRUN CI=1 yarn install\n",
    "FROM node:22\nCOPY package.json yarn.lock ./\nRUN yarn --frozen-lockfile --production\n",
    "FROM node:22\nCOPY . .\nRUN yarn install --immutable\nRUN yarn build\n",
    "FROM node:22\nCOPY package*.json ./\nRUN npm install --no-package-lock\n",
    "FROM node:22\nCOPY pnpm-lock.yaml ./\nRUN pnpm fetch\nCOPY . .\nRUN pnpm install -r --offline --prod\n",
    "FROM node:22\nCOPY requirements.txt ./\nRUN npm install\n",
  ],
  *check(dockerfile, context) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      const loose = packageCalls(dockerfile, run).filter(installsLoosely).slice(0, mostCalls);
      for (const call of loose) {
        const problem = judge(dockerfile, run, call, context);
        if (problem !== null) yield problem;
      }
    }
  },
};

/** Most installs of one RUN that are judged, so that a generated RUN costs no more than its length. */
const mostCalls = 20;

function judge(
  dockerfile: Dockerfile,
  run: RunInstruction,
  call: PackageCall & { readonly manager: LooseInstaller },
  context: RuleContext,
): Problem | null {
  const { command, manager, subcommand } = call;
  // What runs only under a condition is the other branch of an `npm ci`.
  if (command.conditional || command.nameSpan === null) return null;
  if (manager !== "npm" && (isForCi(call) || setsCi(run))) return null;
  const script = shellOf(dockerfile, run);
  const directory = script === null ? null : projectDirectoryOf(script, call, workdirOf(run.state));
  if (directory === null) return null;
  const found = lockfileFor(run, manager, directory, context);
  if (found === null) return null;
  const written = subcommand === null ? manager : `${manager} ${subcommand}`;
  const flag = found.berry ? "--immutable" : "--frozen-lockfile";
  const better = manager === "npm" ? "npm ci" : `${manager} install ${flag}`;
  const cost = `\`${written}\` may install other versions than \`${found.lockfile}\` lists, so two builds of this file can differ.`;
  const span = join(command.nameSpan, call.subcommandSpan ?? command.nameSpan);
  if (found.state === "missing") {
    const remedy = `Copy \`${found.lockfile}\` beside \`package.json\` and use \`${better}\`.`;
    const confidence = found.known ? "high" : "low";
    return {
      message: `\`${written}\` runs without a lockfile, so two builds can install different versions. ${remedy}`,
      span,
      confidence,
    };
  }
  return {
    message: `${cost} \`${better}\` installs exactly those.`,
    span,
    confidence: found.state === "certain" ? "high" : "medium",
    fix: fixOf(dockerfile, run, call, flag, better, found.state),
  };
}

function fixOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  call: PackageCall,
  flag: string,
  better: string,
  state: "certain" | "possible",
): Fix | undefined {
  const node = nodeVersion(run);
  // npm knows `ci` since 5.7 (Node 8.10 and later), `--omit` since 7 (Node 15).
  if (call.manager === "npm" && node !== null && node < 10) return undefined;
  const edits = frozenInstallEdits(dockerfile.source, call, flag, node === null || node >= 15);
  if (edits === null) return undefined;
  return { title: `Use ${better}`, safety: state === "certain" ? "safe" : "review", edits };
}

interface LockfileFound {
  /** `missing`: only the manifest is copied. `possible`: it is copied if it exists. */
  readonly state: "certain" | "possible" | "missing";
  readonly lockfile: string;
  /** Whether the listing shows the lockfile. */
  readonly known: boolean;
  /** Whether it is yarn 2 or later. */
  readonly berry: boolean;
}

/** The project that an install is run for. */
interface ProjectPlace {
  readonly tool: LooseInstaller;
  /** In the image. */
  readonly directory: string;
  readonly buildContext: RuleContext["buildContext"];
}

/** What one COPY brings of a project. */
interface Brought {
  readonly manifest: boolean;
  /** The project's files in the build context; null when they are not known. */
  readonly project: ReturnType<typeof projectFilesIn>;
  /** The lockfiles that are there after it, and those that may be. */
  readonly certain: readonly string[];
  readonly possible: boolean;
  /** Whether it is yarn 2 or later. */
  readonly berry: boolean;
  /** Whether it is some of the workspaces only: a lockfile of all of them does not fit. */
  readonly partial: boolean;
}

/** The lockfile of the project that lies in a directory; null when no project is copied there, or it has no lockfile. */
function lockfileFor(
  run: RunInstruction,
  tool: LooseInstaller,
  directory: string,
  { buildContext }: RuleContext,
): LockfileFound | null {
  const place = { tool, directory, buildContext };
  const copies = copiesBefore(run).map((copied) => broughtBy(copied, place));
  const isBound = bindsContext(run);
  const projects = copies.flatMap(({ project }) => (project === null ? [] : [project]));
  if (!isBound && !copies.some(({ manifest }) => manifest)) return null;
  if (projects.some(({ lockfiles }) => lockfiles.length === 0)) return null;
  const isCertain = copies.some(({ certain }) => certain.length > 0);
  const isPossible = isCertain || isBound || copies.some(({ possible }) => possible);
  const isPartial = copies.some(({ partial }) => partial);
  const named = copies.flatMap(({ project, certain }) => [
    ...(project?.lockfiles.slice(0, 1) ?? []),
    ...certain,
  ]);
  return {
    state: isCertain && !isPartial ? "certain" : isPossible ? "possible" : "missing",
    lockfile: named.at(-1) ?? manifestFiles[tool].lockfiles[0] ?? "",
    known: projects.length > 0,
    berry: tool === "yarn" && copies.some(({ berry }) => berry),
  };
}

function broughtBy(copied: CopiedSource, { tool, directory, buildContext }: ProjectPlace): Brought {
  const filesAt = (from: string) =>
    copied.copy.from === null ? projectFilesIn(buildContext, from, tool) : null;
  const origin = originOf(copied, directory, "package.json");
  const project = origin === null ? null : filesAt(origin.from);
  const locks = manifestFiles[tool].lockfiles.flatMap((name) => {
    const lock = originOf(copied, directory, name);
    if (lock === null) return [];
    const beside = filesAt(lock.from);
    if (lock.how === "maybe" && beside === null) return [];
    const isNamed = lock.how === "named" && copied.copy.from === null;
    return [{ name, certain: isNamed || beside?.lockfiles.includes(name) === true }];
  });
  return {
    manifest: origin !== null && (origin.how !== "maybe" || project !== null),
    project,
    certain: locks.filter(({ certain }) => certain).map(({ name }) => name),
    possible: locks.length > 0,
    berry:
      originOf(copied, directory, ".yarnrc.yml")?.how === "named" ||
      project?.settings.includes(".yarnrc.yml") === true,
    partial: /(^|\/)(packages|apps|libs|modules|workspaces)(\/|$)/.test(copied.source),
  };
}

function copiesBefore(run: RunInstruction): readonly CopiedSource[] {
  return instructionsBefore(run).flatMap((instruction) =>
    instruction.kind === "copy" || instruction.kind === "add" ? copiedSources(instruction) : [],
  );
}

/** Whether the environment tells yarn and pnpm to keep to the lockfile. */
function setsCi(run: RunInstruction): boolean {
  return ["CI", "YARN_ENABLE_IMMUTABLE_INSTALLS"].some((name) => {
    const found = run.state.lookup(name);
    return found !== undefined && !/^(|0|false)$/.test(found.value ?? "true");
  });
}

/** The major version of an image of node, as its tag tells. */
function nodeVersion(run: RunInstruction): number | null {
  const reference = run.stage === null ? null : rootStage(run.stage).base.reference;
  if (reference === null || !/(^|\/)node$/.test(reference.repository)) return null;
  const digits = /^\d+/.exec(reference.tag ?? "")?.[0];
  return digits === undefined ? null : Number(digits);
}
