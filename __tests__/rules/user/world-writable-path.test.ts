import { describe, expect, test } from "@jest/globals";
import { isWorldWritable } from "../../../src/shell/file-modes.ts";
import { worldWritablePath } from "../../../src/rules/user/world-writable-path.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(worldWritablePath);

describe("world-writable-path in particular", () => {
  test.each([
    "777",
    "0777",
    "666",
    "o+w",
    "a+w",
    "a+rwx",
    "ugo=rwx",
    "u+x,o+rw",
    "go+rwX",
    "02777",
    "a=rw",
  ])("takes %s for writable by all", (mode) => {
    expect(isWorldWritable(mode)).toBe(true);
  });

  test.each([
    "755",
    "775",
    "1777",
    "0644",
    "+w",
    "u+w",
    "g+w",
    "ug+rwX",
    "o-w",
    "a+rx",
    "a+X",
    "o=r",
    "+t",
    "a+rwxt",
    "77",
    "x",
  ])("takes %s for not writable by all", (mode) => {
    expect(isWorldWritable(mode)).toBe(false);
  });

  test("names mode and path, and points at the mode", () => {
    const text = "FROM debian:12.8\nENV DIR=/srv/app\nRUN mkdir -p -m 0777 $DIR\n";
    const [finding] = findingsOf(worldWritablePath, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("0777");
    expect(finding?.message).toContain("`/srv/app`");
  });
});
