import { describe, expect, test } from "@jest/globals";
import { commentBodyMax } from "../../src/report/github-limits.ts";
import type { FileReport } from "../../src/report/lint-report.ts";
import { markerOf, readFingerprints, reviewComments } from "../../src/report/review-suggestions.ts";
import type { Severity } from "../../src/rules/rule.ts";
import { findingAt, introduced, makeFile, makeFix, makeReport, replace } from "./make-report.ts";

const text = "FROM node:24\nRUN npm install\nUSER root\n";

function fileWithFix(path: string, severity: Severity = "warning"): FileReport {
  const finding = findingAt(text, "npm install", {
    severity,
    fingerprint: `f-${path}`,
    message: "`npm install` ignores the lock file: two builds differ. Use `npm ci`.",
  });
  const fix = makeFix([replace(text, "npm install", "npm ci")], {
    fingerprints: [finding.fingerprint],
    titles: ["Write `npm ci`"],
  });
  return makeFile(text, { path, findings: introduced(finding), fixes: [fix] });
}

describe("reviewComments", () => {
  test("says what is wrong, what the change does, and folds why", () => {
    expect(reviewComments(makeReport([fileWithFix("Dockerfile")]))).toEqual([
      {
        path: "Dockerfile",
        startLine: 2,
        endLine: 2,
        fingerprints: ["f-Dockerfile"],
        body: `🟡 **\`npm install\` ignores the lock file**

Write \`npm ci\`.

\`\`\`suggestion
RUN npm ci
\`\`\`

<details><summary>Why</summary>

Two builds differ. Use \`npm ci\`.

Slow builds cost time.

[some-rule](https://github.com/o/dockerfile-review/blob/main/docs/rules/some-rule.md)

</details>

<!-- dockerfile-review:finding f-Dockerfile -->`,
      },
    ]);
  });

  test("lists the problems of a merged suggestion, and warns of what may change behaviour", () => {
    const first = findingAt(text, "RUN", { message: "B", rule: "root-user" });
    const second = findingAt(text, "npm install", { message: "A", severity: "error" });
    const file = makeFile(text, {
      findings: introduced(first, second),
      fixes: [
        makeFix([replace(text, "npm install", "npm ci")], { fingerprints: [first.fingerprint] }),
        makeFix([replace(text, "RUN", "RUN --mount=type=cache,target=/x")], {
          fingerprints: [second.fingerprint],
          titles: ["Mount `/x`."],
          safety: "review",
        }),
      ],
    });
    const [comment, ...others] = reviewComments(makeReport([file]));
    expect(others).toEqual([]);
    expect(comment?.fingerprints.toSorted()).toEqual([first.fingerprint, second.fingerprint]);
    expect(comment?.body.split("\n\n").slice(0, 3)).toEqual([
      "- 🔴 **A** (line 2)\n- 🟡 **B** (line 2)",
      "Mend it. Mount `/x`. Look before you commit: this may change what the image does.",
      "```suggestion\nRUN --mount=type=cache,target=/x npm ci\n```",
    ]);
  });

  test("keeps file text verbatim behind a longer fence", () => {
    const odd = "RUN echo '```' | sort # @team <!-- x -->\n";
    const finding = findingAt(odd, "sort");
    const fix = makeFix([replace(odd, "sort", "sort -u")], { fingerprints: [finding.fingerprint] });
    const file = makeFile(odd, { findings: introduced(finding), fixes: [fix] });
    expect(reviewComments(makeReport([file]))[0]?.body).toContain(
      "````suggestion\nRUN echo '```' | sort -u # @team <!-- x -->\n````\n",
    );
  });

  test("takes the worst when there are more than a review may have, and orders them by place", () => {
    const files = Array.from({ length: 40 }, (_, index) =>
      fileWithFix(`${index}/Dockerfile`, index < 35 ? "info" : "error"),
    );
    const paths = reviewComments(makeReport(files), 6).map(({ path }) => path);
    expect(paths).toEqual([
      "0/Dockerfile",
      ...[35, 36, 37, 38, 39].map((one) => `${one}/Dockerfile`),
    ]);
    expect(reviewComments(makeReport(files))).toHaveLength(30);
  });

  test("leaves a suggestion out that is longer than a comment may be", () => {
    const file = fileWithFix("Dockerfile");
    const huge = makeFix([replace(text, "npm install", "x".repeat(commentBodyMax))]);
    expect(reviewComments(makeReport([{ ...file, fixes: [huge] }]))).toEqual([]);
  });
});

describe("the marker", () => {
  test("is read back from the last line", () => {
    const marker = markerOf(["abc123", "def456"]);
    expect(marker).toBe("<!-- dockerfile-review:finding abc123 def456 -->");
    expect(readFingerprints(`text\r\n\r\n${marker}\n`)).toEqual(["abc123", "def456"]);
  });

  test("is not read from anywhere else", () => {
    expect(readFingerprints(`${markerOf(["abc"])}\nanswer`)).toEqual([]);
    expect(readFingerprints("```\n<!-- dockerfile-review:finding abc -->\n```")).toEqual([]);
    expect(readFingerprints("")).toEqual([]);
  });

  test("cannot be ended by what it holds", () => {
    expect(markerOf(["--> <b>", "ok"])).toBe("<!-- dockerfile-review:finding ok -->");
  });
});
