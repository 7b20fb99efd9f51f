import { expect, test } from "@jest/globals";
import { tolerantCurl } from "../../../src/rules/packages/tolerant-curl.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(tolerantCurl);

test.each([
  ["curl -sSLO https://e.com/x", 1],
  ["curl -sSL https://e.com/x > /x", 1],
  ["V=$(curl -s https://e.com/latest) && echo $V", 1],
  ["curl -o /x $URL && curl -O https://e.com/y", 1],
  ["curl -sSfLO https://e.com/x", 0],
  ["curl -w '%{http_code}' -o /dev/null https://e.com/", 0],
  ['if [ "$A" ]; then curl -O https://e.com/x; fi', 0],
])("`%s`: %i", (run, count) => {
  expect(findingsOf(tolerantCurl, `FROM debian:12.8\nRUN ${run}\n`)).toHaveLength(count);
});
