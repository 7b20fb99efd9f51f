import { describe, expect, test } from "@jest/globals";
import { ownershipInLaterLayer } from "../../../src/rules/layers/ownership-in-later-layer.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(ownershipInLaterLayer);

describe("ownership-in-later-layer in particular", () => {
  test.each([
    ["spark:3.5.3", "spark", true],
    ["mongo:8.0", "mongodb", true],
    ["nginxinc/nginx-unprivileged:1.29", "nginx", true],
    ["debian:12", "spark", false],
  ])("knows of %s whether it has the user %s: %j", (image, user, isKnown) => {
    const text = `FROM ${image}\nUSER root\nCOPY a /opt/a/\nRUN chown -R ${user}:${user} /opt/a\nUSER ${user}\n`;
    const [finding] = findingsOf(ownershipInLaterLayer, text);
    expect(finding?.fix != null).toBe(isKnown);
  });

  test.each([
    ["RUN useradd app && chown -R app /app", /once the user is made, and let what writes/],
    ["RUN groupadd web && chown -R www-data:web /app", /once the group is made, and let/],
    ["RUN chown -R 1000 /app && ./setup /app/x", /`COPY --chown=1000`/],
  ])("says of `%s` what has to come first", (run, message) => {
    const text = `FROM debian:12\nCOPY . /app\n${run}\n`;
    expect(findingsOf(ownershipInLaterLayer, text)[0]?.message).toMatch(message);
  });

  test("gives COPY the owner that chown takes in its old form", () => {
    const text = "FROM node:22\nCOPY . /app\nRUN chown -R node.node /app\nUSER node\n";
    const [finding] = findingsOf(ownershipInLaterLayer, text);
    expect(finding?.message).toContain("`COPY --chown=node:node`");
  });
});
