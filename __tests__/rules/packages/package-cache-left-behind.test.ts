import { describe, expect, test } from "@jest/globals";
import { packageCacheLeftBehind } from "../../../src/rules/packages/package-cache-left-behind.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

const rule = packageCacheLeftBehind;
const aptInstall = "apt-get update && apt-get install -y --no-install-recommends curl";

describeRule(rule);

/** A file of one stage. */
function file(image: string, ...instructions: readonly string[]): string {
  return `FROM ${image}\n${instructions.join("\n")}\n`;
}

describe("the ids of other tools", () => {
  test.each([
    ["debian:12.8", aptInstall, ["DL3009"]],
    ["debian:12.8", "apt update && apt install -y curl", ["DL3009"]],
    ["alpine:3.22", "apk add curl", ["DL3019", "DS-0025"]],
    ["alpine:3.22", "apk upgrade", []],
    ["centos:7.9.2009", "yum install -y gcc", ["DL3032", "DS-0015"]],
    ["fedora:41", "dnf install -y gcc", ["DL3040", "DS-0019"]],
    ["fedora:41", "dnf upgrade -y", []],
    ["redhat/ubi9-minimal:9.5", "microdnf install -y gcc", ["DL3040", "DS-0027"]],
    ["opensuse/leap:15.6", "zypper -n in gcc", ["DL3036", "DS-0020"]],
    ["python:3.13-slim", "python -m pip install flask", ["DL3042"]],
    ["node:22.12-slim", "yarn install --frozen-lockfile", ["DL3060"]],
    ["node:22.12-slim", "yarn add --non-interactive left-pad", []],
    ["node:22.12-slim", "npm ci", []],
  ])("in %s, %s is %j", (image, command, aliases) => {
    const findings = findingsOf(rule, file(image, `RUN ${command}`));
    expect(findings.map((finding) => finding.aliases)).toEqual([aliases]);
  });
});

