import { packageScripts } from "../../context/package-manifest.ts";
import { isForDevelopment } from "../../dockerfile/development-images.ts";
import { insertBeforeStart } from "../../dockerfile/end-block.ts";
import { fileOrigins } from "../../dockerfile/file-origins.ts";
import { insertAfter } from "../../dockerfile/instruction-edits.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { imageCommand, type ImageCommand } from "../../shell/services/image-command.ts";
import type { ShellCommand } from "../../shell/model.ts";
import {
  isDevelopmentScript,
  packageScriptCall,
} from "../../shell/package-managers/package-scripts.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { servesPort } from "../../shell/services/service-images.ts";
import type { Fix, Rule, RuleContext } from "../rule.ts";

export const missingNodeEnvironment: Rule = {
  name: "missing-node-environment",
  category: "language",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "A Node.js service runs without NODE_ENV=production",
  why:
    "Express, React's server side and many other packages run in development mode unless `NODE_ENV` is `production`: they show stack " +
    "traces to visitors, keep no templates in memory and check more. Express answers about three times as many " +
    "requests with it.",
  sources: [
    {
      title: "Node.js: the difference between development and production",
      url: "https://nodejs.org/en/learn/getting-started/nodejs-the-difference-between-development-and-production",
    },
    {
      title: "Express: Production best practices, set NODE_ENV to production",
      url: "https://expressjs.com/en/advanced/best-practice-performance.html#set-node_env-to-production",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  words: ["node"],
  ignoreWhen: "When what starts the container sets it:",
  examples: [
    {
      bad: 'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/dist ./dist\nUSER node\nCMD ["node", "dist/server.js"]\n',
      good: 'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM node:22-slim\nENV NODE_ENV=production\nWORKDIR /app\nCOPY --from=build /app/dist ./dist\nUSER node\nCMD ["node", "dist/server.js"]\n',
      fixed:
        'FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM node:22-slim\nENV NODE_ENV=production\nWORKDIR /app\nCOPY --from=build /app/dist ./dist\nUSER node\nCMD ["node", "dist/server.js"]\n',
    },
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nUSER node\nEXPOSE 3000\nCMD ["node", "dist/server.js"]\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nARG NODE_ENV=production\nENV NODE_ENV=$NODE_ENV\nUSER node\nEXPOSE 3000\nCMD ["node", "dist/server.js"]\n',
      fixed:
        'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nUSER node\nEXPOSE 3000\nENV NODE_ENV=production\nCMD ["node", "dist/server.js"]\n',
    },
  ],
  silentOn: [
    'FROM node:22 AS base\nENV NODE_ENV=production\nFROM base\nCMD ["node", "server.js"]\n',
    'FROM node:22\nENV NODE_ENV=staging\nCMD ["node", "server.js"]\n',
    "FROM node:22\nENV NODE_ENV production\nCMD node server.js\n",
    "FROM node:22\nCMD NODE_ENV=production node server.js\n",
    'FROM node:22\nCMD ["npx", "cross-env", "NODE_ENV=production", "node", "server.js"]\n',
    'FROM node:22\nCMD ["node", "--env-file=.env", "server.js"]\n',
    // These set it themselves.
    'FROM node:22\nCOPY --from=build /app/.next/standalone ./\nCMD ["node", "server.js"]\n',
    'FROM node:22\nCMD ["npx", "next", "start"]\n',
    'FROM node:22\nCMD ["node", "node_modules/.bin/next", "start"]\n',
    'FROM node:22\nCMD ["node", ".output/server/index.mjs"]\n',
    'FROM node:22\nCMD ["pm2-runtime", "ecosystem.config.js", "--env", "production"]\n',
    'FROM node:22 AS dev\nCMD ["npm", "start"]\n',
    'FROM node:22\nCMD ["npm", "run", "dev"]\n',
    'FROM node:22\nCMD ["npm", "test"]\n',
    'FROM node:22\nCMD ["node"]\n',
    'FROM node:22\nCMD ["node", "--version"]\n',
    'FROM node:22\nENTRYPOINT ["node", "/action/index.js"]\n',
    'FROM company/node:22\nCMD ["node", "server.js"]\n',
    "FROM node:22 AS build\nRUN npm ci && npm run build\nFROM nginx:1.29\nCOPY --from=build /app/dist /usr/share/nginx/html\n",
  ],
  *check(dockerfile, context) {
    const stage = dockerfile.finalStage;
    if (stage === null || imageKind(stage) === null) return;
    if (stage.endState.lookup("NODE_ENV")?.kind === "env") return;
    if (isForDevelopment(stage, context.path) || setsItself(dockerfile)) return;
    const command = imageCommand(dockerfile, stage);
    const main = command?.main;
    if (command === null || main == null || !isService(dockerfile, stage, command, main, context))
      return;
    yield {
      message:
        `\`${main.name ?? ""}\` runs without \`NODE_ENV=production\`, so that Express and many other packages are in development mode: slower, and with stack ` +
        "traces for everybody. Set it behind what installs and builds.",
      span: main.span,
      fix: fixOf(dockerfile, stage),
    };
  },
};

/** Images that are known to have Node.js and to leave the variable unset; `runner` ones start node by themselves. */
function imageKind(stage: Stage): "node" | "runner" | null {
  const { reference } = rootStage(stage).base;
  if (reference === null) return null;
  if (hubName(reference) === "node") return "node";
  return /(?:^|\/)distroless\/nodejs/.test(reference.repository) ? "runner" : null;
}

/** Whether what is built says by itself that it is in production: Next.js and Nitro do in what they put out. */
function setsItself({ source }: Dockerfile): boolean {
  return /\.next\/standalone|\.output\b/.test(source.text);
}

/** Whether a command is a service that nobody has told the environment yet. */
function isService(
  dockerfile: Dockerfile,
  stage: Stage,
  { instruction }: ImageCommand,
  main: ShellCommand,
  context: RuleContext,
): boolean {
  if (/NODE_ENV|--env-file/.test(dockerfile.source.slice(instruction.span))) return false;
  const call = packageScriptCall(main);
  if (call !== null) {
    if (isDevelopmentScript(call.script) || !/^(?:start|serve|prod)/.test(call.script))
      return false;
    const script = packageScripts(
      context.buildContext,
      fileOrigins(dockerfile, stage, "package.json"),
    )?.[call.script];
    return (
      script === undefined ||
      !/NODE_ENV|\b(?:next|remix-serve|nodemon|vite|ng|ts-node-dev)\b|--watch|--env-file/.test(
        script,
      )
    );
  }
  const [first] = main.args;
  const isScript = (value: string | null | undefined) => value != null && /^[^-]/.test(value);
  if (main.name === "node") {
    const script = main.args.find(({ value }) => isScript(value));
    // It sets the variable by itself.
    if (/(?:^|\/)(?:next|remix-serve)$/.test(script?.value ?? "")) return false;
    if (
      script === undefined ||
      /^-[ep]|^--(?:eval|print|test|watch|check)/.test(first?.value ?? "")
    )
      return false;
  } else if (imageKind(stage) !== "runner" || !/\.[cm]?js$/.test(main.name ?? "")) return false;
  // What an ENTRYPOINT runs is often a tool that is given arguments.
  return instruction.kind === "cmd" || servesPort(dockerfile, stage);
}

const nodeTools = /^(?:npm|npx|yarn|pnpm|bun|node|corepack|tsc|turbo|nx|make)$/;

/** Before the command where something is installed or built in the same stage, which needs what production leaves out. */
function fixOf(dockerfile: Dockerfile, stage: Stage): Fix {
  const builds = stage.instructions.some((instruction) => {
    if (instruction.kind !== "run") return false;
    const script = shellOf(dockerfile, instruction);
    return script === null || script.commands.some(({ name }) => nodeTools.test(name ?? ""));
  });
  const line = "ENV NODE_ENV=production";
  return {
    title: "Set NODE_ENV=production: error pages and logs become those of production",
    safety: "review",
    edits: builds
      ? insertBeforeStart(dockerfile, stage, line)
      : insertAfter(dockerfile, stage.from, line),
  };
}
