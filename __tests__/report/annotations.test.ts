import { describe, expect, test } from "@jest/globals";
import { annotationsOf } from "../../src/report/annotations.ts";
import { githubReport } from "../../src/report/github.ts";
import type { Annotation as PortAnnotation } from "../../src/ports.ts";
import {
  existing,
  findingAt,
  introduced,
  makeFile,
  makeFinding,
  makeReport,
} from "./make-report.ts";

const text = "FROM node\nRUN a \\\n  b\n";

describe("annotationsOf", () => {
  test("annotates introduced findings, worst first, columns only on one line", () => {
    const file = makeFile(text, {
      findings: [
        ...introduced(
          findingAt(text, "node", { severity: "info", message: "no tag" }),
          findingAt(text, "RUN a \\\n  b", { severity: "error", message: "bad" }),
        ),
        ...existing(findingAt(text, "FROM", { severity: "error" })),
      ],
    });
    const annotations: readonly PortAnnotation[] = annotationsOf(makeReport([file]));
    const page = "https://github.com/o/dockerfile-review/blob/main/docs/rules/some-rule.md";
    expect(annotations).toEqual([
      {
        level: "error",
        path: "Dockerfile",
        startLine: 2,
        endLine: 3,
        title: "Dockerfile review: some-rule",
        message: `bad ${page}`,
      },
      {
        level: "notice",
        path: "Dockerfile",
        startLine: 1,
        endLine: 1,
        startColumn: 6,
        endColumn: 10,
        title: "Dockerfile review: some-rule",
        message: `no tag ${page}`,
      },
    ]);
  });

  test("gives the last place of a level to the number of those that are left out", () => {
    const many = "RUN x\n".repeat(25);
    const findings = Array.from({ length: 25 }, (_, index) =>
      makeFinding({ span: { start: index * 6, end: index * 6 + 5 }, message: `m${index}` }),
    );
    const annotations = annotationsOf(
      makeReport([makeFile(many, { findings: introduced(...findings) })]),
    );
    expect(annotations).toHaveLength(10);
    expect(annotations.at(-1)).toEqual({
      level: "warning",
      path: "Dockerfile",
      startLine: 10,
      endLine: 10,
      title: "Dockerfile review: 16 more warnings",
      message:
        "16 more warnings in 1 file, from this line on. Not all of them are shown beside the code; the job summary has them all.",
    });
  });

  test("shows ten when there are ten", () => {
    const findings = Array.from({ length: 10 }, () => makeFinding());
    const annotations = annotationsOf(
      makeReport([makeFile(text, { findings: introduced(...findings) })]),
    );
    expect(annotations.every(({ title }) => title === "Dockerfile review: some-rule")).toBe(true);
    expect(annotations).toHaveLength(10);
  });

  test("cuts a message at what the runner takes, keeping the page", () => {
    const finding = makeFinding({ message: "x".repeat(10_000) });
    const [annotation] = annotationsOf(
      makeReport([makeFile(text, { findings: introduced(finding) })]),
    );
    expect(annotation?.message).toHaveLength(4096);
    expect(annotation?.message).toMatch(/x… https:.*some-rule\.md$/);
  });

  test("does not reach over the line when the finding holds its line ending", () => {
    const finding = findingAt(text, "FROM node\n");
    const [annotation] = annotationsOf(
      makeReport([makeFile(text, { findings: introduced(finding) })]),
    );
    expect(annotation).toMatchObject({ startLine: 1, endLine: 1, startColumn: 1, endColumn: 10 });
  });
});

describe("githubReport", () => {
  test("escapes what the runner would read", () => {
    const finding = makeFinding({ message: "100% bad\n::error::x\r##[add-mask]y" });
    const file = makeFile(text, { path: "a,b:c\nd%", findings: introduced(finding) });
    const report = makeReport([file], { docsUrl: "https://e.x" });
    expect(githubReport(report)).toBe(
      "::warning file=a%2Cb%3Ac%0Ad%25,line=1,endLine=1,col=1,endColumn=1," +
        "title=Dockerfile review%3A some-rule::100%25 bad ::error::x ##[add-mask]y https://e.x/some-rule.md\n",
    );
  });

  test("is empty when nothing is new", () => {
    expect(githubReport(makeReport([makeFile(text, { findings: existing(makeFinding()) })]))).toBe(
      "",
    );
  });
});
