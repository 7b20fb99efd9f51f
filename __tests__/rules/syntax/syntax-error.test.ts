import { describe, expect, test } from "@jest/globals";
import { syntaxError } from "../../../src/rules/syntax/syntax-error.ts";
import { describeRule, findingsOf, problemsAt } from "../../support/describe-rule.ts";

describeRule(syntaxError);

describe("syntax-error", () => {
  test("says once of a template that it is one", () => {
    const text = "{{ if eq .os `linux` }}\nFROM alpine:{{ .tag }}\n{{ end }}\nRUN {{ .command }}\n";
    const findings = findingsOf(syntaxError, text);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: "info", confidence: "low", fix: null });
  });

  test.each([
    "alpine:{{ version }}",
    "alpine:%%VERSION%%-slim",
    "alpine:@VERSION@",
    "#IMAGE_NAME#",
  ])("takes a FROM of %s for a template's", (image) => {
    const found = findingsOf(syntaxError, `FROM ${image}\nRUN date > /built\n`);
    expect(found.map(({ severity, aliases }) => [severity, ...aliases])).toEqual([["info"]]);
  });

  test("does not take an image that is only misspelt for a template's", () => {
    const found = findingsOf(syntaxError, "FROM alpine:3.22#1\nRUN date > /built\n");
    expect(found.map(({ severity, aliases }) => [severity, ...aliases])).toEqual([
      ["error", "DL1000"],
    ]);
  });

  test("says of an empty file that nothing is there to build", () => {
    const [finding] = findingsOf(syntaxError, "");
    expect(finding?.message).toContain("FROM");
    expect(finding?.span).toEqual({ start: 0, end: 0 });
  });

  test("says of a file that is too large or binary what is wrong, once", () => {
    const large = `FROM alpine:3.22\n${"# comment\n".repeat(60_000)}`;
    expect(findingsOf(syntaxError, large).map(({ message }) => message)).toEqual([
      expect.stringMatching(/512 KiB/),
    ]);
    expect(findingsOf(syntaxError, "FROM alpine\0:3.22\n")).toHaveLength(1);
  });

  test("judges the rest of a file with a broken place", () => {
    const text = 'FROM alpine:3.22\nRUNN true\nCOPYY a /b\nCMD ["sh"]\n';
    expect(findingsOf(syntaxError, text).map(({ fix }) => fix?.edits[0]?.newText)).toEqual([
      "RUN",
      "COPY",
    ]);
  });

  test("offers to mend a typo although more is to be said of the line then", () => {
    const text = "FROM debian:12\nRUM apt-get update && apt-get install curl\n";
    const [finding] = findingsOf(syntaxError, text);
    expect(finding?.fix?.edits[0]?.newText).toBe("RUN");
  });

  describe("a file that nobody may mean to build", () => {
    const told = (path: string, text: string) =>
      problemsAt(syntaxError, path, text).map(
        ({ severity, message }) => `${severity ?? "error"}: ${message.slice(0, 26)}`,
      );
    const part = "# More labels.\nLABEL team=build\n";
    const prose = "<h1>Dockerfile</h1>\n\nand more\n";

    test.each([
      ["docker/Dockerfile.labels", part, "info: The file has no `FROM`, so"],
      ["labels.Dockerfile", part, "info: The file has no `FROM`, so"],
      ["docker/Dockerfile", part, "error: The file has no `FROM`, so"],
      ["Containerfile", part, "error: The file has no `FROM`, so"],
      ["Dockerfile.html", prose, "info: None of its lines is an in"],
      ["Dockerfile", prose, "error: None of its lines is an in"],
      // Git writes a link so where the system has none.
      ["Dockerfile", "contrib/docker/Dockerfile\n", "error: None of its lines is an in"],
    ])("%s: %j", (path, text, expected) => {
      expect(told(path, text)).toEqual([expected]);
    });

    test("says what is wrong with its lines besides", () => {
      expect(told("Dockerfile.labels", `${part}LABLE a=b\n`)).toHaveLength(2);
    });
  });
});
