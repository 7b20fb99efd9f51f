import { describe, expect, test } from "@jest/globals";
import { copyFromEmptyStage } from "../../../src/rules/stages/copy-from-empty-stage.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(copyFromEmptyStage);

describe("copy-from-empty-stage in particular", () => {
  test("follows the stages that an empty one is built on", () => {
    const text =
      "FROM scratch AS a\nENV X=1\nFROM a AS b\nLABEL x=y\nFROM alpine:3.22\nCOPY --from=b /etc/x /etc/\n";
    const [finding] = findingsOf(copyFromEmptyStage, text);
    expect(finding?.message).toContain("`/etc/x` is copied from `b`");
  });

  test.each(["WORKDIR /srv", "ADD x /x", "COPY x /x", 'RUN ["/x"]'])(
    "takes %s for a stage with something in it",
    (line) => {
      const text = `FROM scratch AS a\n${line}\nFROM alpine:3.22\nCOPY --from=a /srv /srv\n`;
      expect(findingsOf(copyFromEmptyStage, text)).toEqual([]);
    },
  );
});
