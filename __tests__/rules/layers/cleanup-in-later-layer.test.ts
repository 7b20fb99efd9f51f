import { expect, test } from "@jest/globals";
import { cleanupInLaterLayer } from "../../../src/rules/layers/cleanup-in-later-layer.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(cleanupInLaterLayer);

test("speaks of what a pattern removes", () => {
  const text =
    "FROM debian:13-slim\nCOPY setup.tgz /tmp/setup.tgz\nRUN /tmp/run && rm -rf /tmp/*\n";
  expect(findingsOf(cleanupInLaterLayer, text)[0]?.message).toMatch(
    /^What `\/tmp\/\*` removes was/,
  );
});
