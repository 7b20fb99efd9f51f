import { exposeWords } from "../../dockerfile/exposed-ports.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import { hubName, knownImage } from "../../dockerfile/known-images.ts";
import type { Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { lastOfKind, rootStage } from "../../dockerfile/queries.ts";
import type { Rule } from "../rule.ts";

/** Distributions whose own command is a shell. */
const distributions = new Set(
  (
    "alpine debian ubuntu busybox fedora centos rockylinux almalinux amazonlinux oraclelinux archlinux " +
    "opensuse/leap opensuse/tumbleweed"
  ).split(" "),
);

export const missingCommand: Rule = {
  name: "missing-command",
  category: "runtime",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "An image that is made to run has neither CMD nor ENTRYPOINT",
  why:
    "Without CMD and ENTRYPOINT an image on `scratch` or distroless cannot be started at all: `docker run` answers `no command " +
    "specified`. One on a bare distribution inherits its shell, which ends at once where there is no terminal, with exit code 0.",
  sources: [
    {
      title: "Dockerfile reference: CMD",
      url: "https://docs.docker.com/reference/dockerfile/#cmd",
    },
  ],
  aliases: [],
  fix: "none",
  scope: "file",
  ignoreWhen: "When whoever starts the image always names the command:",
  examples: [
    {
      bad: "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532:65532\nEXPOSE 8080\n",
      good: 'FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nUSER 65532:65532\nEXPOSE 8080\nENTRYPOINT ["/app"]\n',
    },
    {
      bad: "FROM alpine:3.22\nRUN apk add --no-cache lighttpd\nCOPY lighttpd.conf /etc/lighttpd/\nEXPOSE 80\n",
      good: 'FROM alpine:3.22\nRUN apk add --no-cache lighttpd\nCOPY lighttpd.conf /etc/lighttpd/\nEXPOSE 80\nCMD ["lighttpd", "-D", "-f", "/etc/lighttpd/lighttpd.conf"]\n',
    },
  ],
  silentOn: [
    "FROM golang:1.25 AS build\nRUN make\nFROM scratch AS export\nCOPY --from=build /out /\n",
    "FROM alpine:3.22\nRUN apk add --no-cache git\n",
    "FROM nginx:1.27.3\nCOPY dist /usr/share/nginx/html\nEXPOSE 80\n",
    "FROM company/base:1\nEXPOSE 80\n",
    'FROM debian:12 AS base\nCMD ["/run.sh"]\nFROM base\nEXPOSE 80\n',
    'FROM alpine:3.22\nEXPOSE 80\nONBUILD CMD ["/run.sh"]\n',
  ],
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    if (stage === null || hasCommand(stage)) return;
    const missing = whatRuns(stage);
    const sign = missing === null ? null : signOfService(dockerfile, stage);
    if (missing === null || sign === null) return;
    yield {
      message:
        `\`${nameOf(sign)}\` says that this image is made to run, but it has neither CMD nor ENTRYPOINT: ` +
        `${missing}. Name the program to start.`,
      span: stage.from.image.span,
    };
  },
};

function hasCommand(stage: Stage): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some(({ kind }) => kind === "cmd" || kind === "entrypoint"),
  );
}

/** What happens when the image is started as it is; null when the base image has a command of its own, or may have. */
function whatRuns(stage: Stage): string | null {
  const { base } = rootStage(stage);
  if (base.scratch) return "`scratch` has none, so it cannot be started";
  if (base.reference === null) return null;
  if (familyOfStage(stage) === "distroless") {
    return knownImage(base.reference)?.starts === "none"
      ? `\`${base.reference.text}\` has none, so it cannot be started`
      : null;
  }
  const name = hubName(base.reference);
  return name !== null && distributions.has(name)
    ? `it starts the shell of \`${base.reference.text}\`, which ends at once`
    : null;
}

function nameOf({ kind, keyword, words }: Instruction): string {
  return kind === "healthcheck" ? keyword : `${keyword} ${words[0]?.text ?? ""}`;
}

/** An instruction that only an image that runs by itself has. */
function signOfService({ finalStage }: Dockerfile, stage: Stage): Instruction | null {
  const check = lastOfKind(stage.lineage, "healthcheck");
  if (check !== null && !check.none) return check;
  const stopSignal = lastOfKind(stage.lineage, "stopsignal");
  return exposeWords(finalStage ?? stage)[0]?.instruction ?? stopSignal;
}
