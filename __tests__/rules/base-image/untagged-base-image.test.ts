import { describe, expect, test } from "@jest/globals";
import { untaggedBaseImage } from "../../../src/rules/base-image/untagged-base-image.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(untaggedBaseImage);

describe("untagged-base-image in particular", () => {
  test.each([
    ["node", "Name the version"],
    ["gcr.io/distroless/static", "add the digest"],
  ])("says of %s what can be named", (image, remedy) => {
    const [finding] = findingsOf(untaggedBaseImage, `FROM ${image}\n`);
    expect(finding?.message).toContain(remedy);
  });
});
