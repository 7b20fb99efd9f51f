import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { kindsOf, problemsOf } from "./read.ts";

/** What is wrong with one instruction of a stage. */
const inStage = (line: string): unknown => problemsOf(`FROM a AS b\n${line}\n`);

describe("keywords", () => {
  test.each([
    ["RUM make", "RUM", "RUN"],
    ["cpoy a b", "cpoy", "copy"],
    ["ENTRYPONIT x", "ENTRYPONIT", "ENTRYPOINT"],
  ])("%s is probably a slip", (line, found, suggestion) => {
    expect(inStage(line)).toEqual([["unknown-instruction", found, suggestion]]);
  });

  test("lines that lost their instruction are one place", () => {
    expect(inStage("RUN a\n  apt-get install\n  curl\nUSER x\n  vim")).toEqual([
      ["unknown-instruction", "apt-get"],
      ["unknown-instruction", "vim"],
    ]);
  });

  test.each([
    ["alpine@sha256:0123abc", 1],
    [`alpine:3.22@sha256:${"0".repeat(64)}`, 0],
    [`"alpine@sha256:${"a".repeat(64)}"`, 0],
    ["alpine@sha256:$DIGEST", 0],
    ["alpine@sha256:${DIGEST}", 0],
  ])("the digest of %s is judged by its length", (image, problems) => {
    expect(problemsOf(`FROM ${image}\n`)).toHaveLength(problems);
  });

  test("a misspelt FROM is not told twice", () => {
    expect(problemsOf("FORM a\nRUN b\n")).toEqual([["unknown-instruction", "FORM", "FROM"]]);
  });

  test("instructions before FROM are one place, ARG may stand there", () => {
    expect(problemsOf("ARG A\nRUN a\nUSER b\nFROM c\n")).toEqual([
      ["instruction-before-from", "RUN"],
    ]);
    expect(problemsOf("ARG A\nFROM c\n")).toEqual([]);
    expect(problemsOf("ARG A\nRUN a\n")).toEqual([["no-stage", "ARG"]]);
  });

  test("ONBUILD", () => {
    expect(inStage("ONBUILD")).toEqual([["invalid-onbuild", "ONBUILD"]]);
    expect(inStage("ONBUILD ONBUILD RUN a")).toEqual([["invalid-onbuild", "ONBUILD"]]);
    expect(inStage("ONBUILD FROM a")).toEqual([["invalid-onbuild", "FROM"]]);
    expect(inStage("onbuild maintainer a")).toEqual([["invalid-onbuild", "maintainer"]]);
    expect(inStage("ONBUILD RNU a")).toEqual([["unknown-instruction", "RNU", "RUN"]]);
    expect(inStage("ONBUILD COPY a")).toEqual([["missing-argument", "COPY"]]);
    expect(inStage("ONBUILD --a RUN b")).toEqual([["unknown-flag", "--a"]]);
  });
});

describe("flags", () => {
  test.each([
    ["COPY --chwon=a b c", "unknown-flag", "--chwon", "--chown"],
    ["COPY --zzzzzz=a b c", "unknown-flag", "--zzzzzz"],
    ["CMD --a b", "unknown-flag", "--a"],
    ["COPY --chown=a --chown=b c d", "duplicate-flag", "--chown=b"],
    ["COPY --from c d", "missing-argument", "--from"],
    ["COPY --link= c d", "missing-argument", "--link="],
    ["COPY --link=yes c d", "invalid-argument", "--link=yes"],
    ["ADD --from=b c d", "unknown-flag", "--from"],
    ["COPY https://example.com/a.tgz /a/", "invalid-argument", "https://example.com/a.tgz"],
    ["COPY a git@github.com:b/c.git /d/", "invalid-argument", "git@github.com:b/c.git"],
    ["COPY --chmod=888 c d", "invalid-argument", "--chmod=888"],
    ["ADD --chmod=rwx c d", "invalid-argument", "--chmod=rwx"],
    ["COPY --chmod=17777 c d", "invalid-argument", "--chmod=17777"],
    ["COPY --from=$X c d", "invalid-argument", "--from=$X"],
    ["COPY --from=b${X:-1} c d", "invalid-argument", "--from=b${X:-1}"],
    ["RUN --network=hots a", "invalid-argument", "--network=hots"],
    ["RUN --security=x a", "invalid-argument", "--security=x"],
    ["HEALTHCHECK --interval=30 CMD a", "invalid-argument", "--interval=30"],
    ["HEALTHCHECK --timeout=1us CMD a", "invalid-argument", "--timeout=1us"],
    ["HEALTHCHECK --retries=x CMD a", "invalid-argument", "--retries=x"],
    ["HEALTHCHECK --retries=-1 CMD a", "invalid-argument", "--retries=-1"],
    ["COPY --chown=${A^^} c d", "invalid-argument", "${A^^}"],
    ["ENV --a=b", "unknown-flag", "--a"],
  ])("%s", (line, ...expected) => expect(inStage(line)).toEqual([expected]));

  test.each([
    "RUN --mount=type=cache,target=/a --mount=type=secret,id=b --device=x --network=none c",
    "COPY --exclude=a --exclude=b --link --parents=TRUE c d",
    "COPY --chmod=0644 a b",
    "COPY --chmod=u=rwX,go-w a b",
    "ADD --chmod=a+x https://example.com/a /a",
    "COPY --chmod=$MODE a git@b /",
    "ADD --checksum=x --keep-git-dir --unpack=false c d",
    "HEALTHCHECK --interval=1m30s --timeout=.5s --start-period=0 --start-interval=1h --retries=3 CMD a",
    "HEALTHCHECK --anything NONE",
    "ARG --a=b C",
    "STOPSIGNAL --a 9",
    "FROM --platform=linux/amd64 a",
  ])("%s is fine", (line) => expect(inStage(line)).toEqual([]));

  test.each([
    "",
    "type=ssd,target=/a",
    "type=cache,taget=/a",
    "type=cache,sharing=all,target=/a",
    "type=bind,required,target=/a",
    "type=bind,size=1,target=/a",
    "sharing=locked,target=/a",
    "type=bind,uid=1,target=/a",
    "type=cache,uid=x,target=/a",
    "type=cache,mode=9,target=/a",
    "type=cache,ro=maybe,target=/a",
    "type=secret",
    "type=secret,from=a,id=b",
    "from=$A,target=/a",
  ])("--mount=%s is refused", (mount) => {
    expect(inStage(`RUN --mount=${mount} x`)).toEqual([["invalid-argument", `--mount=${mount}`]]);
  });

  test.each([
    "type=$T,target=/a",
    "target=/a,uid=$U,type=cache",
    "type=tmpfs,target=/a,size=1g",
    "type=ssh",
  ])("--mount=%s is fine", (mount) => expect(inStage(`RUN --mount=${mount} x`)).toEqual([]));
});

