import { describe, expect, test } from "@jest/globals";
import { unverifiedDownload } from "../../../src/rules/secrets/unverified-download.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(unverifiedDownload);

const from = "FROM debian:12.8\n";

describe("unverified-download in particular", () => {
  test.each([
    ["RUN curl -fsSLO https://example.com/x.tgz && tar -xzf x.tgz", "unpacked", "tar"],
    ["RUN cd /tmp; wget https://example.com/x.zip; unzip x.zip", "unpacked", "unzip"],
    ["RUN wget -O /tmp/x.deb https://example.com/x && dpkg -i /tmp/x.deb", "installed", "dpkg"],
    [
      "RUN curl -o x.deb https://example.com/x && apt-get install -y ./x.deb",
      "installed",
      "apt-get",
    ],
    ["RUN curl -Lo /bin/x https://example.com/x && chmod +x /bin/x", "run", "chmod"],
    ["RUN curl -Lo /tmp/x.sh https://example.com/x && sh /tmp/x.sh", "run", "sh"],
    ["RUN curl -L https://example.com/x > /tmp/x.py && python3 /tmp/x.py", "run", "python3"],
    [
      "ARG V=1\nRUN curl -LO https://example.com/x-${V}.tgz && tar -xf x-${V}.tgz",
      "unpacked",
      "tar",
    ],
  ])("finds %j", (lines, use, by) => {
    const findings = findingsOf(unverifiedDownload, `${from}${lines}\n`);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain(`${use} by \`${by}\``);
  });

  test.each([
    "RUN curl -fsSLO https://example.com/x.tgz && openssl dgst -sha256 x.tgz && tar -xzf x.tgz",
    "RUN curl -fsSLO https://example.com/x.tgz && shasum -a 256 -c sums && tar -xzf x.tgz",
    "RUN curl -fsSLO https://example.com/x.json && cat x.json",
    "RUN curl -fsSLO https://example.com/x.tgz && tar -xzf other.tgz",
    "RUN curl -fsSL https://example.com/x | sh",
    "RUN curl -fsSLO http://example.com/x.tgz && tar -xzf x.tgz",
    "RUN chmod 644 x && curl -o x https://example.com/x",
    "ARG URL\nADD $URL /x",
  ])("is silent on %j", (line) => {
    expect(findingsOf(unverifiedDownload, `${from}${line}\n`)).toEqual([]);
  });
});
