import { expect, test } from "@jest/globals";
import { copyDestinationNotDirectory } from "../../../src/rules/copy/copy-destination-not-directory.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(copyDestinationNotDirectory);

const windows = "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\n";

test.each([
  ["FROM alpine:3.22\n", 'COPY a b "/x"', 'COPY a b "/x/"'],
  ["FROM alpine:3.22\n", "COPY a <<EOF /x\nb\nEOF", "COPY a <<EOF /x/\nb\nEOF"],
  ["FROM alpine:3.22\n", "ADD a \\\n  b \\\n  /x", "ADD a \\\n  b \\\n  /x/"],
  [windows, "COPY a b C:\\app", "COPY a b C:\\app\\"],
  [windows, "COPY a b C:/app", "COPY a b C:/app/"],
])("in %j %j becomes %j", (head, before, after) => {
  expect(fixedBy(copyDestinationNotDirectory, `${head}${before}\n`)).toBe(`${head}${after}\n`);
});

test("names the destination", () => {
  const [finding] = findingsOf(copyDestinationNotDirectory, "FROM alpine:3.22\nCOPY a b c /x\n");
  expect(finding?.message).toBe(
    "COPY takes 3 sources to `/x`, which is no directory without a slash at its end. Write `/x/`.",
  );
});
