import { describe, expect, test } from "@jest/globals";
import { redundantTargetPlatform } from "../../../src/rules/base-image/redundant-target-platform.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(redundantTargetPlatform);

describe("redundant-target-platform in particular", () => {
  test("points at the flag, also where an ARG declares the variable", () => {
    const text = "ARG TARGETPLATFORM\nFROM --platform=$TARGETPLATFORM alpine:3.22\n";
    const [finding] = findingsOf(redundantTargetPlatform, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("--platform=$TARGETPLATFORM");
    expect(finding?.fix?.safety).toBe("safe");
  });

  test("leaves the continuation of a long FROM in order", () => {
    const text = "FROM --platform=$TARGETPLATFORM \\\n    alpine:3.22 AS a\n";
    expect(fixedBy(redundantTargetPlatform, text)).toBe("FROM \\\n    alpine:3.22 AS a\n");
  });

  test.each([":-", "-"])(
    "takes a default behind `%s` lightly: only older builders use it",
    (mark) => {
      const text = `FROM --platform=\${TARGETPLATFORM${mark}linux/amd64} alpine:3.22\n`;
      const [finding] = findingsOf(redundantTargetPlatform, text);
      expect(finding).toMatchObject({ severity: "info", aliases: ["RedundantTargetPlatform"] });
      expect(finding?.message).toContain("`linux/amd64`");
      expect(finding?.fix?.safety).toBe("review");
      expect(fixedBy(redundantTargetPlatform, text)).toBe("FROM alpine:3.22\n");
    },
  );
});
