import { describe, expect, test } from "@jest/globals";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import { selectRules } from "../../src/lint/select-rules.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { contextOf, testDay } from "../support/describe-rule.ts";

/** The rules, of all there are, that find something in a text. */
function rulesThatFire(text: string, files?: Record<string, string>): Set<string> {
  const rules = selectRules(allRules, { preset: "all", only: [], ignore: [], today: testDay });
  const input = { path: "Dockerfile", text, buildContext: contextOf(files) };
  return new Set(lintDockerfile(input, rules).findings.map(({ rule }) => rule));
}

interface OneCause {
  readonly what: string;
  readonly text: string;
  /** What lies in the build context; left out, that is not known. */
  readonly files?: Record<string, string>;
  readonly speaks: string;
  readonly silent: readonly string[];
}

/** Mistakes that several rules know something about: one of them speaks, the others are silent. */
const causes: readonly OneCause[] = [
  {
    what: "a comment behind COPY, whose words become sources and a destination",
    text: "FROM alpine:3.22\nCOPY Dockerfile a # the settings\n",
    files: { Dockerfile: "" },
    speaks: "trailing-comment",
    silent: ["relative-copy-destination", "missing-copy-source"],
  },
  {
    what: "a source above the build context",
    text: "FROM alpine:3.22\nCOPY Dockerfile ../shared /app/\n",
    files: { Dockerfile: "" },
    speaks: "source-outside-context",
    silent: ["missing-copy-source"],
  },
  {
    what: "an index that is updated for another RUN",
    text: "FROM debian:12.8\nRUN apt-get update\nRUN apt-get install -y curl\n",
    speaks: "package-index-update-alone",
    silent: ["package-cache-left-behind", "consecutive-runs"],
  },
  {
    what: "an update that nothing uses",
    text: "FROM alpine:3.22\nRUN apk update\nENV A=b\nRUN apk add --no-cache curl\n",
    speaks: "package-index-update-alone",
    silent: ["package-cache-left-behind"],
  },
  {
    what: "a script that is run as it arrives",
    text: "FROM debian:12.8\nRUN curl -sSL https://example.com/install.py | python3 -\n",
    speaks: "piped-remote-script",
    silent: ["missing-pipefail", "tolerant-curl", "unverified-download"],
  },
  {
    what: "package lists that are removed in a RUN of their own",
    text: "FROM debian:12.8\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n",
    speaks: "package-cache-left-behind",
    silent: ["cleanup-in-later-layer", "consecutive-runs", "package-index-update-alone"],
  },
  {
    what: "a compiler that is removed in a later RUN than the one that installed it",
    text:
      "FROM python:3.13-alpine\nRUN apk add --no-cache --virtual .build gcc\nRUN pip install --no-cache-dir cffi\nRUN apk del .build\n" +
      'CMD ["python"]\n',
    speaks: "cleanup-in-later-layer",
    silent: ["unpurged-build-dependencies", "build-tools-in-final-stage"],
  },
  {
    what: "a compiler that pip needed",
    text: 'FROM python:3.13-alpine\nRUN apk add --no-cache gcc && pip install --no-cache-dir cffi\nCMD ["/app"]\n',
    speaks: "unpurged-build-dependencies",
    silent: ["build-tools-in-final-stage", "cleanup-in-later-layer"],
  },
  {
    what: "a program that is built where it runs",
    text: 'FROM golang:1.25\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y make && go build -o server .\nCMD ["./server"]\n',
    speaks: "single-stage-build",
    silent: ["build-tools-in-final-stage", "unpurged-build-dependencies", "source-in-final-stage"],
  },
  {
    what: "a compiler that pip needs, in a file that can be split",
    text:
      "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*\n" +
      'COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
    speaks: "single-stage-build",
    silent: ["build-tools-in-final-stage", "unpurged-build-dependencies"],
  },
  {
    what: "a large base image that is only needed to build",
    text:
      "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n" +
      'CMD ["node", "dist/index.js"]\n',
    speaks: "single-stage-build",
    silent: ["oversized-base-image"],
  },
  {
    what: "owners that are changed in a later RUN",
    text: "FROM debian:12.8\nCOPY --from=x /a /app/a\nRUN chown -R 1000:1000 /app\nRUN chmod -R 755 /app\n",
    speaks: "ownership-in-later-layer",
    silent: ["consecutive-runs"],
  },
  {
    what: "a user that is made and never used",
    text: 'FROM debian:12.8\nRUN useradd --uid 1000 app\nCMD ["/app"]\n',
    speaks: "unused-created-user",
    silent: ["missing-user", "root-user"],
  },
];

describe("one cause is said once", () => {
  test.each(causes)("$what", ({ text, files, speaks, silent }) => {
    const fired = rulesThatFire(text, files);
    expect([...fired]).toContain(speaks);
    expect(silent.filter((rule) => fired.has(rule))).toEqual([]);
  });

  test("names only rules that there are", () => {
    const names = new Set(allRules.map(({ name }) => name));
    const named = causes.flatMap(({ speaks, silent }) => [speaks, ...silent]);
    expect(named.filter((name) => !names.has(name))).toEqual([]);
  });

  test("a second pipe of the same RUN is still a pipe", () => {
    const text =
      "FROM debian:12.8\nRUN curl -fsSL https://example.com/i.sh | sh && curl -fsSL https://example.com/x.tgz | tar -xz -C /opt\n";
    const fired = rulesThatFire(text);
    expect([...fired]).toEqual(expect.arrayContaining(["piped-remote-script", "missing-pipefail"]));
  });
});

describe("where the rule that would speak does not run, another one does", () => {
  test.each([
    [
      "RUN curl -sSL https://example.com/install.sh | bash",
      "piped-remote-script",
      "missing-pipefail",
    ],
    ["RUN curl -sSL https://example.com/install.sh | bash", "piped-remote-script", "tolerant-curl"],
    ["RUN apt-get update", "package-index-update-alone", "package-cache-left-behind"],
  ])("%s", (line, speaker, other) => {
    const choice = { preset: "all", only: [], today: testDay } as const;
    const said = (ignore: readonly string[]) => {
      const rules = selectRules(allRules, { ...choice, ignore });
      const text = `FROM debian:12.8\n${line}\n`;
      const input = { path: "Dockerfile", text, buildContext: contextOf(undefined) };
      return lintDockerfile(input, rules).findings.map(({ rule }) => rule);
    };
    expect(said([])).not.toContain(other);
    expect(said([speaker])).toContain(other);
  });
});