describe("arguments", () => {
  test.each(["ENV", "LABEL", "ARG", "EXPOSE", "USER", "WORKDIR", "STOPSIGNAL", "VOLUME", "SHELL"])(
    "%s needs one",
    (keyword) => expect(inStage(keyword)).toEqual([["missing-argument", keyword]]),
  );

  test.each(["RUN", "CMD", "ENTRYPOINT"])("%s may stand alone", (keyword) => {
    expect(inStage(keyword)).toEqual([]);
  });

  test.each([
    ["FROM", "missing-argument", "FROM"],
    ["FROM a b", "extra-argument", "b"],
    ["FROM a AS", "missing-argument", "AS"],
    ["FROM a SA b", "extra-argument", "SA", "AS"],
    ["FROM a AS b c d", "extra-argument", "c d"],
    ["FROM a AS 1b", "invalid-argument", "1b"],
    ["FROM a AS $B", "invalid-argument", "$B"],
    ["COPY", "missing-argument", "COPY"],
    ["COPY a", "missing-argument", "COPY"],
    ["COPY []", "missing-argument", "COPY"],
    ["ENV A", "missing-argument", "A"],
    ["ENV A=1 B C", "invalid-argument", "B"],
    ["ENV =1", "invalid-argument", "=1"],
    ["ARG =1", "invalid-argument", "=1"],
    ["LABEL a=b c", "invalid-argument", "c"],
    ["ENV A='b", "unterminated-quote", "'"],
    ['LABEL a="b c', "unterminated-quote", '"'],
    ["ENV A=${B^^}", "invalid-argument", "${B^^}"],
    ["WORKDIR ${A", "invalid-argument", "${A"],
    ["USER 'a", "unterminated-quote", "'"],
    ["RUN [1]", "invalid-argument", "[1]"],
    ['VOLUME [""]', "invalid-argument", '""'],
    ["SHELL []", "missing-argument", "SHELL"],
    ["SHELL bash -c", "invalid-argument", "bash -c"],
    ["HEALTHCHECK", "missing-argument", "HEALTHCHECK"],
    ["HEALTHCHECK CMD", "missing-argument", "CMD"],
    ["HEALTHCHECK NONE x", "extra-argument", "x"],
    ["HEALTHCHECK curl x", "invalid-argument", "curl", "CMD curl"],
    ["HEALTHCHECK CDM x", "invalid-argument", "CDM", "CMD"],
  ])("%s", (line, ...expected) => expect(inStage(line)).toEqual([expected]));

  test("a heredoc cannot be a destination", () => {
    expect(inStage("COPY a <<EOF\nx\nEOF")).toEqual([["invalid-argument", "<<EOF"]]);
  });

  test.each([
    "RUN echo 'a",
    "RUN echo ${a^^}",
    "CMD ['a']",
    "EXPOSE abc",
    "ENTRYPOINT [ -f x ]",
    "MAINTAINER a b 'c",
  ])("%s is for others to judge", (line) => expect(inStage(line)).toEqual([]));
});

test("the parts around a broken place are read", () => {
  const file = parseDockerfile("# escape=x\nFROM a\nRNU b\nCOPY c\nENV D=1\nRUN ${\n");
  expect(kindsOf(file)).toEqual(["from", "unknown", "copy", "env", "run"]);
  expect(file.problems).toHaveLength(3);
  expect(file.finalStage?.endState.lookup("D")?.value).toBe("1");
});

test("problems come in file order, and speak the file's words", () => {
  const { problems } = parseDockerfile("FROM a\nCOPY --chwon=x b c\nRNU \\\n\n x\n");
  expect(problems.map(({ message }) => message)).toEqual([
    "`--chwon` is no flag of `COPY`; did you mean `--chown`?",
    "`RNU` is no instruction of a Dockerfile; did you mean `RUN`?",
    expect.stringMatching(/empty line inside/),
  ]);
});
