import type { Dockerfile, Instruction, RunInstruction } from "../../dockerfile/model.ts";
import { imageStages, isInImage } from "../../dockerfile/queries.ts";
import { insertArgument, placeForFlag } from "../../shell/edits/chain-edits.ts";
import {
  isForDevelopment,
  leavesOutDevelopment,
  productionFlag,
  type DevelopmentInstall,
} from "../../shell/package-managers/development-installs.ts";
import { imageCommand } from "../../shell/services/image-command.ts";
import type { PackageCall, ShellScript } from "../../shell/model.ts";
import { packageCallOf, packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { yarnVersion } from "../../shell/package-managers/yarn-version.ts";
import type { Fix, Rule, RuleContext } from "../rule.ts";

/** Programs that are development dependencies themselves: who starts or runs them in the image wants them there. */
const developmentTools =
  /^(?:test|dev|develop|development|watch|lint|e2e|storybook|serve|jest|vitest|mocha|nodemon|ts-node|ts-node-dev|tsx|vite|ng|next|nuxt|webpack|webpack-dev-server|react-scripts|vue-cli-service|cypress|playwright|pytest|tox|rspec|phpunit|eslint|turbo|nx|gulp|grunt)$/;

export const devDependenciesInFinalStage: Rule = {
  name: "dev-dependencies-in-final-stage",
  category: "packages",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "Development dependencies are installed into the image that is shipped",
  why:
    "Compilers, test runners and linters of a project are often more than half of what is installed: hundreds of megabytes to pull " +
    "with every deployment, and code that scanners report and nobody runs. Install them in a builder stage, and only what " +
    "the program needs in the final one.",
  sources: [
    { title: "npm: npm ci, --omit", url: "https://docs.npmjs.com/cli/commands/npm-ci#omit" },
    {
      title: "Docker: Building best practices, don't install unnecessary packages",
      url: "https://docs.docker.com/build/building/best-practices/#dont-install-unnecessary-packages",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen:
    "the image is meant for development or tests, or the project lists all it needs as development dependencies.",
  scope: "file",
  examples: [
    {
      bad:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n" +
        'CMD ["node", "server.js"]\n',
      good:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY . .\n" +
        'CMD ["node", "server.js"]\n',
      fixed:
        "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nCOPY . .\n" +
        'CMD ["node", "server.js"]\n',
    },
    {
      bad:
        "FROM php:8.4-fpm\nCOPY --from=composer:2.8 /usr/bin/composer /usr/bin/composer\nWORKDIR /app\nCOPY composer.json composer.lock ./\n" +
        "RUN composer install --no-scripts\nCOPY . .\n",
      good:
        "FROM php:8.4-fpm\nCOPY --from=composer:2.8 /usr/bin/composer /usr/bin/composer\nWORKDIR /app\nCOPY composer.json composer.lock ./\n" +
        "RUN composer install --no-scripts --no-dev\nCOPY . .\n",
      fixed:
        "FROM php:8.4-fpm\nCOPY --from=composer:2.8 /usr/bin/composer /usr/bin/composer\nWORKDIR /app\nCOPY composer.json composer.lock ./\n" +
        "RUN composer install --no-scripts --no-dev\nCOPY . .\n",
    },
    {
      bad:
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements-dev.txt .\nRUN pip install --no-cache-dir -r requirements-dev.txt\n" +
        'COPY . .\nCMD ["python", "app.py"]\n',
      good:
        "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n" +
        'COPY . .\nCMD ["python", "app.py"]\n',
    },
  ],
  silentOn: [
    "FROM node:22 AS build\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:1.27\nCOPY --from=build /dist /usr/share/nginx/html\n",
    "FROM node:22\nENV NODE_ENV=production\nCOPY . .\nRUN npm ci\n",
    "FROM node:22\nCOPY . .\nRUN NODE_ENV=production npm ci && npm install --production\n",
    "FROM node:22\nCOPY . .\nRUN npm ci && npm run build && npm prune --omit=dev\n",
    "FROM node:22\nCOPY . .\nRUN npm ci\nRUN npm run build\n",
    'FROM node:22\nCOPY . .\nRUN npm ci\nCMD ["npm", "run", "dev"]\n',
    "FROM node:22 AS test\nCOPY . .\nRUN npm ci\n",
    "FROM node:22\nRUN npm install -g pm2@5.4.3\n",
    "FROM ruby:3.4\nENV BUNDLE_WITHOUT=development:test\nCOPY . .\nRUN bundle install\n",
    "FROM python:3.13\nCOPY . .\nRUN poetry install --only main && uv sync --frozen --no-dev\n",
    "FROM node:22\nCOPY . .\nRUN yarn install --immutable\nRUN make\n",
  ],
  *check(dockerfile, context) {
    if (isDevelopmentImage(dockerfile, context.path)) return;
    const uses = new Map<PackageCall["manager"], number>();
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run" || run.stage === null || run.onbuild !== null) continue;
      const script = shellOf(dockerfile, run);
      if (script === null || !isInImage(dockerfile, run.stage)) continue;
      for (const call of packageCalls(dockerfile, run)) {
        const install = isForDevelopment(call, run);
        if (install === null) continue;
        const last = uses.get(call.manager) ?? lastUse(dockerfile, call.manager);
        uses.set(call.manager, last);
        if (last > run.index || usesThem(dockerfile, run, call.manager, call.command.span.start))
          continue;
        const fix = fixOf(dockerfile, run, script, call, context);
        yield {
          message: messageOf(call, install, productionFlag(call)),
          span: call.subcommandSpan ?? call.command.span,
          fix,
        };
      }
    }
  },
};

function messageOf(call: PackageCall, install: DevelopmentInstall, flag: string | null): string {
  const name = [call.manager, call.subcommand].filter(Boolean).join(" ");
  if (install.kind === "file")
    return `\`${install.file}\` brings the tools of development into the image that is shipped. Install it in a stage for tests, and only what the program needs here.`;
  if (install.kind === "asked")
    return `\`${install.flag}\` installs the development dependencies into the image that is shipped. Leave it out here.`;
  const remedy = flag ?? remedies[call.manager] ?? "the option that leaves them out";
  return (
    `\`${name}\` installs the development dependencies too, and they are shipped with the image. ` +
    (flag === null ? `Use ${remedy}.` : `Add \`${remedy}\`.`)
  );
}

const remedies: Partial<Record<PackageCall["manager"], string>> = {
  bundle: "`bundle config set --local without 'development test'` before it",
  yarn: "`yarn install --production`, or `yarn workspaces focus --production` with a newer yarn",
};

const developmentName =
  /(?:^|[-_.])(?:dev|devel|develop|development|devcontainer|tests?|testing|ci|lint|e2e|playwright|cypress|storybook|build|builder|debug|local)(?:$|[-_.])/i;

/** Whether the image as a whole is one for development or tests: by the name of the file or of the last stage, or by what it runs. */
function isDevelopmentImage(dockerfile: Dockerfile, path: string): boolean {
  const { finalStage } = dockerfile;
  if (finalStage === null) return true;
  if (developmentName.test(finalStage.name ?? "")) return true;
  if (developmentName.test(path.slice(path.lastIndexOf("/") + 1))) return true;
  if (/(?:^|\/)(?:\.devcontainer|e2e|tests?)\//.test(path)) return true;
  const command = imageCommand(dockerfile, finalStage);
  const words =
    command?.main?.words ?? command?.script.commands.flatMap(({ words: all }) => all) ?? [];
  return words.some(({ value, text }) => isDevelopmentTool(value ?? text));
}

function isDevelopmentTool(word: string): boolean {
  const name = word.slice(word.lastIndexOf("/") + 1);
  return (
    developmentTools.test(name) || /(?:^|[:._-])(?:dev|debug|watch|test)(?:$|[:._-])/.test(name)
  );
}

/**
 * The index of the last RUN of the image that may use what a package manager installed, or takes it away again: something is
 * built, tested or run with it.
 */
function lastUse(dockerfile: Dockerfile, manager: PackageCall["manager"]): number {
  let last = -1;
  for (const stage of imageStages(dockerfile)) {
    for (const run of stage.instructions) {
      if (run.kind === "run" && run.index > last && usesThem(dockerfile, run, manager, -1))
        last = run.index;
    }
  }
  return last;
}

/** Whether a RUN uses development dependencies behind an offset. */
function usesThem(
  dockerfile: Dockerfile,
  run: Instruction,
  manager: PackageCall["manager"],
  offset: number,
): boolean {
  const script = shellOf(dockerfile, run);
  if (script === null) return true;
  return script.commands.some((command) => {
    if (command.span.start <= offset) return false;
    const call = packageCallOf(command);
    if (call === null) return command.name === null || !plain.has(command.name);
    return (
      call.action === "build" ||
      call.action === "remove" ||
      isScriptRun(call, manager) ||
      leavesOutDevelopment(call)
    );
  });
}

/** Whether a call runs a script or a program of the project. */
function isScriptRun(
  { manager, action, subcommand }: PackageCall,
  installer: PackageCall["manager"],
): boolean {
  if (action !== "other") return false;
  return (
    manager === installer &&
    !/^(?:config|set|cache|-v|--version|version|audit|fund|check)/.test(subcommand ?? "")
  );
}

/** Commands that surely do not use what a project lists for its development. */
const plain = new Set(
  (
    ": [ test true echo printf set export cd pwd ls cat cp mv rm ln mkdir rmdir chmod chown chgrp touch find xargs sed grep tee id " +
    "useradd adduser groupadd addgroup usermod apt-get apk dnf yum microdnf pip gem curl wget tar unzip sleep date corepack " +
    "update-ca-certificates ldconfig setcap install a2enmod a2ensite docker-php-ext-install docker-php-ext-enable sync"
  ).split(" "),
);

function fixOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  call: PackageCall,
  { buildContext }: RuleContext,
): Fix | undefined {
  const flag = productionFlag(call);
  const after = placeForFlag(dockerfile, call);
  if (flag === null || after === null || script.form === "exec-shell") return undefined;
  if (isForDevelopment(call, run)?.kind !== "default") return undefined;
  if (call.manager === "yarn") {
    const modern = buildContext.exists(".yarnrc.yml") === true;
    if (yarnVersion(dockerfile, run, call, modern) !== "classic") return undefined;
  }
  return {
    title: `Add ${flag}`,
    safety: "review",
    edits: [insertArgument(script, after, flag)],
  };
}