describe("what it says", () => {
  test("shows the call that fills the cache", () => {
    const text = file("debian:12.8", `RUN ${aptInstall}`);
    const [finding] = findingsOf(rule, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("apt-get update");
    expect(finding?.message).toBe(
      "`apt-get update` leaves the package lists (20 to 40 MB) in this layer. " +
        "Remove `/var/lib/apt/lists/*` at the end of the same RUN.",
    );
  });

  test("says that a clean-up in a later layer is too late", () => {
    const text = file("debian:12.8", `RUN ${aptInstall}`, "RUN rm -rf /var/lib/apt/lists/*");
    expect(findingsOf(rule, text)[0]?.message).toContain("Cleaning up on line 3 is too late");
    expect(findingsOf(rule, text)[0]?.fix?.safety).toBe("safe");
  });

  test("asks for a look where a script may read the lists before they are deleted", () => {
    const text = file(
      "debian:12.8",
      `RUN ${aptInstall}`,
      "RUN ./more.sh",
      "RUN rm -rf /var/lib/apt/lists/*",
    );
    expect(findingsOf(rule, text)[0]?.fix?.safety).toBe("review");
  });

  test("offers no fix that would take the lists from a later install", () => {
    const text = file("debian:12.8", `RUN ${aptInstall}`, "RUN apt-get install -y git");
    expect(findingsOf(rule, text).map(({ fix }) => fix)).toEqual([null]);
    expect(findingsOf(rule, text)[0]?.message).toContain("Line 3 installs from them");
  });

  test("sees a later install in a stage that is built on this one", () => {
    const text = `FROM debian:12.8 AS base\nRUN ${aptInstall}\nFROM base\nRUN apt-get install -y git\n`;
    expect(findingsOf(rule, text).map(({ fix }) => fix)).toEqual([null]);
  });

  test("leaves an update that stands alone to its own rule", () => {
    const text = file("alpine:3.22", "RUN apk update", "RUN apk add --no-cache curl");
    expect(findingsOf(rule, text)).toEqual([]);
  });

  test("speaks once for each RUN and manager", () => {
    const text = file(
      "python:3.13",
      `RUN ${aptInstall} && pip install a && pip install b`,
      "RUN pip install c",
    );
    expect(findingsOf(rule, text).map(({ aliases }) => aliases[0])).toEqual([
      "DL3009",
      "DL3042",
      "DL3042",
    ]);
  });

  test("takes pnpm's store lightly, because it shares its files with node_modules", () => {
    const [finding] = findingsOf(rule, file("node:22.12", "RUN pnpm install"));
    expect([finding?.severity, finding?.confidence]).toEqual(["info", "low"]);
  });

  test("counts the lists when only the archives are mounted", () => {
    const text = file("debian:12.8", `RUN --mount=type=cache,target=/var/cache/apt ${aptInstall}`);
    expect(findingsOf(rule, text)).toHaveLength(1);
  });
});

describe("which stages", () => {
  test("speaks of the final stage and of those it stands on", () => {
    const text =
      "FROM python:3.13 AS base\nRUN pip install a\nFROM base AS test\nRUN pip install b\nFROM base\nRUN pip install c\n";
    expect(findingsOf(rule, text).map(({ stage }) => stage)).toEqual(["base", "2"]);
  });

  test("speaks of what ONBUILD will run", () => {
    expect(findingsOf(rule, file("python:3.13", "ONBUILD RUN pip install -r r.txt"))).toHaveLength(
      1,
    );
  });
});

describe("fixes", () => {
  test.each([
    [
      "in a script that stops at errors",
      "RUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y curl",
      "RUN set -eux; \\\n\tapt-get update; \\\n\tapt-get install -y curl; \\\n\trm -rf /var/lib/apt/lists/*",
    ],
    [
      "with && at the line's end",
      "RUN apt-get update && \\\n  apt-get install -y \\\n    curl",
      "RUN apt-get update && \\\n  apt-get install -y \\\n    curl && \\\n  rm -rf /var/lib/apt/lists/*",
    ],
    [
      "with && at the line's start",
      "RUN apt-get update \\\n && apt-get install -y \\\n      curl",
      "RUN apt-get update \\\n && apt-get install -y \\\n      curl \\\n && rm -rf /var/lib/apt/lists/*",
    ],
    [
      "with sudo",
      "RUN sudo apt-get update && sudo apt-get install -y curl",
      "RUN sudo apt-get update && sudo apt-get install -y curl && sudo rm -rf /var/lib/apt/lists/*",
    ],
    [
      "in a here-document that stops at errors",
      "RUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nEOF",
      "RUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF",
    ],
    [
      "in a here-document that goes on after errors",
      "RUN <<EOF\napt-get update\napt-get install -y curl\nEOF",
      "RUN <<EOF\napt-get update\napt-get install -y curl && rm -rf /var/lib/apt/lists/*\nEOF",
    ],
    [
      "in an exec form of a shell",
      'RUN ["bash", "-c", "apt-get update && apt-get install -y curl"]',
      'RUN ["bash", "-c", "apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*"]',
    ],
    [
      "in an exec form",
      'RUN ["pip", "install", "flask"]',
      'RUN ["pip", "install", "--no-cache-dir", "flask"]',
    ],
    [
      "of every pip call",
      "RUN pip install a && pip install b",
      "RUN pip install --no-cache-dir a && pip install --no-cache-dir b",
    ],
    ["in place of --update", "RUN apk add --update curl", "RUN apk add --no-cache curl"],
    [
      "by removal when the index is updated apart",
      "RUN apk update; apk add curl",
      "RUN apk update; apk add curl && rm -rf /var/cache/apk/*",
    ],
    [
      "as the same user",
      "RUN sudo -u app npm ci",
      "RUN sudo -u app npm ci && sudo -u app npm cache clean --force",
    ],
    [
      "behind the install, which may be split off",
      "RUN npm ci && npm run build",
      "RUN npm ci && npm cache clean --force && npm run build",
    ],
    [
      "behind the last install of several",
      "RUN npm ci && npm install -g serve@14 && npm run build",
      "RUN npm ci && npm install -g serve@14 && npm cache clean --force && npm run build",
    ],
    [
      "on a line of its own, in the style of the RUN",
      "RUN npm ci \\\n    && npm run build",
      "RUN npm ci \\\n    && npm cache clean --force \\\n    && npm run build",
    ],
    [
      "on a line of its own, with the operators at the ends",
      "RUN composer install --no-dev && \\\n  ./artisan optimize",
      "RUN composer install --no-dev && \\\n  composer clear-cache && \\\n  ./artisan optimize",
    ],
    [
      "at the end where what follows does not depend on the install",
      "RUN npm ci; npm run build",
      "RUN npm ci; npm run build && npm cache clean --force",
    ],
    ["of gems", "RUN gem install rake", 'RUN gem install rake && rm -rf "$(gem env gemdir)/cache"'],
  ])("%s", (_, before, after) => {
    expect(fixedBy(rule, file("debian:12.8", before))).toBe(file("debian:12.8", after));
    expect(findingsOf(rule, file("debian:12.8", after))).toEqual([]);
  });

  test.each([
    ["RUN apt-get update && apt-get install -y curl; exit 0"],
    ["RUN apt-get update && apt-get install -y curl &"],
    ["RUN pip install --cache-dir=/x flask"],
    ["RUN HOME=/x npm ci"],
    ["RUN ! command -v yum || yum install -y jq"],
    ["RUN dnf install -y jq || yum install -y jq"],
    ["RUN if command -v yum; then yum install -y jq; fi"],
  ])("are not offered for %s", (run) => {
    expect(findingsOf(rule, file("debian:12.8", run)).map(({ fix }) => fix)).toEqual([null]);
  });

  test("of yarn need a look while its version is not known", () => {
    const safety = (command: string) =>
      findingsOf(rule, file("node:22.12", `RUN ${command}`))[0]?.fix?.safety;
    expect(safety("yarn install")).toBe("review");
    expect(safety("yarn install --frozen-lockfile")).toBe("safe");
  });

  test("of yarn are not needed where its packages live in the cache", () => {
    const text = file("node:22.12", "COPY . .", "RUN yarn install");
    expect(findingsOf(rule, text, { ".yarnrc.yml": "" })).toEqual([]);
    expect(findingsOf(rule, text, { "package.json": "{}" })).toHaveLength(1);
  });
});

test("moves a clean-up that stands directly behind into the RUN", () => {
  const bad = file(
    "debian:12.8",
    "RUN apt-get update && apt-get install -y curl",
    "RUN rm -rf /var/lib/apt/lists/*",
  );
  expect(fixedBy(rule, bad)).toBe(
    file(
      "debian:12.8",
      "RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*",
    ),
  );
});

test("mends only what fills the cache behind its last clean-up", () => {
  const before =
    "RUN pip install a==1 && rm -rf /root/.cache/pip && if true; then pip install b==1; fi";
  expect(fixedBy(rule, file("python:3.13-slim", before))).toBe(
    file("python:3.13-slim", before.replace("install b", "install --no-cache-dir b")),
  );
});

test("a script that follows may install from the lists: then a person has to look", () => {
  const install = "RUN apt-get update && apt-get install -y curl";
  const fixOf = (...lines: string[]) =>
    findingsOf(rule, file("debian:12.8", install, ...lines))[0]?.fix;
  expect(fixOf("COPY setup.sh /", "RUN /setup.sh")).toMatchObject({
    safety: "review",
    title: expect.stringContaining("/setup.sh must not need the lists"),
  });
  expect(fixOf("COPY . .", "RUN bash -e build/setup.sh --all")?.safety).toBe("review");
  expect(fixOf("COPY . .", "RUN ./configure && make")?.safety).toBe("safe");
});

test.each([
  ["fedora:41", "dnf install -y jq", "`dnf clean all`"],
  ["centos:7", "yum install -y jq", "`yum clean all`"],
  ["alpine:3.22", "apk upgrade", "`apk upgrade --no-cache`"],
  ["alpine:3.22", "apk update && apk add jq", "`apk add --no-cache`"],
])("%s: names the command for %s", (image, run, command) => {
  const [finding] = findingsOf(rule, file(image, `RUN ${run}`));
  expect(finding?.message).toContain(command);
});
