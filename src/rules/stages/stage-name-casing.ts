import { imageUses } from "../../dockerfile/image-uses.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import { replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import type { Rule } from "../rule.ts";

export const stageNameCasing: Rule = {
  name: "stage-name-casing",
  category: "stages",
  severity: "info",
  confidence: "high",
  presets: ["recommended"],
  summary: "A stage name has capital letters",
  why:
    "BuildKit keeps stage names in small letters: `COPY --from=Build` finds the stage `Build` and `FROM Build` does not. " +
    "Written in small letters everywhere a name works everywhere, and can be searched for.",
  sources: [
    {
      title: "Docker build checks: StageNameCasing",
      url: "https://docs.docker.com/reference/build-checks/stage-name-casing/",
    },
  ],
  aliases: ["StageNameCasing"],
  fix: "safe",
  scope: "file",
  words: [" as", "\tas"],
  examples: [
    {
      bad: "FROM alpine:3.22 AS BuilderBase\nRUN apk add --no-cache curl\n",
      good: "FROM alpine:3.22 AS builderbase\nRUN apk add --no-cache curl\n",
      fixed: "FROM alpine:3.22 AS builderbase\nRUN apk add --no-cache curl\n",
    },
    {
      bad:
        "FROM golang:1.25.1 AS Build\nRUN go build -o /app .\n\nFROM build AS test\nRUN go test ./...\n\n" +
        "FROM alpine:3.22\nCOPY --from=build /app /app\n" +
        "RUN --mount=type=bind,from=Build,source=/src,target=/src cp /src/version /version\n",
      good:
        "FROM golang:1.25.1 AS build\nRUN go build -o /app .\n\nFROM build AS test\nRUN go test ./...\n\n" +
        "FROM alpine:3.22\nCOPY --from=build /app /app\n" +
        "RUN --mount=type=bind,from=build,source=/src,target=/src cp /src/version /version\n",
      fixed:
        "FROM golang:1.25.1 AS build\nRUN go build -o /app .\n\nFROM build AS test\nRUN go test ./...\n\n" +
        "FROM alpine:3.22\nCOPY --from=build /app /app\n" +
        "RUN --mount=type=bind,from=build,source=/src,target=/src cp /src/version /version\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22 AS build-base_1.0\n",
    "FROM alpine:3.22\n",
    "from alpine:3.22 as build\n",
  ],
  *check(dockerfile) {
    const uses = usesByName(dockerfile);
    for (const stage of dockerfile.stages) {
      const name = stage.from.name;
      const lower = name?.text.toLowerCase();
      if (name === null || lower === undefined || name.text === lower) continue;
      yield {
        message:
          `The stage name \`${name.text}\` has capital letters, by which FROM does not find it. Write \`${lower}\`, here ` +
          "and wherever it is used.",
        span: name.span,
        fix: {
          title: `Write ${lower} everywhere`,
          safety: "safe",
          edits: [name.span, ...(uses.get(stage) ?? [])].flatMap((at) => toLower(dockerfile, at)),
        },
      };
    }
  },
};

/** Where each stage is used by its name. A name with variables in it means one only by their values. */
function usesByName(dockerfile: Dockerfile): ReadonlyMap<Stage, readonly Span[]> {
  const uses = new Map<Stage, Span[]>();
  for (const { use } of imageUses(dockerfile)) {
    if (use.stage === null || use.text.includes("$")) continue;
    const known = uses.get(use.stage);
    if (known === undefined) uses.set(use.stage, [use.span]);
    else known.push(use.span);
  }
  return uses;
}

function toLower({ source }: Dockerfile, at: Span): TextEdit[] {
  const text = source.slice(at);
  return text === text.toLowerCase() ? [] : [replaceExpected(source, at, text, text.toLowerCase())];
}
