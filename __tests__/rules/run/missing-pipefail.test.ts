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

describe("a last command that fails by itself on broken input", () => {
  const weights = (script: string) =>
    findingsOf(missingPipefail, `FROM debian:12\n${script}\n`).map(
      ({ severity, confidence }) => `${severity} ${confidence}`,
    );
  const get = "curl -fsSL https://example.com/x";

  test.each([
    "tar x",
    "tar xzf - -C /opt",
    "tar fxz -",
    "tar xfC /dev/stdin /opt",
    "tar --extract --gzip --strip-components=1 --directory /opt",
    "tar -tz",
    "sudo tar -xz -C /opt",
    "gunzip > /x",
    "gzip -dc > /x",
    "zcat > /x",
    "unxz -c - > /x",
    "xz --decompress > /x",
    "bzip2 -d > /x",
    "zstd -d -o /x",
    "gpg --dearmor -o /usr/share/keyrings/x.gpg",
    "gpg --batch --keyring /x.gpg --no-default-keyring --import",
    "apt-key --keyring /x.gpg add -",
    "rpm --import -",
    "gunzip | tar x",
    "sed 1d | tar xz && make",
  ])("only hides the reason: %s", (last) => {
    expect(weights(`RUN ${get} | ${last}`)).toEqual(["info medium"]);
  });

  test.each([
    "jq -r .x",
    "tee /x",
    "grep -q x",
    "bsdtar -xf -",
    "patch -p1",
    "gzip -dcf > /x",
    "gzip -9 > /x.gz",
    "gunzip /y.gz",
    "tar c -C /x .",
    "tar xf /y.tar",
    "gpg --verify /x.asc",
    "gpg --import /y.asc",
    "apt-key list",
    "rpm --import /y",
    "gpg --dearmor | tee /x.gpg",
    "gunzip | docker load",
    "xargs tar x",
    "{ tar x; }",
  ])("is another thing than one that takes it: %s", (last) => {
    expect(weights(`RUN ${get} | ${last}`)).toEqual(["warning high"]);
  });

  test.each([
    [`RUN ${get} | tar x; make`, "warning high"],
    [`RUN { ${get}; ${get}2; } | tar x`, "warning high"],
    [`RUN bash -c '${get} | tar x; true'`, "warning high"],
    [`RUN set -e; { ${get} | tar x; }; make`, "info medium"],
    [`RUN set -ex; ${get} | tar x; make`, "info medium"],
    [`RUN make; cd /x && ${get} | tar x && make`, "info medium"],
    [`RUN ./list.sh | tar x`, "info low"],
  ])("stops the build where its status counts: %s", (script, weight) => {
    expect(weights(script)).toEqual([weight]);
  });

  test("is named, and comes behind a pipe on which the build goes on", () => {
    const [finding] = findingsOf(missingPipefail, `FROM debian:12\nRUN ${get} | tar x\n`);
    expect(finding?.message).toMatch(
      /^If `curl` fails here, it is `tar` that fails this RUN: it sees that its input is broken, and not why\. Put /,
    );
    const both = `RUN wget -qO- https://example.com/y | tar x && ${get} | tee /x`;
    expect(findingsOf(missingPipefail, `FROM debian:12\n${both}\n`)[0]?.message).toContain(
      "If `curl` fails here, the build goes on",
    );
  });
});
