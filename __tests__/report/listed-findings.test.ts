import { describe, expect, test } from "@jest/globals";
import {
  recallFindings,
  rememberFindings,
  settledSince,
} from "../../src/report/listed-findings.ts";
import { introduced, makeFile, makeFinding, makeReport } from "./make-report.ts";

const one = makeFinding({ fingerprint: "aa", rule: "root-user" });
const two = makeFinding({ fingerprint: "bb", rule: "missing-user" });
const path = "my api/-->é/Dockerfile";
const before = makeReport([makeFile("FROM a\n", { path, findings: introduced(one, two) })]);

describe("remembered findings", () => {
  test("come back as they were, and cannot end the comment they stand in", () => {
    const line = rememberFindings(before);
    expect(line.indexOf("-->")).toBe(line.length - 3);
    expect(recallFindings(`body\n${line}\n<!-- other -->`)).toEqual([
      { path, rule: "root-user", fingerprint: "aa" },
      { path, rule: "missing-user", fingerprint: "bb" },
    ]);
  });

  test("are settled when they are gone, not when they are silenced or the file was not read", () => {
    const body = rememberFindings(before);
    const gone = makeFile("FROM a\n", { path, findings: introduced(one) });
    expect(settledSince(makeReport([gone]), body).map(({ rule }) => rule)).toEqual([
      "missing-user",
    ]);
    const silenced = {
      ...gone,
      suppressed: [{ finding: two, commentSpan: { start: 0, end: 1 }, reason: "", added: false }],
    };
    expect(settledSince(makeReport([silenced]), body)).toEqual([]);
    const unread = makeReport([], { unread: [{ path, reason: "is binary" }] });
    expect(settledSince(unread, body)).toEqual([]);
  });

  test("are none when there is nothing to read", () => {
    expect(rememberFindings(makeReport([]))).toBe("");
    expect(recallFindings("nothing")).toEqual([]);
    expect(recallFindings("<!-- dockerfile-review:listed x a:b:%E0%A4%A c:d:e -->")).toEqual([
      { fingerprint: "c", rule: "d", path: "e" },
    ]);
  });
});
