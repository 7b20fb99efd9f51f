import { expect, test } from "@jest/globals";
import { relativeCopyDestination } from "../../../src/rules/copy/relative-copy-destination.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(relativeCopyDestination);

test("says it once for a stage, and where the files land today", () => {
  const text = "FROM golang:1.25.1 AS a\nCOPY a .\nCOPY b .\nFROM example/base\nADD c ./c\n";
  const found = findingsOf(relativeCopyDestination, text);
  expect(found.map(({ confidence, aliases, message }) => [confidence, aliases, message])).toEqual([
    [
      "high",
      ["DL3045"],
      "`.` is taken from the base image's working directory (`/go` today), because no WORKDIR is set. Set one above, or write the whole path.",
    ],
    [
      "medium",
      [],
      "`./c` is taken from the base image's working directory, because no WORKDIR is set. Set one above, or write the whole path.",
    ],
  ]);
});
