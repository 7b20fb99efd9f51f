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

const get = "RUN curl -fsSLo /tmp/a.tgz https://example.com/a.tgz\n";

test.each([
  ["nothing uses it", `${get}RUN rm /tmp/a.tgz\n`, /Remove it in that RUN\.$/],
  [
    "the RUN that removes it uses it first",
    `${get}RUN tar -xf /tmp/a.tgz -C /opt && rm /tmp/a.tgz\n`,
    /Join the RUN on line 2 with this one, so that one RUN fetches, uses and removes it\.$/,
  ],
  [
    "a RUN in between uses it",
    `${get}RUN tar -xf /tmp/*.tgz -C /opt\nRUN rm /tmp/a.tgz\n`,
    /Join the RUNs on lines 2 and 3 with this one/,
  ],
  [
    "a RUN in its directory uses it",
    `${get}WORKDIR /tmp\nRUN tar -xf a.tgz -C /opt\nRUN rm -rf /tmp/a.tgz\n`,
    /Join the RUNs on lines 2 and 4 with this one/,
  ],
  [
    "it is a package that a RUN in between may call",
    "RUN apk add --no-cache --virtual .build gcc\nRUN ./configure\nRUN apk del .build\n",
    /Join that RUN and those that use it with this one, so that one RUN installs, uses and removes it\.$/,
  ],
])("says what to do where %s", (_, runs, message) => {
  const findings = findingsOf(cleanupInLaterLayer, `FROM alpine:3.22\n${runs}`);
  expect(findings.map((one) => one.message)).toEqual([expect.stringMatching(message)]);
});
