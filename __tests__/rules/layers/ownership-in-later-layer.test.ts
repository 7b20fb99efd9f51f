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
});
