import { describe, expect, test } from "@jest/globals";
import { secretMountUnused } from "../../../src/rules/secrets/secret-mount-unused.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(secretMountUnused);

const from = "FROM debian:12.8\n";

describe("secret-mount-unused in particular", () => {
  test.each([
    'RUN echo "$CONF" | tee /etc/pip.conf && pip install app && rm /etc/pip.conf',
    "RUN cat config > ~/.netrc && make && rm -f ~/.netrc",
    'RUN mkdir ~/.ssh && echo "$KEY" > ~/.ssh/id_rsa && git clone ssh://x/y && rm -rf ~/.ssh/id_rsa',
    'RUN echo "https://u:$P@example.com" > /root/.git-credentials; make; rm /root/.git-credentials',
  ])("finds %j once", (line) => {
    expect(findingsOf(secretMountUnused, `${from}${line}\n`)).toHaveLength(1);
  });

  test.each([
    'RUN echo "$CONF" > /etc/pip.conf && pip install app',
    "RUN --mount=type=ssh echo $K > ~/.ssh/id_rsa && rm ~/.ssh/id_rsa",
    "RUN echo 'index-url = https://example.com/simple' > pip.conf && pip install app && rm pip.conf",
  ])("is silent on %j", (line) => {
    expect(findingsOf(secretMountUnused, `${from}${line}\n`)).toEqual([]);
  });

  test("points at the file", () => {
    const text = `${from}RUN echo "x $T" > .netrc && make && rm .netrc\n`;
    const [finding] = findingsOf(secretMountUnused, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe(".netrc");
  });
});
