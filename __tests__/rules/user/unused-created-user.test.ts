import { describe, expect, test } from "@jest/globals";
import { missingUser } from "../../../src/rules/user/missing-user.ts";
import { unusedCreatedUser } from "../../../src/rules/user/unused-created-user.ts";
import { problemsAt, describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(unusedCreatedUser);

describe("unused-created-user in particular", () => {
  const text = 'FROM debian:12.8\nRUN groupadd app && useradd -r -g app app\nCMD ["/server"]\n';

  test("points at the command that makes the user, and missing-user leaves the word to it", () => {
    const [finding] = findingsOf(unusedCreatedUser, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("useradd -r -g app app");
    expect(finding?.aliases).toEqual(["DS-0002", "CKV_DOCKER_3"]);
    expect(findingsOf(missingUser, text)).toEqual([]);
  });

  test.each([
    'FROM debian:12.8\nRUN useradd a && useradd b\nCMD ["/server"]\n',
    'FROM debian:12.8\nARG NAME\nRUN useradd $NAME\nCMD ["/server"]\n',
    'FROM debian:12.8\nRUN useradd app\nCMD ["uwsgi", "--uid", "app"]\n',
    'FROM example.com/base:1\nRUN useradd app\nCMD ["/server"]\n',
    'FROM debian:12.8\nRUN useradd app\nENTRYPOINT ["/bin/sh", "/usr/local/bin/start"]\n',
    'FROM debian:12.8\nRUN useradd app\nENTRYPOINT ["hack/dind"]\n',
    'FROM debian:12.8\nRUN useradd app\nCMD ["/srv/scripts/serve"]\n',
    'FROM debian:12.8\nRUN useradd app\nCOPY <<"EOF" /start\n#!/bin/sh\nexec gosu app "$@"\nEOF\nENTRYPOINT ["/start"]\n',
    'FROM nginx:1.27.3\nRUN useradd app\nCMD ["nginx", "-g", "daemon off;"]\n',
  ])("is silent where it cannot know, on %j", (other) => {
    expect(findingsOf(unusedCreatedUser, other)).toEqual([]);
  });

  test("follows a user that an ancestor stage makes", () => {
    const staged = 'FROM debian:12.8 AS base\nRUN useradd app\nFROM base\nCMD ["/server"]\n';
    expect(findingsOf(unusedCreatedUser, staged)).toHaveLength(1);
  });
});

test.each([
  [".devcontainer/Dockerfile", 0],
  ["tests/proxy/Dockerfile", 0],
  ["proxy/Dockerfile", 1],
])("%s: %d, for others may use the user that is made", (path, count) => {
  const text = 'FROM debian:12.8\nRUN useradd app\nCMD ["/server"]\n';
  expect(problemsAt(unusedCreatedUser, path, text)).toHaveLength(count);
});
