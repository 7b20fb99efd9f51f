import { describe, expect, test } from "@jest/globals";
import { cdInRun } from "../../../src/rules/run/cd-in-run.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(cdInRun);

describe("cd-in-run in particular", () => {
  test("does not advise a relative WORKDIR", () => {
    const [finding] = findingsOf(cdInRun, "FROM debian:12.8\nRUN cd src && make\n");
    expect(finding?.message).toContain("WORKDIR with the whole path of `src`");
    expect(finding?.fix).toBeNull();
  });
});
