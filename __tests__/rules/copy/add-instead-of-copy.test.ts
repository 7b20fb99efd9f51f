import { describe, expect, test } from "@jest/globals";
import { addInsteadOfCopy } from "../../../src/rules/copy/add-instead-of-copy.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(addInsteadOfCopy);

describe("add-instead-of-copy in particular", () => {
  test("points at the keyword and names the source", () => {
    const text = "FROM alpine:3.22\nADD site /srv/\n";
    const [finding] = findingsOf(addInsteadOfCopy, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("ADD");
    expect(finding?.message).toContain("`site`");
    expect(finding?.aliases).toEqual(["DL3020", "DS-0005", "CKV_DOCKER_4"]);
  });

  test.each([
    ["ADD app.jar /", "COPY app.jar /"],
    ["add app.jar /", "copy app.jar /"],
    ["ADD *.conf nginx?.conf /etc/", "COPY *.conf nginx?.conf /etc/"],
    ["ADD conf.d*/site.conf /etc/", "COPY conf.d*/site.conf /etc/"],
    ["ADD package.zip libs/x.whl /libs/", "COPY package.zip libs/x.whl /libs/"],
    ["ADD archive.tar/ /srv/", "COPY archive.tar/ /srv/"],
    ["ADD <<EOF /etc/motd\nhello\nEOF", "COPY <<EOF /etc/motd\nhello\nEOF"],
    ["ADD --chmod=0755 --link run.sh /", "COPY --chmod=0755 --link run.sh /"],
    ["ADD a \\\n    b \\\n    /c/", "COPY a \\\n    b \\\n    /c/"],
  ])("turns %j into %j", (bad, good) => {
    expect(fixedBy(addInsteadOfCopy, `FROM alpine:3.22\n${bad}\n`)).toBe(
      `FROM alpine:3.22\n${good}\n`,
    );
  });

  test.each([
    "ADD x.tar /",
    "ADD x.tar.bz2 /",
    "ADD x.tbz2 /",
    "ADD x.txz /",
    "ADD x.tar.zst /",
    "ADD data.gz /",
    "ADD *gz /",
    "ADD x.t[ag]z /",
    'ADD ["bundle.tar.gz", "/srv/"]',
    "ADD --unpack=false app /srv/",
    "ADD --keep-git-dir app /srv/",
    "ADD ssh://git@example.com/owner/project.git /src",
    "ADD HTTPS://example.com/x /x",
    "ADD <<EOF https://example.com/x /etc/\nhello\nEOF",
  ])("is silent on %j", (line) => {
    expect(findingsOf(addInsteadOfCopy, `FROM alpine:3.22\n${line}\n`)).toEqual([]);
  });

  test("leaves a flag that COPY may not know to the author", () => {
    const [finding] = findingsOf(addInsteadOfCopy, "FROM alpine:3.22\nADD --mystery app /srv/\n");
    expect(finding?.fix).toBeNull();
  });

  test("asks for a look where a build argument can name something else", () => {
    const fixed = findingsOf(addInsteadOfCopy, "FROM alpine:3.22\nARG F=a.txt\nADD $F /srv/\n");
    expect(fixed.map(({ fix }) => fix?.safety)).toEqual(["review"]);
    const env = findingsOf(addInsteadOfCopy, "FROM alpine:3.22\nADD a.txt /srv/\n");
    expect(env.map(({ fix }) => fix?.safety)).toEqual(["safe"]);
  });
});
