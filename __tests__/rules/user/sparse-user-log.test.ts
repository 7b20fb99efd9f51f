import { describe, expect, test } from "@jest/globals";
import { sparseUserLog } from "../../../src/rules/user/sparse-user-log.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(sparseUserLog);

describe("sparse-user-log in particular", () => {
  test.each([
    ["useradd -u 100000 app", "29 MB"],
    ["useradd --uid=1000000 app", "292 MB"],
    ["useradd -mu4000000000 app", "1168 GB"],
    ["sudo useradd -u 1234567 app", "360 MB"],
  ])("%s costs about %s", (command, size) => {
    const [finding] = findingsOf(sparseUserLog, `FROM debian:12.8\nRUN ${command}\n`);
    expect(finding?.message).toContain(size);
    expect(finding?.aliases).toEqual(["DL3046"]);
  });

  test("is silent below 100,000", () => {
    expect(findingsOf(sparseUserLog, "FROM debian:12.8\nRUN useradd -u 99999 app\n")).toEqual([]);
  });
});
