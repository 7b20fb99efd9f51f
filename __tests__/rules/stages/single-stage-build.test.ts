import { expect, test } from "@jest/globals";
import { singleStageBuild } from "../../../src/rules/stages/single-stage-build.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(singleStageBuild);

test.each(["pip3", "python3 -m pip"])("names an install by %s as it is written", (pip) => {
  const text =
    "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y --no-install-recommends gcc\n" +
    `COPY requirements.txt .\nRUN ${pip} install -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n`;
  expect(findingsOf(singleStageBuild, text).map(({ message }) => message)).toEqual([
    expect.stringContaining(`compiles what \`${pip} install\` installs and runs it`),
  ]);
});
