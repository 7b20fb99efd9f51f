import { expect, test } from "@jest/globals";
import { missingWorkdir } from "../../../src/rules/syntax/missing-workdir.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(missingWorkdir);

test("says it once, at the first place", () => {
  const text = "FROM node:22.12.0\nCOPY . /\nRUN npm ci\nRUN npm run build\n";
  expect(findingsOf(missingWorkdir, text).map(({ message }) => message)).toEqual([
    "The whole build context lands in `/`, among the directories of the system. No WORKDIR is set. Add one, such as `WORKDIR /app`, above.",
  ]);
});

test("is silent on a context that is laid out like a root file system", () => {
  const files = { "etc/app.conf": "", "usr/bin/app": "" };
  expect(findingsOf(missingWorkdir, "FROM alpine:3.22\nCOPY . /\n", files)).toEqual([]);
});
