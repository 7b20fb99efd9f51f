import { packageScripts } from "../../context/package-manifest.ts";
import { isForDevelopment } from "../../dockerfile/development-images.ts";
import { fileOrigins } from "../../dockerfile/file-origins.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import {
  developmentServer,
  type DevelopmentServer,
} from "../../shell/services/development-servers.ts";
import { imageCommand } from "../../shell/services/image-command.ts";
import type { ShellCommand, ShellScript } from "../../shell/model.ts";
import {
  isDevelopmentScript,
  packageScriptCall,
  type PackageScriptCall,
} from "../../shell/package-managers/package-scripts.ts";
import type { Span } from "../../source/span.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const processManagerAsCommand: Rule = {
  name: "process-manager-as-command",
  category: "runtime",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The final command is a package manager's script or a development server",
  why:
    "`npm start` and its kin start a shell which starts the program: two processes more (some 50 MB), and SIGTERM often does not " +
    "reach the program, so that `docker stop` takes 10 seconds and cuts requests off. Development servers watch files, " +
    "compile at the start, show stack traces to everybody and serve few requests at once.",
  sources: [
    {
      title: "Node.js Docker best practices: CMD",
      url: "https://github.com/nodejs/docker-node/blob/main/docs/BestPractices.md#cmd",
    },
    {
      title: "Flask: Development Server",
      url: "https://flask.palletsprojects.com/en/stable/server/",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  ignoreWhen: "When the image is for development:",
  examples: [
    {
      bad: 'FROM node:22\nCOPY . .\nCMD ["npm", "start"]\n',
      good: 'FROM node:22\nCOPY . .\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nCOPY . .\nCMD ["uvicorn", "app:app", "--reload", "--host", "0.0.0.0"]\n',
      good: 'FROM python:3.13-slim\nCOPY . .\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
      fixed: 'FROM python:3.13-slim\nCOPY . .\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nCOPY . .\nCMD ["fastapi", "dev", "app.py"]\n',
      good: 'FROM python:3.13-slim\nCOPY . .\nCMD ["fastapi", "run", "app.py"]\n',
      fixed: 'FROM python:3.13-slim\nCOPY . .\nCMD ["fastapi", "run", "app.py"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nCOPY . .\nCMD ["uv", "run", "--no-dev", "fastapi", "dev", "app.py"]\n',
      good: 'FROM python:3.13-slim\nCOPY . .\nCMD ["uv", "run", "--no-dev", "fastapi", "run", "app.py"]\n',
      fixed:
        'FROM python:3.13-slim\nCOPY . .\nCMD ["uv", "run", "--no-dev", "fastapi", "run", "app.py"]\n',
    },
    {
      bad: 'FROM node:22\nCOPY . .\nCMD ["npm", "run", "start:prod"]\n',
      good: 'FROM node:22\nCOPY . .\nCMD ["node", "dist/main.js"]\n',
      fixed: 'FROM node:22\nCOPY . .\nCMD ["node", "dist/main.js"]\n',
      files: { "package.json": '{"scripts": {"start:prod": "node dist/main.js"}}' },
    },
    {
      bad: 'FROM node:22\nCOPY . .\nCMD ["npx", "nodemon", "server.js"]\n',
      good: 'FROM node:22\nCOPY . .\nCMD ["npx", "serve", "dist"]\n',
    },
  ],
  silentOn: [
    'FROM node:22\nENTRYPOINT ["dumb-init", "--"]\nCMD ["npm", "start"]\n',
    'FROM node:22 AS dev\nCMD ["npm", "run", "dev"]\n',
    'FROM node:22\nCMD ["node", "server.js"]\n',
    'FROM node:22\nCMD ["npm", "--version"]\n',
    'FROM node:22 AS test\nCMD ["npm", "test"]\nFROM node:22\nCMD ["node", "server.js"]\n',
    'FROM python:3.13-slim\nCMD ["gunicorn", "app:app"]\n',
    'FROM node:22\nENTRYPOINT ["npm"]\n',
  ],
  *check(dockerfile, { path, buildContext }) {
    const stage = dockerfile.finalStage;
    const command = stage === null ? null : imageCommand(dockerfile, stage);
    const main = command?.main;
    if (stage === null || main == null) return;
    const server = developmentServer(main);
    const script = packageScriptCall(main);
    if ((server === null && script === null) || isForDevelopment(stage, path)) return;
    if (server !== null) {
      yield {
        message:
          `\`${server.name}\` is made for a developer's machine: ` +
          (server.compiles
            ? "it compiles each time the container starts, with the whole toolchain in the image. "
            : "it is slow, and shows visitors what goes wrong inside. ") +
          `${server.instead}.`,
        span: main.span,
        fix: changeOf(dockerfile, command?.script ?? null, main, server),
      };
      return;
    }
    if (script === null || passesSignals(dockerfile, stage, main)) return;
    const scripts = packageScripts(buildContext, fileOrigins(dockerfile, stage, "package.json"));
    yield {
      message: isDevelopmentScript(script.script)
        ? `\`${script.text}\` starts what is made for a developer's machine. Build while the image is built, and start the result itself.`
        : `\`${script.text}\` puts ${script.manager} and a shell between Docker and the program, so that SIGTERM often does not reach it. ` +
          "Start the program itself, as its script in package.json does.",
      span: main.span,
      fix: scripts === null ? undefined : scriptFix(dockerfile, main, script, scripts),
    };
  },
};

/** An init that hands signals to all processes makes up for the shell. */
function passesSignals(dockerfile: Dockerfile, stage: Stage, { wrappers }: ShellCommand): boolean {
  const isInit = (name: string) => /^(dumb-init|tini|tini-static|catatonit)$/.test(name);
  if (wrappers.some(isInit)) return true;
  return stage.lineage.some(({ instructions }) =>
    instructions.some(
      (instruction) =>
        instruction.kind === "entrypoint" &&
        instruction.command.form === "exec" &&
        instruction.command.exec.items.some(({ value }) => isInit(value.split("/").at(-1) ?? "")),
    ),
  );
}

/** Starts what a script starts, where that is one call of node without anything that a shell has to do. */
function scriptFix(
  dockerfile: Dockerfile,
  main: ShellCommand,
  { script, plain }: PackageScriptCall,
  scripts: Readonly<Record<string, string>>,
): Fix | undefined {
  const text = scripts[script] ?? "";
  const alone = scripts[`pre${script}`] === undefined && scripts[`post${script}`] === undefined;
  if (!plain || !alone || main.nested || !/^node( [\w@%+=:,./-]+)+$/.test(text)) return undefined;
  const last = main.args.at(-1);
  if (main.nameSpan === null || last === undefined) return undefined;
  const { source } = dockerfile;
  const span = { start: main.nameSpan.start, end: last.span.end };
  const written = source.slice(span);
  const inExec = written.startsWith('"');
  // The words of ENTRYPOINT and CMD together are in two places.
  if (inExec ? !/^"[^"]*"(?:\s*,\s*"[^"]*")*$/.test(written) : /\s*\n/.test(written))
    return undefined;
  const words = text.split(" ");
  return {
    title: "Start node itself: variables that the package manager sets (npm_*) are gone",
    safety: "review",
    edits: [
      replaceExpected(
        source,
        span,
        written,
        inExec ? words.map((word) => JSON.stringify(word)).join(", ") : text,
      ),
    ],
  };
}

