import { isContainerAction } from "../../context/container-action.ts";
import { baseUserOf } from "../../dockerfile/base-users.ts";
import { insertAfter } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, Stage, UserInstruction } from "../../dockerfile/model.ts";
import { lastOfKind, rootStage } from "../../dockerfile/queries.ts";
import { isRoot } from "../../dockerfile/users.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { dropsPrivileges } from "../../shell/services/privileges.ts";
import { servedPorts } from "../../shell/services/served-ports.ts";
import {
  startedScript,
  startingInstruction,
  startsRootService,
} from "../../shell/services/started-program.ts";
import type { Fix, Rule } from "../rule.ts";

export const rootUser: Rule = {
  name: "root-user",
  category: "user",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "security", "hadolint"],
  summary: "The last USER of the image is root",
  why:
    "The container's process then runs as root. Whoever takes over the process owns every file of the image and every " +
    "volume, and is one kernel or runtime flaw away from the host. Root is needed to install packages, not to serve.",
  sources: [
    {
      title: "Docker: Building best practices, USER",
      url: "https://docs.docker.com/build/building/best-practices/#user",
    },
  ],
  aliases: ["DL3002", "DS-0002", "CKV_DOCKER_8"],
  fix: "review",
  scope: "file",
  words: ["user"],
  ignoreWhen:
    "When the process needs root and drops it itself, or the image is a tool that manages the host:",
  examples: [
    {
      bad:
        "FROM node:22\nUSER node\nWORKDIR /app\nUSER root\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n" +
        'CMD ["node", "server.js"]\n',
      good:
        "FROM node:22\nUSER node\nWORKDIR /app\nUSER root\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n" +
        'USER node\nCMD ["node", "server.js"]\n',
      fixed:
        "FROM node:22\nUSER node\nWORKDIR /app\nUSER root\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n" +
        'USER node\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM alpine:3.22\nARG RUN_AS=0\nUSER ${RUN_AS}\nCMD ["/app"]\n',
      good: 'FROM alpine:3.22\nARG RUN_AS=10001\nUSER ${RUN_AS}\nCMD ["/app"]\n',
    },
  ],
  silentOn: [
    'FROM alpine:3.22\nLABEL com.github.actions.name="greet"\nUSER root\nENTRYPOINT ["/greet"]\n',
    'FROM debian:12\nUSER root\nENTRYPOINT ["gosu", "app", "/app"]\n',
    'FROM alpine:3.22\nRUN apk add --no-cache su-exec\nUSER root\nENTRYPOINT ["/docker-entrypoint.sh"]\n',
    'FROM debian:12 AS build\nUSER root\nRUN make\nFROM debian:12\nUSER 1000\nCMD ["/app"]\n',
    "FROM debian:12\nARG RUN_AS\nUSER ${RUN_AS}\n",
    'FROM debian:12\nUSER root\nRUN true\nUSER app\nCMD ["/app"]\n',
    "FROM postgres:17\nUSER root\nRUN apt-get update\n",
    'FROM redis:7.4\nUSER root\nCMD ["redis-server", "/redis.conf"]\n',
  ],
  *check(dockerfile, { buildContext }) {
    if (isContainerAction(dockerfile, buildContext)) return;
    const stage = dockerfile.finalStage;
    const user = stage?.endState.user ?? null;
    if (stage === null || user?.user == null || user.onbuild !== null) return;
    const name = expandWord(user.user, user.state.lookup);
    if (name === null || !isRoot(name)) return;
    if (dropsPrivileges(dockerfile, stage) || baseDropsPrivileges(stage)) return;
    const asDefault = user.user.variables.length > 0 ? ` (\`${name}\` by default)` : "";
    const doubt = previousUser(user) === null ? doubtOf(dockerfile, stage) : null;
    yield {
      message:
        `The image ends with \`USER ${user.user.text}\`${asDefault}, so ${doubt ?? "its process runs as root"}. ` +
        "Switch to an unprivileged user before the command.",
      span: user.span,
      ...(doubt === null ? {} : { severity: "info" as const, confidence: "low" as const }),
      fix: fixOf(dockerfile, user),
    };
  },
};

/** Whether the base image's own entrypoint is started, and switches to a user of its own: it has to start as root. */
function baseDropsPrivileges(stage: Stage): boolean {
  return (
    baseUserOf(rootStage(stage).base) === "drops-privileges" &&
    lastOfKind(stage.lineage, "entrypoint") === null
  );
}

/** What is less than sure of "its process runs as root", in its words; null when nothing is. */
function doubtOf(dockerfile: Dockerfile, stage: Stage): string | null {
  const base = baseUserOf(rootStage(stage).base);
  // The image had an unprivileged user before.
  if (base === "unprivileged") return null;
  const starts = startingInstruction(stage);
  if (base === "root-service" || startsRootService(dockerfile, stage))
    return "its main process runs as root, if not its workers";
  if (starts === null)
    return "what is started in it, or built on it, runs as root unless it says otherwise";
  const script = startedScript(dockerfile, starts);
  return script === null ? null : `its process runs as root, unless \`${script}\` gives that up`;
}

/** Returns to the user that was in force before, where the file itself had set one. */
function fixOf(dockerfile: Dockerfile, root: UserInstruction): Fix | undefined {
  const earlier = previousUser(root);
  const stage = dockerfile.finalStage;
  if (earlier === null || stage === null || root.stage !== stage) return undefined;
  // What listens below 1024 was meant to start as root; the other user was for some steps only.
  if (servedPorts(dockerfile, stage).some((port) => port < 1024)) return undefined;
  const needsRoot = stage.instructions.filter(
    ({ kind, index, onbuild }) =>
      index > root.index && onbuild === null && ["run", "copy", "add", "workdir"].includes(kind),
  );
  const last = needsRoot.at(-1) ?? root;
  const title = `Return to USER ${earlier} after the steps that need root`;
  return { title, safety: "review", edits: insertAfter(dockerfile, last, `USER ${earlier}`) };
}

/** The nearest user before, as written, that is not root. */
function previousUser(from: UserInstruction): string | null {
  const seen = new Set<UserInstruction>();
  for (let user = from.state.user; user !== null && !seen.has(user); user = user.state.user) {
    seen.add(user);
    if (user.user === null) continue;
    const name = expandWord(user.user, user.state.lookup);
    if (name !== null && !isRoot(name)) return user.user.text;
  }
  return null;
}
