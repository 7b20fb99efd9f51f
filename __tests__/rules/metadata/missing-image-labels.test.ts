import { describe, expect, test } from "@jest/globals";
import { missingImageLabels } from "../../../src/rules/metadata/missing-image-labels.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingImageLabels);

describe("missing-image-labels in particular", () => {
  test("asks for the labels of the option", () => {
    const options = { required: ["com.example.team", "maintainer"] };
    const text = 'FROM nginx:1.27.3\nLABEL maintainer="ada@example.com"\n';
    const [finding] = findingsOf(missingImageLabels, text, undefined, options);
    expect(finding?.message).toContain("no label `com.example.team`:");
    expect(finding?.aliases).toEqual(["DL3049"]);
    expect(findingsOf(missingImageLabels, text, undefined, { required: ["maintainer"] })).toEqual(
      [],
    );
    expect(findingsOf(missingImageLabels, text, undefined, { required: [] })).toEqual([]);
  });

  test("labels of other stages and of ONBUILD are none of this image", () => {
    const text =
      'FROM alpine:3.22 AS a\nLABEL maintainer="a"\nFROM alpine:3.22\nONBUILD LABEL maintainer="a"\n';
    const options = { required: ["maintainer"] };
    expect(findingsOf(missingImageLabels, text, undefined, options)).toHaveLength(1);
  });

  test("offers no build argument whose name is taken", () => {
    const text = 'FROM alpine:3.22\nENV IMAGE_TITLE=x\nCMD ["/app"]\n';
    expect(findingsOf(missingImageLabels, text).map(({ fix }) => fix)).toEqual([null]);
  });

  test("stands at the end where steps follow the command", () => {
    const text = 'FROM alpine:3.22\nCMD ["/app"]\nCOPY app /app\nRUN chmod 755 /app\n';
    const fixed = fixedBy(missingImageLabels, text);
    expect(fixed.startsWith(`${text}ARG IMAGE_TITLE\n`)).toBe(true);
  });

  test("names what is missing as a sentence does", () => {
    const options = { required: ["a", "b", "c"] };
    const [finding] = findingsOf(missingImageLabels, "FROM alpine:3.22\n", undefined, options);
    expect(finding?.message).toContain("has no labels `a`, `b` and `c`:");
  });

  test("stands above the command, where it spoils no cache", () => {
    const fixed = fixedBy(missingImageLabels, 'FROM alpine:3.22\nRUN make\nENTRYPOINT ["/app"]\n');
    expect(fixed.indexOf("LABEL")).toBeGreaterThan(fixed.indexOf("RUN make"));
    expect(fixed.endsWith('"${IMAGE_SOURCE}"\nENTRYPOINT ["/app"]\n')).toBe(true);
  });
});
