import { describe, expect, test } from "@jest/globals";
import { unpurgedBuildDependencies } from "../../../src/rules/packages/unpurged-build-dependencies.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(unpurgedBuildDependencies);

const head = "FROM python:3.13-slim\n";
const install = "apt-get update && apt-get install -y gcc libffi-dev";

describe("unpurged-build-dependencies in particular", () => {
  test.each([
    [`RUN ${install} && pip install x\n`, /^`gcc` and `libffi-dev` stay .* Remove them at the end/],
    [
      `RUN ${install}\nRUN pip install x\n`,
      /Install them in the RUN on line 3, remove them at its/,
    ],
    [
      `RUN ${install}\nRUN pip install x\nRUN pip install y\n`,
      /Build the packages of lines 3 and 4 in a stage of their own .*, or all in one RUN/,
    ],
  ])("says of %j what to do", (runs, message) => {
    const findings = findingsOf(unpurgedBuildDependencies, `${head}${runs}CMD ["x"]\n`);
    expect(findings.map((one) => one.message)).toEqual([expect.stringMatching(message)]);
  });

  test("tells once of packages that two RUNs install", () => {
    const text = `${head}RUN ${install}\nRUN apt-get update && apt-get install -y g++\nRUN pip install x\nCMD ["x"]\n`;
    const findings = findingsOf(unpurgedBuildDependencies, text);
    expect(findings.map((one) => one.message)).toEqual([
      expect.stringMatching(/^`gcc`, `libffi-dev` and `g\+\+` stay in the image/),
    ]);
  });
});
