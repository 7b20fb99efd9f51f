import { hasWildcard } from "../../dockerfile/copy-sources.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { emptyStages } from "../../dockerfile/scratch-stages.ts";
import type { Rule } from "../rule.ts";

export const copyFromEmptyStage: Rule = {
  name: "copy-from-empty-stage",
  category: "stages",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary: "COPY --from names a scratch stage into which nothing was put",
  why:
    "`scratch` is empty, and so is a stage that only begins with it: the build stops because the file is not found. " +
    "Mostly a COPY was forgotten, or the wrong stage is named.",
  sources: [
    {
      title: "Docker: Base images, create a minimal base image using scratch",
      url: "https://docs.docker.com/build/building/base-images/#create-a-minimal-base-image-using-scratch",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen:
    "When every build replaces the stage by a named context (`--build-context`), say so there:",
  scope: "file",
  words: ["from="],
  examples: [
    {
      bad: "FROM scratch AS certificates\n\nFROM alpine:3.22\nCOPY --from=certificates /etc/ssl/certs/ca.crt /etc/ssl/certs/\n",
      good:
        "FROM scratch AS certificates\nCOPY ca.crt /etc/ssl/certs/\n\n" +
        "FROM alpine:3.22\nCOPY --from=certificates /etc/ssl/certs/ca.crt /etc/ssl/certs/\n",
    },
    {
      bad: "FROM alpine:3.22\nCOPY --from=scratch /app /app\n",
      good: "FROM alpine:3.22\nCOPY app /app\n",
    },
  ],
  silentOn: [
    // A placeholder that a named context may replace: the whole of it is copied, however much that is.
    "FROM scratch AS extra\nFROM alpine:3.22\nCOPY --from=extra / /opt/extra/\n",
    "FROM scratch AS extra\nFROM alpine:3.22\nCOPY --from=extra /*.crt /certs/\n",
    "FROM scratch AS extra\nADD files.tar /\nFROM alpine:3.22\nCOPY --from=extra /x /x\n",
    "FROM scratch AS base\nCOPY x /x\nFROM base AS more\nLABEL a=b\nFROM alpine:3.22\nCOPY --from=more /x /x\n",
    "FROM scratch AS base\nONBUILD COPY x /x\nFROM base AS more\nFROM alpine:3.22\nCOPY --from=more /x /x\n",
    "FROM alpine:3.22 AS base\nFROM alpine:3.22\nCOPY --from=base /etc/passwd /etc/passwd\n",
  ],
  *check(dockerfile) {
    const empty = emptyStages(dockerfile);
    for (const copy of instructionsOfKind(dockerfile, "copy")) {
      const { from } = copy;
      // A trigger runs in another build, where the name may mean something else.
      if (from === null || copy.onbuild !== null || copy.stage === from.stage) continue;
      if (!from.scratch && (from.stage === null || !empty.has(from.stage))) continue;
      const path = copy.sources.find(({ value }) => isOnePath(value));
      if (path === undefined) continue;
      yield {
        message:
          `\`${path.text}\` is copied from \`${from.text}\`, but ` +
          (from.scratch
            ? "`scratch` is the empty image"
            : "nothing was put into that stage, which begins with `scratch`") +
          ": the file is not there and the build stops. Fill the stage, or name the one that has it.",
        span: from.span,
      };
    }
  },
};

/** Whether a source names one thing, which has to be there; of `/` and of wildcards nothing is asked. */
function isOnePath(path: string): boolean {
  return !hasWildcard(path) && !path.includes("$") && /[^/.]/.test(path);
}
