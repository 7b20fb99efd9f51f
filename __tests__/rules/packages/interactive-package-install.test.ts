import { describe, expect, test } from "@jest/globals";
import { interactivePackageInstall } from "../../../src/rules/packages/interactive-package-install.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

const rule = interactivePackageInstall;

describeRule(rule);

const findingsFor = (command: string, image = "debian:12.8") =>
  findingsOf(rule, `FROM ${image}\nRUN ${command}\n`);

describe("the ids of other tools", () => {
  test.each([
    ["apt-get install curl", ["DL3014", "DS-0021"]],
    ["apt-get upgrade", []],
    ["apt-get remove curl", []],
    ["apt install curl", []],
    ["aptitude -qq install curl", []],
    ["yum install gcc", ["DL3030"]],
    ["yum groupinstall 'Development Tools'", ["DL3030"]],
    ["dnf install gcc", ["DL3038"]],
    ["dnf module enable nodejs:22", []],
    ["zypper in gcc", ["DL3034"]],
    ["zypper rm gcc", ["DL3034"]],
    ["zypper dup", []],
  ])("%s is %j", (command, aliases) => {
    expect(findingsFor(command).map((finding) => finding.aliases)).toEqual([aliases]);
  });
});

describe("an answer", () => {
  test("does not come from DEBIAN_FRONTEND, nor through xargs", () => {
    expect(findingsFor("DEBIAN_FRONTEND=noninteractive apt-get install curl")).toHaveLength(1);
    expect(findingsFor("yes | sh -c 'apt-get install curl'")).toEqual([]);
    expect(findingsFor("apt-get install curl < /answers")).toEqual([]);
  });

  test("is not given by a setting that says no, or in a stage that is no ancestor", () => {
    const no =
      "FROM debian:12.8\nRUN echo 'APT::Get::Assume-Yes \"false\";' > /etc/apt/apt.conf.d/9\nRUN apt-get install curl\n";
    expect(findingsOf(rule, no)).toHaveLength(1);
    const yes = "RUN echo 'APT::Get::Assume-Yes \"true\";' > /etc/apt/apt.conf.d/9\n";
    expect(
      findingsOf(rule, `FROM debian:12.8 AS a\n${yes}FROM debian:12.8\nRUN apt-get install curl\n`),
    ).toHaveLength(1);
    expect(
      findingsOf(rule, `FROM debian:12.8 AS a\n${yes}FROM a\nRUN apt-get install curl\n`),
    ).toEqual([]);
    expect(findingsOf(rule, `FROM debian:12.8\nRUN apt-get install curl\n${yes}`)).toHaveLength(1);
  });

  test("is looked for in variables that are known, and taken for given in others", () => {
    const env = (value: string) =>
      `FROM debian:12.8\nENV FLAGS="${value}"\nRUN apt-get install $FLAGS curl\n`;
    expect(findingsOf(rule, env("-y --no-install-recommends"))).toEqual([]);
    expect(findingsOf(rule, env("--no-install-recommends -f"))).toHaveLength(1);
    expect(findingsFor("apt-get install $(cat list)")).toEqual([]);
    expect(findingsFor("apt-get install curl=$VERSION")).toHaveLength(1);
  });

  test.each([
    "redhat/ubi9-minimal:9.5",
    "registry.access.redhat.com/ubi9/ubi-minimal",
    "example.com/ocp/ubi-minimal:9",
    "almalinux:9-minimal",
    "almalinux/9-minimal:9.6",
    "rockylinux/rockylinux:10-minimal",
    "quay.io/centos/centos:stream9-minimal",
    "quay.io/fedora/fedora-minimal:42",
  ])("is needed by the microdnf of %s", (image) => {
    expect(findingsFor("microdnf install tar", image)).toHaveLength(1);
    expect(findingsFor("microdnf module enable php", image)).toEqual([]);
  });

  test.each([
    "registry.access.redhat.com/ubi8/ubi-minimal:8.10",
    "oraclelinux:8-slim",
    "fedora-minimal:33",
    "amazonlinux:2023-minimal",
    "example.com/database:21-slim",
    "example.com/database:9",
  ])("is not known to be needed by the microdnf of %s", (image) => {
    expect(findingsFor("microdnf install tar", image)).toEqual([]);
    expect(findingsFor("microdnf module disable php", image)).toEqual([]);
    expect(findingsFor("microdnf update && microdnf remove tar", image)).toEqual([]);
  });
});

test("says what happens and points at the call", () => {
  const text = "FROM debian:12.8\nRUN sudo apt-get -q install curl\n";
  const [finding] = findingsOf(rule, text);
  expect(text.slice(finding?.span.start, finding?.span.end)).toBe("apt-get -q install");
  expect(finding?.message).toBe(
    "`apt-get install` asks before it goes on, and in a build nobody answers: the build fails. Add `-y`.",
  );
});

test("is less sure of an upgrade of one package", () => {
  const [finding] = findingsOf(
    rule,
    "FROM debian:12.8\nRUN apt-get install --only-upgrade libexpat1\n",
  );
  expect([finding?.severity, finding?.confidence]).toEqual(["warning", "medium"]);
  expect(finding?.message).toContain("asks when more has to change");
});

test.each([
  "FROM debian:12.8\nRUN apt-get install -y curl && apt-get autoremove\n",
  "FROM debian:12.8\nRUN apt-get purge --auto-remove\n",
  "FROM fedora:41\nRUN dnf autoremove\n",
])("is less sure where nothing is named to remove: %j", (text) => {
  const [finding] = findingsOf(rule, text);
  expect([finding?.severity, finding?.confidence]).toEqual(["warning", "medium"]);
  expect(finding?.message).toContain("asks as soon as there is something to remove");
});

test.each(["curl", "$PACKAGES"])("is sure of the removal of %s", (packages) => {
  const text = `FROM debian:12.8\nENV PACKAGES="curl git"\nRUN apt-get purge ${packages}\n`;
  const [finding] = findingsOf(rule, text);
  expect([finding?.severity, finding?.confidence]).toEqual(["error", "high"]);
});

test("mends exec forms and here-documents", () => {
  expect(fixedBy(rule, 'FROM debian:12.8\nRUN ["apt-get", "install", "curl"]\n')).toBe(
    'FROM debian:12.8\nRUN ["apt-get", "install", "-y", "curl"]\n',
  );
  expect(fixedBy(rule, "FROM fedora:41\nRUN <<EOF\ndnf install gcc\nEOF\n")).toBe(
    "FROM fedora:41\nRUN <<EOF\ndnf install -y gcc\nEOF\n",
  );
});

test.each([
  ["make patch", "warning"],
  ["zip unzip", "warning"],
  ["zip", "error"],
  ["make gcc", "error"],
])("apt-get installs what needs nothing else unasked: %s", (packages, severity) => {
  const [finding] = findingsOf(rule, `FROM debian:12.8\nRUN apt-get install ${packages}\n`);
  expect(finding?.severity).toBe(severity);
});
