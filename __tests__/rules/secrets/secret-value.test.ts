import { describe, expect, test } from "@jest/globals";
import { secretValue } from "../../../src/rules/secrets/secret-value.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(secretValue);

/** Random letters and digits: no credential of anybody. */
const noise =
  "q7Rk2VtZ9wXc4LmN8bHs5JdG3fPy6TuA1eKvBnMr0QzWxEoYiUgSaDhFjClOpI2tV5bN8mK3xQ7wZ4rT9yU6" +
  "hJ1gF0dSaLpOkIeWcVbXnMzAqRtYuPlKjHgDfS3x5C7v9B1n4M6q8W0e2R".repeat(3);
const hex = "3f8a1c5e7b9d204f6a8c1e3b5d7f9a2c4e6b8d0f1a3c5e7b9d2f4a6c8e0b1d3f";
const upper = "Q7RK2VTZ3WXC4LMN";

// Put together here, so that no scanner takes this file for a leak.
const samples: readonly (readonly [string, string])[] = [
  ["AWS access key id", ["AK", "IA"].join("") + upper],
  ["AWS secret access key", `aws_secret_access_key = ${noise.slice(0, 40)}`],
  ["GitHub token", ["gh", "p_"].join("") + noise.slice(0, 36)],
  ["GitHub token", ["github", "pat", ""].join("_") + `${noise.slice(0, 22)}_${noise.slice(0, 59)}`],
  ["GitLab token", ["gl", "pat-"].join("") + noise.slice(0, 20)],
  ["Slack token", ["xo", "xb-"].join("") + `2384756201-8472065193847-${noise.slice(0, 24)}`],
  [
    "Slack webhook",
    ["https://hooks", "slack", "com/services/"].join(".").replace("com/", "com/") +
      `T${upper.slice(0, 8)}/B${upper.slice(3, 11)}/${noise.slice(0, 24)}`,
  ],
  ["npm token", ["np", "m_"].join("") + noise.slice(0, 36)],
  ["PyPI token", ["py", "pi-AgE"].join("") + noise.slice(0, 120)],
  ["RubyGems token", ["ruby", "gems_"].join("") + hex.slice(0, 48)],
  ["Docker access token", ["dckr", "pat", ""].join("_") + noise.slice(0, 27)],
  ["Stripe key", ["sk", "live", ""].join("_") + noise.slice(0, 24)],
  ["Google API key", ["AI", "za"].join("") + noise.slice(0, 35)],
  ["Google client secret", ["GOC", "SPX-"].join("") + noise.slice(0, 28)],
  ["SendGrid key", ["S", "G."].join("") + `${noise.slice(0, 22)}.${noise.slice(0, 43)}`],
  ["Hugging Face token", ["h", "f_"].join("") + noise.slice(0, 34)],
  ["DigitalOcean token", ["dop", "v1", ""].join("_") + hex],
  ["Shopify token", ["shp", "at_"].join("") + hex.slice(0, 32)],
  ["Vault token", ["hv", "s."].join("") + noise.slice(0, 95)],
  ["Azure storage key", ["Account", "Key="].join("") + `${noise.slice(0, 86)}==`],
  ["package registry token", "//npm.example.com/:_authToken=7c1f0e52-93ab-4d68-b1f4-2a8e6d905c3b"],
];

const key = ["-----BEGIN ", "RSA PRIVATE", " KEY-----"].join("");

describe("secret-value in particular", () => {
  test.each(samples)("knows a(n) %s and masks it", (kind, sample) => {
    const text = `FROM alpine:3.22\nRUN echo "${sample}"\n`;
    const [finding, another] = findingsOf(secretValue, text);
    expect(another).toBeUndefined();
    expect(finding?.message).toContain(kind);
    const value = text.slice(finding?.span.start, finding?.span.end);
    expect(value.length).toBeGreaterThan(15);
    expect(finding?.message).not.toContain(value.slice(0, 12));
    expect(finding?.aliases).toEqual(["DS-0031"]);
  });

  test.each([
    ["ENV", (value: string) => `ENV KEY=${value}`],
    ["ARG", (value: string) => `ARG KEY="${value}"`],
    ["LABEL", (value: string) => `LABEL key=${value}`],
    ["a here-document", (value: string) => `COPY <<EOF /etc/x\nkey: ${value}\nEOF`],
    ["a script", (value: string) => `RUN <<EOF\nexport KEY=${value}\nEOF`],
    ["CMD", (value: string) => `CMD ["app", "--key=${value}"]`],
    ["a comment", (value: string) => `# KEY=${value}`],
  ])("finds one in %s", (_, line) => {
    const text = `FROM alpine:3.22\n${line(["gh", "p_"].join("") + noise.slice(0, 36))}\n`;
    expect(findingsOf(secretValue, text)).toHaveLength(1);
  });

  test("says who can read one in a comment, and that it is no build input", () => {
    const text = `FROM alpine:3.22\n# KEY=${["gh", "p_"].join("")}${noise.slice(0, 36)}\n`;
    const [finding] = findingsOf(secretValue, text);
    expect(finding?.message).toContain("read the repository has it");
    expect(finding?.aliases).toEqual([]);
  });

  test("knows a private key by its material", () => {
    const body = `${noise.slice(0, 64)}\n${noise.slice(64, 128)}\n`;
    const heredoc = `FROM alpine:3.22\nCOPY <<EOF /key\n${key}\n${body}EOF\n`;
    const echoed = `FROM alpine:3.22\nRUN echo "${key}\\n${noise.slice(0, 64)}\\n" > /key\n`;
    for (const text of [heredoc, echoed]) {
      const findings = findingsOf(secretValue, text);
      expect(findings).toHaveLength(1);
      expect(findings[0]?.message).toContain("a private key");
      expect(findings[0]?.message).not.toContain(noise.slice(0, 6));
    }
  });

  test.each([
    ["gh", "p_", "x".repeat(36)],
    ["gh", "p_", "0123456789abcdefghijklmnopqrstuvwxyz"],
    ["AK", "IA", "IOSFODNN7EXAMPLE"],
    ["np", "m_", "a".repeat(36)],
    ["sk", "_live_", "your-key"],
    ["aws_secret_access_", "key=", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"],
    ["gl", "pat-", "<token>"],
  ])("takes %s%s%s for a placeholder", (...parts) => {
    expect(findingsOf(secretValue, `FROM alpine:3.22\nENV X=${parts.join("")}\n`)).toEqual([]);
  });

  test("reads a long line without a credential in no time that grows with its square", () => {
    for (const piece of ["eyJ", "xoxb-", "A".repeat(7), "-----BEGIN PRIVATE KEY-----", "ghp_"]) {
      const text = `FROM alpine:3.22\nRUN echo ${piece.repeat(Math.ceil(200_000 / piece.length))}\n`;
      expect(findingsOf(secretValue, text)).toEqual([]);
    }
  });
});