function changeOf(
  dockerfile: Dockerfile,
  script: ShellScript | null,
  main: ShellCommand,
  { change }: DevelopmentServer,
): Fix | undefined {
  if (change === null || script === null || script.form === "exec-shell") return undefined;
  const { source } = dockerfile;
  const inExec = script.form === "exec";
  if (change.text !== "") {
    const text = inExec ? JSON.stringify(change.text) : change.text;
    return {
      title: `Write ${change.text} in place of ${change.word.value ?? ""}`,
      safety: "review",
      edits: [replaceExpected(source, change.span, change.word.text, text)],
    };
  }
  const span = withSeparator(main, change.span);
  const removed = source.slice(span);
  // Between words of an exec form there is one comma, between those of a shell only blanks.
  if (
    span.start === change.span.start ||
    !(inExec ? /^\s*,\s*"--reload"$/ : /^[ \t]+--reload$/).test(removed)
  )
    return undefined;
  return {
    title: `Remove ${change.word.value ?? ""}`,
    safety: "review",
    edits: [replaceExpected(source, span, removed, "")],
  };
}

/** The span of a word with what separates it from the word before it. */
function withSeparator({ words }: ShellCommand, span: Span): Span {
  const index = words.findIndex((word) => word.span.start === span.start);
  const before = words[index - 1];
  return before === undefined ? span : { start: before.span.end, end: span.end };
}
