import { copiesFromContext } from "../../dockerfile/context-sources.ts";
import { copiedSources } from "../../dockerfile/context-copies.ts";
import { isForDevelopment } from "../../dockerfile/development-images.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import type { CopyInstruction, Dockerfile, Stage } from "../../dockerfile/model.ts";
import { requiredStages, rootStage, stageLabel } from "../../dockerfile/queries.ts";
import { buildSteps } from "../../rewrites/build-steps.ts";
import type { PackageManager } from "../../shell/model.ts";
import type { Rule } from "../rule.ts";

/** Images of languages whose programs run from their source. */
const interpreted = /^(?:python|ruby|php|perl|wordpress|drupal)$|(?:^|\/)(?:php|python|ruby)/;

export const sourceInFinalStage: Rule = {
  name: "source-in-final-stage",
  category: "stages",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The final stage copies the whole build context although an earlier stage has built it",
  why:
    "The stage that builds exists so that only its result is shipped. `COPY . .` in the final stage brings back the source, the " +
    "tests, and whatever else lies in the directory, secrets that were forgotten included, and every change of any file makes " +
    "a new layer.",
  sources: [
    {
      title: "Docker: Multi-stage builds",
      url: "https://docs.docker.com/build/building/multi-stage/",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the program reads its source when it runs.",
  scope: "file",
  examples: [
    {
      bad:
        "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\n" +
        'FROM alpine:3.22\nWORKDIR /app\nCOPY . .\nCOPY --from=build /server /server\nUSER 65532\nCMD ["/server"]\n',
      good:
        "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server .\n\n" +
        'FROM alpine:3.22\nWORKDIR /app\nCOPY templates/ templates/\nCOPY --from=build /server /server\nUSER 65532\nCMD ["/server"]\n',
    },
    {
      bad:
        "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\n" +
        'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCOPY --from=build /app/dist dist\nUSER node\nCMD ["node", "dist/main.js"]\n',
      good:
        "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\n" +
        'FROM node:22-slim\nWORKDIR /app\nCOPY package.json .\nCOPY --from=build /app/dist dist\nUSER node\nCMD ["node", "dist/main.js"]\n',
    },
  ],
  silentOn: [
    'FROM python:3.13 AS build\nCOPY . .\nRUN pip wheel -w /w .\nFROM python:3.13-slim\nCOPY --from=build /w /w\nCOPY . .\nCMD ["python", "x.py"]\n',
    'FROM node:22 AS web\nCOPY . .\nRUN npm run build\nFROM php:8.4-fpm\nCOPY . .\nCOPY --from=web /public /public\nCMD ["php-fpm"]\n',
    'FROM node:22 AS deps\nCOPY package*.json ./\nRUN npm ci\nFROM node:22-slim\nCOPY --from=deps /node_modules /node_modules\nCOPY . .\nCMD ["node", "x.js"]\n',
    "FROM golang:1.25 AS build\nCOPY . .\nRUN go build -o /a .\nFROM alpine:3.22\nCOPY --from=build /a /a\nCOPY config.yml .\n",
    "FROM alpine:3.22\nCOPY . .\n",
  ],
  *check(dockerfile, { path }) {
    const stage = dockerfile.finalStage;
    if (stage === null || isForDevelopment(stage, path)) return;
    const whole = stage.lineage.flatMap(wholeCopies);
    if (whole.length === 0) return;
    const base = rootStage(stage).base.reference;
    const image = base === null ? null : hubName(base);
    if (image !== null && interpreted.test(image)) return;
    const builder = builderOf(dockerfile, stage, image === "node");
    if (builder === null) return;
    for (const copy of whole) {
      yield {
        message:
          `\`${dockerfile.source.slice(copy.headSpan)}\` ships the whole source, although stage \`${stageLabel(builder)}\` builds it. ` +
          "Copy only what the program reads when it runs.",
        span: copy.headSpan,
      };
    }
  },
};

/** The COPYs of a stage that bring the whole context. */
function wholeCopies({ instructions }: Stage): CopyInstruction[] {
  return instructions
    .filter(copiesFromContext)
    .filter(
      (copy) =>
        copy.kind === "copy" &&
        copiedSources(copy).some(({ source, pattern }) => source === "" && !pattern),
    );
}

const javascript = new Set<PackageManager>(["npm", "yarn", "pnpm", "bun"]);

/** The stage whose result the final one copies, and which makes it of the same context; null when there is none. */
function builderOf(dockerfile: Dockerfile, stage: Stage, isNode: boolean): Stage | null {
  const copied = new Set(
    stage.lineage.flatMap(({ instructions }) =>
      instructions.flatMap((one) =>
        one.kind === "copy" && one.from?.stage != null ? [one.from.stage] : [],
      ),
    ),
  );
  const builders = requiredStages(stage).filter(
    (one) =>
      copied.has(one) &&
      !stage.lineage.includes(one) &&
      one.lineage.flatMap(wholeCopies).length > 0,
  );
  return (
    builders.find((one) =>
      buildSteps(dockerfile, one).some(({ call }) => !isNode || javascript.has(call.manager)),
    ) ?? null
  );
}
