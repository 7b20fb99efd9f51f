import { describe, expect, test } from "@jest/globals";
import { wholeFilesystemCopy } from "../../../src/rules/stages/whole-filesystem-copy.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(wholeFilesystemCopy);

const build = "FROM debian:12.8 AS build\nRUN make\n";

describe("whole-filesystem-copy in particular", () => {
  test.each(["/ /", "/. /", "/* /", "/ //", '["/", "/"]', "/app / /"])("fires on %s", (paths) => {
    const text = `${build}FROM alpine:3.22\nCOPY --from=build ${paths}\n`;
    const findings = findingsOf(wholeFilesystemCopy, text);
    expect(findings.map(({ severity }) => severity)).toEqual(["warning"]);
  });

  test("only mentions it where an image is flattened", () => {
    const text = `${build}FROM scratch\nCOPY --from=build / /\n`;
    const [finding] = findingsOf(wholeFilesystemCopy, text);
    expect(finding?.severity).toBe("info");
    expect(finding?.message).toContain("in one layer");
  });

  test("knows a system by the commands that run in it", () => {
    const text =
      "ARG BASE\nFROM ${BASE} AS base\nRUN make\nFROM base AS build\nFROM alpine:3.22\nCOPY --from=build / /\n";
    expect(findingsOf(wholeFilesystemCopy, text)).toHaveLength(1);
  });
});
