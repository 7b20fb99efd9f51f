import { isContainerAction } from "../../context/container-action.ts";
import { isForTests } from "../../dockerfile/test-files.ts";
import { insertBeforeStart } from "../../dockerfile/end-block.ts";
import { userWithoutUse } from "../../shell/users/unused-users.ts";
import type { Rule } from "../rule.ts";

export const unusedCreatedUser: Rule = {
  name: "unused-created-user",
  category: "user",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "A user is created for the program, and the program still runs as root",
  why:
    "Creating a user changes nothing by itself: without USER the container's process is root. Whoever takes over the process " +
    "owns every file of the image and every volume, and is one kernel or runtime flaw away from the host. Clusters that ask for " +
    "`runAsNonRoot` refuse to start such an image.",
  sources: [
    {
      title: "Docker: Building best practices, USER",
      url: "https://docs.docker.com/build/building/best-practices/#user",
    },
  ],
  aliases: ["DS-0002", "CKV_DOCKER_3"],
  fix: "review",
  ignoreWhen: "the program starts as root on purpose and switches to that user by itself.",
  scope: "file",
  words: ["useradd", "adduser"],
  examples: [
    {
      bad:
        "FROM python:3.13.1-slim\nRUN useradd --system --uid 10001 app\nWORKDIR /app\nCOPY --chown=app app.py .\n" +
        'CMD ["python", "app.py"]\n',
      good:
        "FROM python:3.13.1-slim\nRUN useradd --system --uid 10001 app\nWORKDIR /app\nCOPY --chown=app app.py .\n" +
        'USER app\nCMD ["python", "app.py"]\n',
      fixed:
        "FROM python:3.13.1-slim\nRUN useradd --system --uid 10001 app\nWORKDIR /app\nCOPY --chown=app app.py .\n" +
        'USER app\nCMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM alpine:3.22\nRUN addgroup -S app && adduser -S -G app app\nCOPY server /server\nEXPOSE 8080\nENTRYPOINT ["/server"]\n',
      good: 'FROM alpine:3.22\nRUN addgroup -S app && adduser -S -G app app\nCOPY server /server\nEXPOSE 8080\nUSER app\nENTRYPOINT ["/server"]\n',
      fixed:
        'FROM alpine:3.22\nRUN addgroup -S app && adduser -S -G app app\nCOPY server /server\nEXPOSE 8080\nUSER app\nENTRYPOINT ["/server"]\n',
    },
  ],
  silentOn: [
    'FROM debian:12.8\nRUN useradd app\nENTRYPOINT ["gosu", "app", "/server"]\n',
    'FROM debian:12.8\nRUN useradd app\nCOPY docker-entrypoint.sh /\nENTRYPOINT ["/docker-entrypoint.sh"]\n',
    'FROM debian:12.8\nRUN useradd app\nCMD ["su", "app", "-c", "/server"]\n',
    'FROM debian:12.8\nRUN useradd app\nUSER 10001\nCMD ["/server"]\n',
    'FROM debian:12.8\nRUN useradd app\nUSER root\nCMD ["/server"]\n',
    'FROM debian:12.8\nRUN useradd sshd-user\nCMD ["/usr/sbin/sshd", "-D"]\n',
    'FROM debian:12.8 AS build\nRUN useradd app\nFROM debian:12.8\nCMD ["/server"]\n',
    'FROM debian:12.8\nRUN adduser app docker\nCMD ["/server"]\n',
    'FROM alpine:3.22 AS base\nRUN adduser -D app\nFROM base\nUSER app\nCMD ["/server"]\n',
    "FROM debian:12.8\nRUN useradd app\n",
  ],
  *check(dockerfile, { path, buildContext }) {
    if (isForTests(path) || /(?:^|\/)\.devcontainer\//.test(path)) return;
    if (isContainerAction(dockerfile, buildContext)) return;
    const stage = dockerfile.finalStage;
    const user = userWithoutUse(dockerfile);
    if (stage === null || user?.name == null) return;
    const { name, command } = user;
    yield {
      message:
        `\`${name}\` is created but never used: without USER the image's program runs as root. ` +
        `Add \`USER ${name}\` before the command.`,
      span: command.span,
      fix: {
        title: `Run as ${name} (check what it has to write to)`,
        safety: "review",
        edits: insertBeforeStart(dockerfile, stage, `USER ${name}`),
      },
    };
  },
};
