import { expect, test } from "@jest/globals";
import { copiedArchiveExtracted } from "../../../src/rules/copy/copied-archive-extracted.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(copiedArchiveExtracted);

function said(text: string): readonly string[] {
  return findingsOf(copiedArchiveExtracted, `FROM debian:12.8\n${text}\n`).map(
    ({ message }) => message,
  );
}

const twice = "is copied into a layer and unpacked by tar on line 3: the image carries it twice.";

test.each([
  [
    "COPY a.tgz /t/\nRUN tar xzf /t/a.tgz",
    `\`a.tgz\` ${twice} Use ADD, which unpacks it on the way.`,
  ],
  [
    "COPY d/a.tar.gz b.txt /t/\nRUN cd /t && tar --extract --file=a.tar.gz",
    `\`d/a.tar.gz\` ${twice} Use ADD, which unpacks it on the way.`,
  ],
  [
    "COPY a.tar /t/b.tar\nRUN tar -x -f /t/b.tar -C /opt ./bin",
    `\`a.tar\` ${twice} Lend it to the RUN instead: \`RUN --mount=type=bind,source=a.tar,target=/t/b.tar ...\`.`,
  ],
])("%j", (text, message) => {
  expect(said(text)).toEqual([message]);
});

test.each([
  ["another archive", "COPY a.tgz /t/\nRUN tar xzf /t/b.tgz"],
  ["making one", "COPY a.tgz /t/\nRUN tar czf /t/a.tgz /etc"],
  ["listing it", "COPY a.tgz /t/\nRUN tar -tzf /t/a.tgz"],
  ["standard input", "COPY a.tgz /t/\nRUN tar -xzf - < /t/a.tgz"],
  ["a directory that is not known", "COPY a.tgz /t/\nRUN cd $X && tar xzf a.tgz"],
  ["a bind mount", "RUN --mount=type=bind,source=a.tgz,target=/t/a.tgz tar xzf /t/a.tgz"],
])("is silent on %s", (_, text) => {
  expect(said(text)).toEqual([]);
});
