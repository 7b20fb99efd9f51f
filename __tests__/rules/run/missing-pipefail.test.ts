import { describe, expect, test } from "@jest/globals";
import { missingPipefail } from "../../../src/rules/run/missing-pipefail.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(missingPipefail);

describe("missing-pipefail in particular", () => {
  const pipe = "RUN curl -fsS https://example.com/x | tar x\n";

  test.each([
    ["RUN echo '\\tSetHandler x' > /etc/x.conf\n", false],
    ["RUN { echo 'a\\tb'; echo c; } | tee /etc/x.conf\n", false],
    ['RUN echo "version: $(node -v) \\n"\n', true],
    ["RUN echo 'a b' > /etc/x.conf\n", true],
  ])("changes no shell under which %j writes another file", (after, isFixed) => {
    const [finding] = findingsOf(missingPipefail, `FROM debian:12\n${pipe}${after}`);
    expect(finding?.fix !== null).toBe(isFixed);
  });

  test("gives pipefail to a shell that is Bash already", () => {
    const text = `FROM debian:12\nSHELL ["/bin/bash", "-c"]\n${pipe}RUN echo 'a\\tb' > /etc/x.conf\n`;
    expect(findingsOf(missingPipefail, text)[0]?.fix).not.toBeNull();
  });

  test("names the command that fetches, not the one that only queries", () => {
    const text =
      "FROM debian:12\nRUN dpkg-query -W | curl -fsS -T - https://example.com/x | tar x\n";
    expect(findingsOf(missingPipefail, text)[0]?.message).toContain("If `curl` fails");
  });
});

test("offers no shell under which a later `crontab -l` would stop the build", () => {
  const text =
    "FROM debian:13\nRUN curl -fsS https://example.com/key | apt-key add -\n" +
    "RUN (crontab -l; echo '0 4 * * * /clean') | crontab -\n";
  const findings = findingsOf(missingPipefail, text);
  expect(findings).toHaveLength(1);
  expect(findings[0]?.fix).toBeNull();
});
