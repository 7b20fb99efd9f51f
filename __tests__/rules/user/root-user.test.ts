import { describe, expect, test } from "@jest/globals";
import { rootUser } from "../../../src/rules/user/root-user.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(rootUser);

describe("root-user in particular", () => {
  test.each([
    ['FROM debian:12\nUSER root\nCMD ["/app"]\n', "warning/high"],
    ["FROM jenkins/jenkins:lts\nUSER root\nRUN apt-get update\n", "warning/high"],
    ['FROM node:22\nUSER node\nUSER root\nENTRYPOINT ["/start.sh"]\n', "warning/high"],
    ['FROM postgres:17\nUSER root\nENTRYPOINT ["/server"]\n', "warning/high"],
    ["FROM node:22-slim\nUSER root\nRUN apt-get update\n", "info/low"],
    ["FROM nginx:1.28\nUSER root\nCOPY a.conf /etc/nginx/\n", "info/low"],
    ['FROM debian:12\nUSER root\nCMD ["cron", "-f"]\n', "info/low"],
    ['FROM debian:12\nUSER root\nENTRYPOINT ["/docker-entrypoint.sh"]\n', "info/low"],
    ['FROM debian:12\nUSER root\nENTRYPOINT ["/bin/sh", "/opt/start"]\n', "info/low"],
  ])("is as sure as it can be, on %j: %s", (text, said) => {
    const [finding] = findingsOf(rootUser, text);
    expect(`${finding?.severity ?? ""}/${finding?.confidence ?? ""}`).toBe(said);
  });

  test.each([
    "FROM debian:12\nUSER root\nCMD exec su -s /bin/sh app -c /server\n",
    "FROM debian:12\nUSER root\nCMD sudo -u app /server\n",
    'FROM debian:12\nCOPY <<"EOF" /start\n#!/bin/sh\nexec setpriv --reuid=app "$@"\nEOF\nUSER root\nENTRYPOINT ["/start"]\n',
    "FROM alpine:3.22\nRUN printf '#!/bin/sh\\nexec su-exec app /app\\n' > /start\nUSER root\nENTRYPOINT [\"/start\"]\n",
  ])("is silent where the file itself says how root is given up, on %j", (text) => {
    expect(findingsOf(rootUser, text)).toEqual([]);
  });

  test.each([
    ["8080", true],
    ["25", false],
  ])("offers the earlier user to what serves port %s: %s", (port, isOffered) => {
    const text =
      "FROM debian:13\nUSER worker\nRUN prepare\nUSER root\n" +
      `EXPOSE ${port}\nCMD ["/usr/sbin/serve"]\n`;
    const [finding] = findingsOf(rootUser, text);
    expect(finding).toBeDefined();
    expect(finding?.fix !== null).toBe(isOffered);
  });
});
