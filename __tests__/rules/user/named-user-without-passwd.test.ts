import { describe, expect, test } from "@jest/globals";
import { namedUserWithoutPasswd } from "../../../src/rules/user/named-user-without-passwd.ts";
import { nonNumericUser } from "../../../src/rules/user/non-numeric-user.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(namedUserWithoutPasswd);

describe("named-user-without-passwd in particular", () => {
  test("sees a file that is copied too late", () => {
    const text =
      "FROM debian:12.8 AS build\nFROM scratch\nCOPY --chown=app x /x\nCOPY --from=build /etc/passwd /etc/\nUSER app\n";
    const findings = findingsOf(namedUserWithoutPasswd, text);
    expect(findings.map(({ span }) => text.slice(span.start, span.end))).toEqual(["--chown=app"]);
  });

  test("sees the file in the stage it stands on", () => {
    const text = "FROM scratch AS base\nADD rootfs.tar.gz /\nFROM base\nUSER app\n";
    expect(findingsOf(namedUserWithoutPasswd, text)).toEqual([]);
  });

  test("speaks of the image's own user only, and looks at all that the image has", () => {
    const text = "FROM scratch AS base\nUSER app\nFROM base\nCOPY passwd /etc/passwd\n";
    expect(findingsOf(namedUserWithoutPasswd, text)).toEqual([]);
    expect(findingsOf(namedUserWithoutPasswd, "FROM scratch\nUSER app\n")).toMatchObject([
      { aliases: ["DL3066"] },
    ]);
    expect(findingsOf(nonNumericUser, "FROM scratch\nUSER app\n")).toEqual([]);
  });

  test.each([
    ["USER nonroot:nonroot", "USER 65532:65532"],
    ["USER nobody", "USER 65534"],
    ["USER app:20", "USER 65532:20"],
    ["COPY --chown=nobody:0 x /x", "COPY --chown=65534:0 x /x"],
  ])("makes %j %j", (bad, good) => {
    expect(fixedBy(namedUserWithoutPasswd, `FROM scratch\nCOPY app /app\n${bad}\n`)).toBe(
      `FROM scratch\nCOPY app /app\n${good}\n`,
    );
  });
});
