import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { imageRuns } from "../../dockerfile/queries.ts";
import { joinRuns, nextRun } from "../../shell/edits/join-runs.ts";
import { mergeInstalls } from "../../shell/edits/merge-installs.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { workOf, type RunWork } from "../../shell/layers/run-work.ts";
import type { Fix, Problem, Rule } from "../rule.ts";

/** A RUN of more commands than this is a step that somebody put together. */
const mostCommands = 2;

/** Of a longer row only the first and the last line are named. */
const mostNamed = 5;

export const consecutiveRuns: Rule = {
  name: "consecutive-runs",
  category: "layers",
  severity: "info",
  confidence: "medium",
  presets: ["recommended", "hadolint"],
  summary: "Several short RUNs in a row that could be one",
  why:
    "Each RUN is a layer of its own: it is started, compared, stored and pulled by itself, and what a later one deletes " +
    "or changes stays in the earlier one. Short steps of one kind read as well in one RUN. Steps that are apart for the " +
    "build cache (an installation and what changes often), RUNs with flags or here-documents, RUNs of several commands, " +
    "and stages that are not part of the image are left alone.",
  sources: [
    {
      title: "Docker: Building best practices, RUN",
      url: "https://docs.docker.com/build/building/best-practices/#run",
    },
  ],
  aliases: ["DL3059", "S7031"],
  fix: "review",
  ignoreWhen:
    "When the steps are apart so that one can change without running the other again, say so there:",
  scope: "file",
  examples: [
    {
      bad:
        "FROM debian:12.8\nRUN groupadd --gid 1001 app\nRUN useradd --uid 1001 --gid app --no-log-init --create-home app\n" +
        "RUN mkdir -p /srv/app\nUSER app\n",
      good:
        "FROM debian:12.8\nRUN groupadd --gid 1001 app \\\n    && useradd --uid 1001 --gid app --no-log-init --create-home app \\\n" +
        "    && mkdir -p /srv/app\nUSER app\n",
      fixed:
        "FROM debian:12.8\nRUN groupadd --gid 1001 app \\\n    && useradd --uid 1001 --gid app --no-log-init --create-home app \\\n" +
        "    && mkdir -p /srv/app\nUSER app\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN apk add --no-cache curl\nRUN apk add --no-cache git\nRUN apk add --no-cache jq\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl git jq\n",
      fixed: "FROM alpine:3.22\nRUN apk add --no-cache curl git jq\n",
    },
    {
      bad:
        "FROM nginx:1.27.3\nRUN mkdir -p /etc/nginx/certs && \\\n    chmod 700 /etc/nginx/certs\n" +
        "RUN mkdir -p /data/logs\n",
      good:
        "FROM nginx:1.27.3\nRUN mkdir -p /etc/nginx/certs && \\\n    chmod 700 /etc/nginx/certs && \\\n" +
        "    mkdir -p /data/logs\n",
      fixed:
        "FROM nginx:1.27.3\nRUN mkdir -p /etc/nginx/certs && \\\n    chmod 700 /etc/nginx/certs && \\\n" +
        "    mkdir -p /data/logs\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nRUN apk add --no-cache curl tar\nRUN mkdir /data\n",
    "FROM node:22\nRUN npm ci\nRUN npm run build\n",
    "FROM python:3.13\nRUN pip install --no-cache-dir torch\nRUN pip install --no-cache-dir -r requirements.txt\n",
    "FROM alpine:3.22\nRUN --mount=type=secret,id=a cat /run/secrets/a\nRUN echo done\n",
    "FROM alpine:3.22\nRUN <<EOF\nmkdir /a\nEOF\nRUN mkdir /b\n",
    "FROM alpine:3.22 AS build\nRUN mkdir /a\nRUN mkdir /b\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    "FROM alpine:3.22\nRUN mkdir /a\n# for the logs of the worker\nRUN mkdir /b\n",
    "FROM debian:12\n# in separate commands, to avoid time-outs\nRUN apt-get install -y curl\nRUN apt-get install -y git\n",
    "FROM alpine:3.22\nRUN mkdir /a\nRUN rm -rf /tmp/a\n",
    "FROM alpine:3.22\nRUN mkdir /a\nWORKDIR /a\nRUN mkdir b\n",
    "FROM alpine:3.22\nRUN mkdir /a\nUSER app\nRUN mkdir /a/b\n",
    "FROM alpine:3.22\nRUN mkdir /a\nENV A=b\nRUN mkdir /b\n",
    'FROM debian:12\nRUN mkdir /a\nSHELL ["/bin/bash", "-c"]\nRUN mkdir /b\n',
    "FROM alpine:3.22\nRUN mkdir a && touch a/b && ln -s a/b c\nRUN mkdir d && touch d/e && ln -s d/e f\n",
    "FROM debian:12\nRUN apt-get update\nRUN apt-get install -y curl\n",
    'FROM alpine:3.22\nRUN ["mkdir", "/a"]\nRUN ["mkdir", "/b"]\n',
    "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN mkdir C:\\a\nRUN mkdir C:\\b\n",
    "FROM alpine:3.22\nONBUILD RUN mkdir /a\nONBUILD RUN mkdir /b\n",
  ],
  appliesTo: (dockerfile) => imageRuns(dockerfile).length > 0,
  *check(dockerfile) {
    let at: RunInstruction | null = null;
    for (const run of imageRuns(dockerfile)) {
      // Part of a row that was looked at.
      if (at !== null && run.index <= at.index) continue;
      const row = rowFrom(dockerfile, run);
      at = row.at(-1) ?? run;
      if (row.length < 2 || isLeftToOthers(dockerfile, row) || isMeantApart(dockerfile, row))
        continue;
      yield problemOf(dockerfile, row);
    }
  },
};

/** The RUNs from one on, each directly behind the one before, that could be one step. */
function rowFrom(dockerfile: Dockerfile, first: RunInstruction): RunInstruction[] {
  const row = [first];
  const work = shortWork(dockerfile, first);
  if (work === null) return row;
  const { source } = dockerfile;
  let last = first;
  for (let next = nextRun(dockerfile, first); next !== null; next = nextRun(dockerfile, next)) {
    // What has a comment of its own is a step of its own.
    if (source.text.slice(last.span.end, next.span.start).trim() !== "") break;
    const another = shortWork(dockerfile, next);
    if (another === null || !isAlike(work, another) || joinRuns(dockerfile, [last, next]) === null)
      break;
    row.push(next);
    last = next;
  }
  return row;
}

/** What a RUN of few commands does; null for one that is to stay by itself. */
function shortWork(dockerfile: Dockerfile, run: RunInstruction): RunWork | null {
  const work = workOf(dockerfile, run);
  if (work === null || work.kind === "other") return null;
  const commands = shellOf(dockerfile, run)?.commands ?? [];
  // Clean-up belongs into the RUN whose files it removes, which another rule says.
  const isCleanUp = commands.every(({ name }) => name === "rm");
  return isCleanUp || commands.length > mostCommands ? null : work;
}

function isAlike(first: RunWork, second: RunWork): boolean {
  if (first.kind !== "install" || second.kind !== "install") return first.kind === second.kind;
  return first.manager === second.manager;
}

/** Whether other rules have a better answer: owner and mode belong to the COPY. */
function isLeftToOthers(dockerfile: Dockerfile, row: readonly RunInstruction[]): boolean {
  const names = row.flatMap((run) =>
    (shellOf(dockerfile, run)?.commands ?? []).map(({ name }) => name),
  );
  return names.every((name) => name === "chmod" || name === "chown" || name === "chgrp");
}

/** Whether the comment above a row says that its steps are separate on purpose: "separate commands to avoid time-outs". */
function isMeantApart({ source }: Dockerfile, [first]: readonly RunInstruction[]): boolean {
  const line = first === undefined ? 1 : source.lineAt(first.span.start);
  if (line === 1) return false;
  const above = source.slice(source.lineSpan(line - 1)).trim();
  return above.startsWith("#") && /\bseparate(ly)?\b/i.test(above);
}

function problemOf(dockerfile: Dockerfile, row: readonly RunInstruction[]): Problem {
  const { source } = dockerfile;
  const works = row.map((run) => workOf(dockerfile, run));
  const installs = works.flatMap((work) => (work?.kind === "install" ? [work] : []));
  const [manager] = installs.map((install) => install.manager);
  const count = row.length;
  const lines = row.map(({ span }) => source.lineAt(span.start));
  const last = lines.at(-1) ?? 0;
  const where =
    count > mostNamed
      ? `lines ${lines[0] ?? 0} to ${last}`
      : `lines ${lines.slice(0, -1).join(", ")} and ${last}`;
  return {
    message:
      manager === undefined
        ? `${count} short RUNs in a row (${where}) make ${count} layers. Join them with \`&&\` into one.`
        : `${count} RUNs in a row (${where}) install with \`${manager}\`, each in a layer of its own. Install it all in one.`,
    // The one that is too many; a comment that silences it stands there too.
    span: (row[1] ?? row[0])?.keywordSpan ?? { start: 0, end: 0 },
    ...(works[0]?.kind === "unknown" ? { confidence: "low" as const } : {}),
    // Joined, RUNs that update the index would do so several times in one.
    fix: installs.some(({ updatesIndex }) => updatesIndex) ? undefined : fixOf(dockerfile, row),
  };
}

function fixOf(dockerfile: Dockerfile, row: readonly RunInstruction[]): Fix | undefined {
  const merged = mergeInstalls(dockerfile, row);
  if (merged !== null) return { title: "Install all in one RUN", safety: "review", edits: merged };
  const edits = joinRuns(dockerfile, row);
  const title = `Join the ${row.length} RUNs with &&`;
  return edits === null ? undefined : { title, safety: "review", edits };
}
