import { describe, expect, test } from "@jest/globals";
import { packageIndexUpdateAlone } from "../../../src/rules/packages/package-index-update-alone.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

const rule = packageIndexUpdateAlone;
const file = (...runs: readonly string[]) => `FROM debian:12.8\n${runs.join("\n")}\n`;

describeRule(rule);

test.each([
  ["apt-get update", ["DS-0017", "CKV_DOCKER_5"]],
  ["apt update -y", ["DS-0017", "CKV_DOCKER_5"]],
  ["apk update", ["DS-0017", "CKV_DOCKER_5"]],
  ["aptitude update", ["CKV_DOCKER_5"]],
  ["dnf makecache", []],
  ["yum check-update", []],
  ["zypper --non-interactive refresh", []],
  [
    "echo deb http://x y z > /etc/apt/sources.list.d/x.list && apt-get update",
    ["DS-0017", "CKV_DOCKER_5"],
  ],
])("%s alone is %j", (run, aliases) => {
  expect(findingsOf(rule, file(`RUN ${run}`)).map((finding) => finding.aliases)).toEqual([aliases]);
});

test("speaks of builder stages too: a stale index breaks them as well", () => {
  expect(
    findingsOf(rule, "FROM debian:12.8 AS a\nRUN apt-get update\nFROM debian:12.8\n"),
  ).toHaveLength(1);
});

test("says where the install is, if it is right behind", () => {
  const behind = findingsOf(rule, file("RUN apt-get update", "", "RUN apt-get install -y git"));
  expect(behind[0]?.message).toContain("Join it with the install on line 4.");
  const apart = findingsOf(
    rule,
    file("RUN apt-get update", "ENV A=b", "RUN apt-get install -y git"),
  );
  expect(apart[0]?.message).toContain("Put it into the RUN that installs.");
  expect(apart[0]?.fix).toBeNull();
});

describe("no fix", () => {
  test.each([
    [["RUN apt-get update", "RUN --network=default apt-get install -y git"]],
    [["RUN apt-get update", "RUN <<EOF\napt-get install -y git\nEOF"]],
    [["RUN apt-get update", 'RUN ["apt-get", "install", "-y", "git"]']],
    [["RUN apt-get update", "RUN apt-get install -y git || true"]],
    [["RUN apt-get update", "RUN apt-get install -y git; ls"]],
    [["RUN export A=b && apt-get update", "RUN apt-get install -y git"]],
    [["RUN apt-get update", "# hadolint ignore=DL3008", "RUN apt-get install -y git"]],
    [["RUN apt-get update # the index", "RUN apt-get install -y git"]],
    [["ONBUILD RUN apt-get update", "ONBUILD RUN apt-get install -y git"]],
  ])("joins %j", (runs) => {
    expect(findingsOf(rule, file(...runs)).map(({ fix }) => fix)).toEqual([null]);
  });
});

test("joins in the style of the file", () => {
  const long =
    "gcc g++ make cmake ninja-build pkg-config libssl-dev libffi-dev zlib1g-dev libbz2-dev";
  const other = "RUN a && \\\n  b";
  expect(fixedBy(rule, file(other, "RUN apt-get update", `RUN apt-get install -y ${long}`))).toBe(
    file(
      other,
      `RUN apt-get update && \\\n  apt-get install -y ${long} && \\\n  rm -rf /var/lib/apt/lists/*`,
    ),
  );
});

test("joins all installs behind it, and cleans up", () => {
  const bad =
    "FROM debian:12.8\nRUN apt-get update\nRUN apt-get install -y a\nRUN apt-get install -y b\n";
  expect(fixedBy(rule, bad)).toBe(
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y a && apt-get install -y b && rm -rf /var/lib/apt/lists/*\n",
  );
});

test("makes no fix where something else installs from the lists later", () => {
  const bad =
    "FROM debian:12.8\nRUN apt-get update\nRUN apt-get install -y a\nENV A=b\nRUN apt-get install -y b\n";
  expect(findingsOf(rule, bad).map(({ fix }) => fix)).toEqual([null]);
});

describe("apk that fetches the index by itself", () => {
  const apk = (...runs: readonly string[]) => `FROM alpine:3.22\n${runs.join("\n")}\n`;

  test("needs no update", () => {
    const text = apk("RUN apk update", "RUN apk add --no-cache git", "RUN apk add -U make");
    expect(findingsOf(rule, text)[0]?.message).toContain("of no use");
    expect(fixedBy(rule, text)).toBe(apk("RUN apk add --no-cache git", "RUN apk add -U make"));
  });

  test("leaves the update to another install that reads it", () => {
    const text = apk("RUN apk update", "RUN apk add --no-cache git", "RUN apk add make");
    expect(findingsOf(rule, text)[0]?.message).not.toContain("of no use");
  });
});

describe("an update that nothing reads", () => {
  const update = "RUN apt-get update";

  test.each([
    [["RUN apt-get update && apt-get install -y git", update]],
    [[update, "RUN apt-get update && apt-get install -y git"]],
    [[update, "RUN pip install flask && rm -rf /x"]],
    [[update, "RUN apt-get purge -y git"]],
    [[update, "FROM debian:12.8", "RUN apt-get install -y git"]],
  ])("is to be left out of %j", (lines) => {
    const [finding] = findingsOf(rule, file(...lines));
    expect(finding?.message).toBe(
      "`apt-get update` is of no use: no RUN behind it installs from the index. Leave it out.",
    );
    expect(fixedBy(rule, file(...lines))).not.toContain(`${update}\n`);
  });

  test.each([
    [[update, "ENV A=b", "RUN apt-get install -y git"]],
    [[update, "ENV A=b", "RUN apt-get install -y git && apt-get update"]],
    [[update, "RUN ./install.sh"]],
    [[update, "RUN <<EOF python3\nprint(1)\nEOF"]],
    [[`ONBUILD ${update}`]],
    [[update, "  && apt-get install -y git"]],
  ])("is not known in %j", (lines) => {
    expect(findingsOf(rule, file(...lines)).map(({ message }) => message)).toEqual([
      expect.stringContaining("Put it into the RUN that installs."),
    ]);
  });

  test("is read by a stage that is built on its own", () => {
    const text = `FROM debian:12.8 AS base\n${update}\nFROM base\nRUN apt-get install -y git\n`;
    expect(findingsOf(rule, text)[0]?.message).toContain("Put it into the RUN that installs.");
  });
});
