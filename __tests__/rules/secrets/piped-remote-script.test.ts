import { describe, expect, test } from "@jest/globals";
import { pipedRemoteScript } from "../../../src/rules/secrets/piped-remote-script.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(pipedRemoteScript);

const from = "FROM debian:12.8\n";

describe("piped-remote-script in particular", () => {
  test.each([
    ["curl -sSL https://example.com/x | sh", "sh"],
    ["wget -O- https://example.com/x | sudo -E bash -", "bash"],
    ["wget -qO - https://example.com/x | bash -s stable", "bash"],
    ["curl https://example.com/x | tee /tmp/x | zsh", "zsh"],
    ["curl $URL | sh -eu", "sh"],
    ["curl https://example.com/x | env A=1 sh /dev/stdin --yes", "sh"],
    ["bash <(curl -s https://example.com/x)", "bash"],
    ['eval "$(curl -s https://example.com/x)"', "eval"],
    [". <(wget -qO- https://example.com/x)", "."],
    ["curl https://example.com/x.pl | perl", "perl"],
    ['bash -c "$(curl -fsSL https://example.com/x)"', "bash"],
    ['php -r "$(curl https://example.com/x)"', "php"],
  ])("finds %s", (command, interpreter) => {
    const findings = findingsOf(
      pipedRemoteScript,
      `${from}SHELL ["/bin/bash", "-c"]\nRUN ${command}\n`,
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain(`\`${interpreter}\``);
  });

  test("finds each of several", () => {
    const text = `${from}RUN curl https://example.com/a | sh && curl https://example.com/b | sh\n`;
    expect(findingsOf(pipedRemoteScript, text)).toHaveLength(2);
  });

  test.each([
    "curl https://example.com/x | jq . | sh -c 'cat'",
    "curl -o /x https://example.com/x | sh",
    "curl http://localhost:8080/x | sh",
    "curl https://example.com/x | node -e 'process.stdin'",
    "curl https://example.com/x | xargs sh",
    'bash -c "echo $(curl https://example.com/x)"',
  ])("is silent on %s", (command) => {
    expect(findingsOf(pipedRemoteScript, `${from}RUN ${command}\n`)).toEqual([]);
  });
});
