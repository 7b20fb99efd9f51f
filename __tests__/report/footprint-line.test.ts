import { describe, expect, test } from "@jest/globals";
import { footprintChange, footprintLine } from "../../src/report/footprint-line.ts";
import { jobSummary } from "../../src/report/job-summary.ts";
import type { Footprint, ImageEstimate } from "../../src/report/lint-report.ts";
import { summaryComment } from "../../src/report/summary-comment.ts";
import { findingAt, makeFile, makeReport } from "./make-report.ts";

const full: ImageEstimate = { image: "python:3.13", megabytes: 413, layers: 9 };
const slim: ImageEstimate = { image: "python:3.13-slim", megabytes: 43, layers: 7 };
const unknown: ImageEstimate = { image: "company/base:1", megabytes: null, layers: 7 };

function fileWith(footprint: Footprint | null, findings = false) {
  const text = "FROM python:3.13\nRUN x\n";
  return makeFile(text, {
    footprint,
    checklist: [{ practice: "Slim base image", verdict: "kept", line: null }],
    findings: findings
      ? [{ finding: findingAt(text, "RUN x"), standing: "introduced" as const }]
      : [],
  });
}

const line = (footprint: Footprint | null): string => footprintLine(fileWith(footprint));

describe("the estimate of an image", () => {
  test("tells the base image and the layers before and after, as an estimate", () => {
    expect(line({ before: full, after: slim, fixed: null })).toBe(
      "Estimated base image, compressed: 410 MB (`python:3.13`) → 43 MB (`python:3.13-slim`). Layers it adds: 9 → 7.",
    );
  });

  test("tells what a suggested change would save", () => {
    expect(line({ before: null, after: full, fixed: { ...slim, layers: 9 } })).toBe(
      "Estimated base image, compressed: 410 MB (`python:3.13`); `python:3.13-slim`, as suggested, saves 370 MB. " +
        "Layers it adds: 9.",
    );
  });

  test("names no image twice that is as large as before", () => {
    const patched = { ...full, image: "python:3.13.2" };
    expect(line({ before: full, after: patched, fixed: null })).toBe(
      "Estimated base image, compressed: 410 MB (`python:3.13.2`). Layers it adds: 9.",
    );
  });

  test("says nothing of the size of an image that is not known", () => {
    expect(line({ before: full, after: unknown, fixed: null })).toBe("Layers it adds: 9 → 7.");
    expect(line({ before: unknown, after: slim, fixed: unknown })).toBe(
      "Estimated base image, compressed: 43 MB (`python:3.13-slim`). Layers it adds: 7.",
    );
    expect(line(null)).toBe("");
  });

  test("is worth a line of its own only where something became another", () => {
    const same: Footprint = { before: full, after: full, fixed: null };
    expect(footprintChange(fileWith(same))).toBe("");
    expect(footprintChange(fileWith({ before: null, after: full, fixed: null }))).toBe("");
    expect(footprintChange(fileWith({ before: full, after: slim, fixed: null }))).not.toBe("");
    expect(footprintChange(fileWith({ ...same, after: { ...full, layers: 3 } }))).not.toBe("");
  });
});

describe("where the estimate stands", () => {
  const footprint: Footprint = { before: full, after: slim, fixed: null };

  test("folded below the checklist, in the comment and in the job summary", () => {
    const report = makeReport([fileWith(footprint, true)]);
    const texts = [summaryComment(report, { postedSuggestions: [] }), jobSummary(report)];
    for (const text of texts) {
      const fold = /<b>Best practices<\/b>[^]*?<\/details>/.exec(text)?.[0];
      expect(fold).toContain(line(footprint));
    }
  });

  test("beside the file's name when there is no problem, and only when it changed", () => {
    const changed = summaryComment(makeReport([fileWith(footprint)]), { postedSuggestions: [] });
    expect(changed).toContain(`\`Dockerfile\`: ${line(footprint)}`);
    const same = fileWith({ before: full, after: full, fixed: null });
    expect(summaryComment(makeReport([same]), { postedSuggestions: [] })).not.toContain(
      "Estimated",
    );
  });
});
