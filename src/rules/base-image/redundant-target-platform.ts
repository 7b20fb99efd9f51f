import { removeFlag } from "../../dockerfile/instruction-edits.ts";
import type { Rule } from "../rule.ts";

export const redundantTargetPlatform: Rule = {
  name: "redundant-target-platform",
  category: "base-image",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "FROM --platform=$TARGETPLATFORM says what is so anyway",
  why:
    "FROM takes the image of the target platform by itself. The flag adds nothing with BuildKit, and makes builders that " +
    "do not set the variable fail with an empty platform.",
  sources: [
    {
      title: "Docker build checks: RedundantTargetPlatform",
      url: "https://docs.docker.com/reference/build-checks/redundant-target-platform/",
    },
  ],
  aliases: ["DL3065", "RedundantTargetPlatform"],
  fix: "safe",
  scope: "file",
  words: ["platform"],
  examples: [
    {
      bad: "FROM --platform=$TARGETPLATFORM alpine:3.22\nRUN apk add --no-cache git\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache git\n",
      fixed: "FROM alpine:3.22\nRUN apk add --no-cache git\n",
    },
    {
      bad:
        "FROM --platform=$BUILDPLATFORM golang:1.25.1 AS build\nRUN go build -o /app .\n\n" +
        "FROM --platform=${TARGETPLATFORM} alpine:3.22 AS final\nCOPY --from=build /app /app\n",
      good:
        "FROM --platform=$BUILDPLATFORM golang:1.25.1 AS build\nRUN go build -o /app .\n\n" +
        "FROM alpine:3.22 AS final\nCOPY --from=build /app /app\n",
      fixed:
        "FROM --platform=$BUILDPLATFORM golang:1.25.1 AS build\nRUN go build -o /app .\n\n" +
        "FROM alpine:3.22 AS final\nCOPY --from=build /app /app\n",
    },
  ],
  silentOn: [
    "FROM --platform=$BUILDPLATFORM alpine:3.22\n",
    "ARG TARGETPLATFORM\nFROM --platform=${TARGETPLATFORM:+linux/amd64} alpine:3.22\n",
    // The default takes the place of BuildKit's value.
    "ARG TARGETPLATFORM=linux/amd64\nFROM --platform=$TARGETPLATFORM alpine:3.22\n",
    "FROM --platform=$TARGETOS/$TARGETARCH alpine:3.22\n",
  ],
  *check(dockerfile) {
    for (const { from } of dockerfile.stages) {
      const { platform } = from;
      const target = targetPlatform.exec(platform?.value ?? "");
      if (platform === null || target === null) continue;
      if (from.state.lookup("TARGETPLATFORM")?.kind !== "predefined") continue;
      const [value, fallback] = target;
      const edits = removeFlag(dockerfile, platform);
      const fix = { title: "Remove --platform", safety: "safe", edits } as const;
      yield fallback === undefined
        ? {
            message:
              `\`--platform=${value}\` is what FROM does without it, and fails on builders that do not set the ` +
              "variable. Leave the flag out.",
            span: platform.span,
            fix,
          }
        : {
            message:
              `BuildKit always sets TARGETPLATFORM, so the default \`${fallback}\` is never taken and the flag is what FROM ` +
              "does without it. Leave the flag out, unless an older builder needs the default.",
            span: platform.span,
            severity: "info",
            aliases: ["RedundantTargetPlatform"],
            fix: { ...fix, safety: "review" },
          };
    }
  },
};

/** `$TARGETPLATFORM`, also with a default for when it is not set, which is captured. */
const targetPlatform = /^\$(?:TARGETPLATFORM|\{TARGETPLATFORM(?::?-([^}]+))?\})$/;
