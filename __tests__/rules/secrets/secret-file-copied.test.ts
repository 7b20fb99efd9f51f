import { describe, expect, test } from "@jest/globals";
import { secretFileSign } from "../../../src/dockerfile/secret-files.ts";
import { secretFileCopied } from "../../../src/rules/secrets/secret-file-copied.ts";
import { describeRule, findingsOf, problemsAt } from "../../support/describe-rule.ts";

describeRule(secretFileCopied);

describe("secret-file-copied in particular", () => {
  test.each([
    ["id_rsa", "certain"],
    [".ssh/id_ed25519", "certain"],
    [".netrc", "certain"],
    [".pypirc", "certain"],
    [".git-credentials", "certain"],
    ["home/.aws/credentials", "certain"],
    [".aws/", "likely"],
    ["kubeconfig", "certain"],
    [".kube/config", "certain"],
    [".docker/config.json", "certain"],
    ["private.pem", "certain"],
    ["tls/server-key.pem", "certain"],
    ["server.key", "likely"],
    ["*.key", "likely"],
    ["app.p12", "likely"],
    [".env", "likely"],
    [".env.production", "likely"],
    ["server.pem", "possible"],
    [".npmrc", "possible"],
    ["prod.env", "possible"],
  ])("%s is a %s one", (path, sign) => {
    expect(secretFileSign(path)).toBe(sign);
  });

  test.each([
    "id_rsa.pub",
    "ca.pem",
    "ca-bundle.pem",
    "public.pem",
    "rds-combined-ca-bundle.pem",
    ".env.example",
    ".env.test",
    "example.env",
    ".npmrc.template",
    "nodesource.gpg.key",
    "environment.ts",
    "turkey.txt",
    "config.json",
    "keys.js",
    "tests/fixtures/server.key",
  ])("%s is none", (path) => {
    expect(secretFileSign(path)).toBeNull();
  });

  test("carries DS-0031 and points at the file alone", () => {
    const text = "FROM alpine:3.22\nARG KEY=id_rsa\nCOPY a.txt $KEY /root/.ssh/\n";
    const [finding] = findingsOf(secretFileCopied, text);
    expect(finding?.aliases).toEqual(["DS-0031"]);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("$KEY");
    expect(finding?.message).toContain("`id_rsa`");
  });

  test("knows variables that name a file of credentials", () => {
    const text =
      "FROM alpine:3.22\nENV GOOGLE_APPLICATION_CREDENTIALS=/gcp.json\nCOPY account.json $GOOGLE_APPLICATION_CREDENTIALS\n";
    expect(findingsOf(secretFileCopied, text)).toMatchObject([
      { severity: "error", confidence: "high" },
    ]);
  });

  test("leaves public keys for package managers alone", () => {
    expect(
      findingsOf(secretFileCopied, "FROM alpine:3.22\nCOPY team.key /etc/apk/keys/\n"),
    ).toEqual([]);
  });

  test("follows what the image copies from another stage", () => {
    const stages = (source: string) =>
      `FROM alpine:3.22 AS a\nCOPY .netrc /root/\nFROM a AS b\nRUN make\nFROM alpine:3.22\nCOPY --from=b ${source} /x\n`;
    expect(findingsOf(secretFileCopied, stages("/root"))).toHaveLength(1);
    expect(findingsOf(secretFileCopied, stages("/"))).toHaveLength(1);
    expect(findingsOf(secretFileCopied, stages("/root/.netrc"))).toHaveLength(1);
    expect(findingsOf(secretFileCopied, stages("/root/out"))).toEqual([]);
  });
});

test("keys in an image for tests are made up", () => {
  const text = "FROM debian:12.8\nCOPY leaf.p12 id_rsa /\n";
  expect(problemsAt(secretFileCopied, "nssdb/testdata/3_51.Dockerfile", text)).toEqual([]);
  expect(problemsAt(secretFileCopied, "nssdb/Dockerfile", text)).toHaveLength(2);
});
