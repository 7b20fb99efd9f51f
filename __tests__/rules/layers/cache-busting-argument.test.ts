import { expect, test } from "@jest/globals";
import { cacheBustingArgument } from "../../../src/rules/layers/cache-busting-argument.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(cacheBustingArgument);

test("fetching and unpacking beside the install read nothing of the build", () => {
  const text =
    "FROM debian:13-slim\nARG APP_VERSION=dev\nENV APP_VERSION=$APP_VERSION\n" +
    "RUN apt-get update && apt-get install -y wget && wget -q https://example.com/a.tgz && tar xf a.tgz && rm a.tgz\n";
  expect(findingsOf(cacheBustingArgument, text)).toHaveLength(1);
});
