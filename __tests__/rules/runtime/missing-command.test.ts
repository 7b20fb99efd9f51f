import { describe, expect, test } from "@jest/globals";
import { missingCommand } from "../../../src/rules/runtime/missing-command.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(missingCommand);

describe("missing-command in particular", () => {
  test.each([
    ["FROM scratch\nCOPY app /app\nEXPOSE 8080\n", "`EXPOSE 8080`", "cannot be started"],
    [
      "FROM gcr.io/distroless/static-debian12\nCOPY app /app\nSTOPSIGNAL SIGINT\n",
      "`STOPSIGNAL SIGINT`",
      "cannot be started",
    ],
    ['FROM debian:12\nHEALTHCHECK CMD ["/probe"]\n', "`HEALTHCHECK`", "the shell of `debian:12`"],
  ])("says of %j what shows it and what happens", (text, sign, result) => {
    const [finding] = findingsOf(missingCommand, text);
    expect(finding?.message).toContain(sign);
    expect(finding?.message).toContain(result);
  });

  test.each([
    "FROM node:22\nEXPOSE 3000\n",
    "FROM gcr.io/distroless/static-debian12 AS tools\nEXPOSE 80\nFROM company/x:1\n",
    "FROM debian:12\nHEALTHCHECK NONE\n",
  ])("is silent on %j", (text) => {
    expect(findingsOf(missingCommand, text)).toEqual([]);
  });
});
