import { describe, expect, test } from "@jest/globals";
import { disabledSignatureCheck } from "../../../src/rules/secrets/disabled-signature-check.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(disabledSignatureCheck);

const from = "FROM debian:12.8\n";

describe("disabled-signature-check in particular", () => {
  test.each([
    ["RUN apk add --no-cache --allow-untrusted tool", "CKV2_DOCKER_7"],
    ["RUN apt-get install -y --allow-unauthenticated tool", "CKV2_DOCKER_8"],
    ["RUN dnf install -y --nogpgcheck tool", "CKV2_DOCKER_9"],
    ["RUN yum -y --nogpgcheck install tool", "CKV2_DOCKER_9"],
    ["RUN rpm -i --nodigest https://example.com/tool.rpm", "CKV2_DOCKER_10"],
    ["RUN rpm -i --nosignature https://example.com/tool.rpm", "CKV2_DOCKER_10"],
    ["RUN rpm -i --noverify https://example.com/tool.rpm", "CKV2_DOCKER_10"],
    ["RUN rpm -i --nofiledigest https://example.com/tool.rpm", "CKV2_DOCKER_10"],
    ["RUN apt-get install --force-yes tool", "CKV2_DOCKER_11"],
  ])("%s is %s", (line, alias) => {
    const findings = findingsOf(disabledSignatureCheck, `${from}${line}\n`);
    expect(findings.map(({ aliases }) => aliases)).toEqual([[alias]]);
  });

  test.each([
    "RUN zypper --no-gpg-checks install -y tool",
    "RUN apt-get -o APT::Get::AllowUnauthenticated=true install -y tool",
    "RUN dnf install -y --setopt=gpgcheck=0 tool",
    "RUN sed -i 's/gpgcheck=1/gpgcheck=0/' /etc/yum.repos.d/example.repo",
    "COPY <<EOF /etc/yum.repos.d/example.repo\n[example]\nbaseurl=https://example.com/\ngpgcheck=0\nEOF",
    "RUN sed -i 's/SigLevel.*/SigLevel = Never/' /etc/pacman.conf",
    "RUN <<EOF\nset -e\napt-get install -y --allow-unauthenticated tool\nEOF",
  ])("speaks up once, under no foreign id, or the exact one, on %j", (line) => {
    expect(findingsOf(disabledSignatureCheck, `${from}${line}\n`)).toHaveLength(1);
  });

  test("is silent on a package that was built here", () => {
    const text = `${from}RUN apk add --no-cache --allow-untrusted /home/build/packages/tool.apk\n`;
    expect(findingsOf(disabledSignatureCheck, text)).toEqual([]);
  });

  test.each([
    ["COPY out/tool_*.apk /tmp/", "/tmp/tool_*.apk", "info"],
    ["COPY tool.apk /tmp/tool.apk", "/tmp/tool.apk", "info"],
    ["COPY tool.apk /tmp/x/", "/tmp/tool.apk", "error"],
    ["RUN wget -O /tmp/tool.apk https://example.com/tool.apk", "/tmp/tool.apk", "error"],
    ["COPY tool.apk /tmp", "/tmp/tool.apk curl", "error"],
  ])("behind %s, the flag for %s is %s", (line, packages, severity) => {
    const text = `${from}${line}\nRUN apk add --allow-untrusted ${packages}\n`;
    const [finding] = findingsOf(disabledSignatureCheck, text);
    expect(finding?.severity).toBe(severity);
    expect(finding?.fix === null).toBe(severity === "info");
  });

  test.each([
    ["apt-get install -y --force-yes tool", "apt-get install -y tool"],
    ["apt-get --force-yes install tool", "apt-get -y install tool"],
    ["apk add --allow-untrusted tool", "apk add tool"],
    ["zypper --no-gpg-checks install -y tool", "zypper install -y tool"],
  ])("makes %j %j", (bad, good) => {
    expect(fixedBy(disabledSignatureCheck, `${from}RUN ${bad}\n`)).toBe(`${from}RUN ${good}\n`);
  });
});
