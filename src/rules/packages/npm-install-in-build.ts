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
} from "../../shell/frozen-install.ts";
import type { PackageCall } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { projectDirectoryOf } from "../../shell/working-directory.ts";
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

/** The lockfile of the project that lies in a directory; null when no project is copied there, or it has no lockfile. */
function lockfileFor(
  run: RunInstruction,
  tool: LooseInstaller,
  directory: string,
  { buildContext }: RuleContext,
): LockfileFound | null {
  const { lockfiles } = manifestFiles[tool];
  const usual = lockfiles[0] ?? "";
  let manifest: "none" | "copied" = bindsContext(run) ? "copied" : "none";
  let state: LockfileFound["state"] = bindsContext(run) ? "possible" : "missing";
  let lockfile = usual;
  let known = false;
  let berry = false;
  let partial = false;
  for (const copied of copiesBefore(run)) {
    const isLocal = copied.copy.from === null;
    // With some of the workspaces only, a lockfile of all of them does not fit.
    if (/(^|\/)(packages|apps|libs|modules|workspaces)(\/|$)/.test(copied.source)) partial = true;
    if (originOf(copied, directory, ".yarnrc.yml")?.how === "named") berry = true;
    const origin = originOf(copied, directory, "package.json");
    const project =
      isLocal && origin !== null ? projectFilesIn(buildContext, origin.from, tool) : null;
    if (origin !== null && (origin.how !== "maybe" || project !== null)) manifest = "copied";
    if (project !== null) {
      if (project.lockfiles.length === 0) return null;
      known = true;
      lockfile = project.lockfiles[0] ?? usual;
      berry ||= project.settings.includes(".yarnrc.yml");
    }
    for (const name of lockfiles) {
      const lock = originOf(copied, directory, name);
      if (lock === null) continue;
      const beside = isLocal ? projectFilesIn(buildContext, lock.from, tool) : null;
      if (lock.how === "maybe" && beside === null) continue;
      if ((lock.how === "named" && isLocal) || beside?.lockfiles.includes(name) === true) {
        state = "certain";
        lockfile = name;
      } else if (state === "missing") state = "possible";
    }
  }
  if (manifest === "none") return null;
  if (partial && state === "certain") state = "possible";
  return { state, lockfile, known, berry: berry && tool === "yarn" };
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
