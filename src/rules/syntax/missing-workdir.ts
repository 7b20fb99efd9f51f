import { baseWorkdir } from "../../dockerfile/base-workdir.ts";
import { copiedSources } from "../../dockerfile/context-copies.ts";
import type {
  CopyInstruction,
  Dockerfile,
  Instruction,
  RunInstruction,
} from "../../dockerfile/model.ts";
import { imageStages, instructionsOfKind, lastOfKind } from "../../dockerfile/queries.ts";
import type { PackageManager } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { projectDirectoryOf } from "../../shell/package-managers/working-directory.ts";
import type { Span } from "../../source/span.ts";
import type { Problem, Rule, RuleContext } from "../rule.ts";

/** Tools that work on the project in the directory they run in. */
const projectTools = new Set<PackageManager>([
  "npm",
  "yarn",
  "pnpm",
  "bun",
  "bundle",
  "composer",
  "poetry",
  "pipenv",
]);

export const missingWorkdir: Rule = {
  name: "missing-workdir",
  category: "syntax",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The application is put into / because no WORKDIR is set",
  why:
    "Without a WORKDIR everything happens in the root directory: the application's files lie between those of the system, a `bin` or " +
    "`lib` of yours is mixed with the system's, and a user other than root may not write beside them. Some tools behave " +
    "differently there; npm, for one, refuses some of its work in `/`.",
  sources: [
    {
      title: "Docker: Building best practices, WORKDIR",
      url: "https://docs.docker.com/build/building/best-practices/#workdir",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the build context is laid out like the root file system on purpose.",
  scope: "file",
  examples: [
    {
      bad: 'FROM node:22.12.0\nCOPY . /\nRUN npm ci\nCMD ["node", "/server.js"]\n',
      good: 'FROM node:22.12.0\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM ruby:3.4.1\nCOPY Gemfile Gemfile.lock /\nRUN bundle install\nCMD ["ruby", "/app.rb"]\n',
      good: 'FROM ruby:3.4.1\nWORKDIR /app\nCOPY Gemfile Gemfile.lock /app/\nRUN bundle install\nCMD ["ruby", "app.rb"]\n',
    },
  ],
  silentOn: [
    "FROM scratch\nCOPY . /\n",
    "FROM gcr.io/distroless/static\nCOPY . /\n",
    "FROM alpine:3.22\nCOPY rootfs/ /\n",
    "FROM alpine:3.22\nCOPY entrypoint.sh /\n",
    "FROM node:22.12.0\nRUN npm install -g pnpm@9\n",
    "FROM node:22.12.0\nCOPY . /app\nRUN cd /app && npm ci\n",
    "FROM node:22.12.0\nRUN npm --prefix /app ci\n",
    "FROM node:22.12.0\nCOPY . .\nRUN npm ci\n",
    "FROM golang:1.25.1\nCOPY . /\n",
    "FROM registry.example.com/base:2\nCOPY . /\n",
    "FROM node:22.12.0 AS build\nCOPY . /\nRUN npm ci\nFROM nginx:1.27.3\nCOPY --from=build /dist /usr/share/nginx/html\n",
    "FROM node:22.12.0 AS base\nWORKDIR /app\nFROM base\nCOPY . /\n",
  ],
  *check(dockerfile, context) {
    const { finalStage } = dockerfile;
    const stages = imageStages(dockerfile);
    if (finalStage === null || stages.at(-1)?.base.scratch !== false) return;
    if (lastOfKind(stages, "workdir") !== null || baseWorkdir(finalStage) !== "/") return;
    const instructions = stages.toReversed().flatMap((stage) => stage.instructions);
    const own = instructions.filter(({ onbuild }) => onbuild === null);
    // Then another rule has said where the files go.
    if (instructionsOfKind({ instructions: own }, "copy", "add").some(isRelative)) return;
    const problem = own
      .map((one) => problemOf(dockerfile, one, context))
      .find((found) => found !== null);
    if (problem !== undefined) yield problem;
  },
};

function isRelative({ destination }: CopyInstruction): boolean {
  return destination !== null && /^[^/$\\]/.test(destination.value);
}

function problemOf(
  dockerfile: Dockerfile,
  instruction: Instruction,
  context: RuleContext,
): Problem | null {
  const advice = "No WORKDIR is set. Add one, such as `WORKDIR /app`, above.";
  if (instruction.kind === "copy" || instruction.kind === "add") {
    if (!copiesAllToRoot(instruction) || isRootLayout(context)) return null;
    return {
      message: `The whole build context lands in \`/\`, among the directories of the system. ${advice}`,
      span: instruction.destination?.span ?? instruction.keywordSpan,
    };
  }
  const call = instruction.kind === "run" ? projectWorkAtRoot(dockerfile, instruction) : null;
  if (call === null) return null;
  return { message: `\`${call.name}\` works on the project in \`/\`. ${advice}`, span: call.span };
}

function copiesAllToRoot(copy: CopyInstruction): boolean {
  return (
    copy.from === null &&
    copiedSources(copy).some(({ source, target }) => source === "" && target === "/")
  );
}

/** Whether the context looks like a root file system. */
function isRootLayout({ buildContext }: RuleContext): boolean {
  return ["etc", "usr", "opt", "var"].some((name) => buildContext.exists(name) === true);
}

function projectWorkAtRoot(
  dockerfile: Dockerfile,
  run: RunInstruction,
): { readonly name: string; readonly span: Span } | null {
  const script = shellOf(dockerfile, run);
  if (script === null) return null;
  for (const call of packageCalls(dockerfile, run)) {
    if (call.action !== "install-manifest" || !projectTools.has(call.manager)) continue;
    if (projectDirectoryOf(script, call, "/") !== "/") continue;
    const name = [call.manager, call.subcommand ?? ""].join(" ").trim();
    return { name, span: call.command.nameSpan ?? call.command.span };
  }
  return null;
}
