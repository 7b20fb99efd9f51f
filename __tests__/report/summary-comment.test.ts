import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { jobSummary } from "../../src/report/job-summary.ts";
import type { LintReport } from "../../src/report/lint-report.ts";
import { markdownReport } from "../../src/report/markdown-report.ts";
import { reviewComments } from "../../src/report/review-suggestions.ts";
import { summaryComment, summaryMarker, tellsTheSame } from "../../src/report/summary-comment.ts";
import type { Finding } from "../../src/rules/finding.ts";
import {
  existing,
  findingAt,
  introduced,
  makeFile,
  makeFix,
  makeReport,
  replace,
} from "./make-report.ts";
import { api, blob, hugeReport, report, root, rules, web } from "./sample-report.ts";

describe("summaryComment", () => {
  test("says the verdict, then where, what, why and how to mend it", () => {
    const posted = reviewComments(report);
    expect(posted.map(({ startLine }) => startLine)).toEqual([4]);
    expect(summaryComment(report, { postedSuggestions: posted }))
      .toBe(`### Dockerfile review: 3 new problems, 1 fixed, 1 already there

| Dockerfile | New | Fixed | Already there | Score |
|:--|:-:|:-:|:-:|:-:|
| [\`services/api/Dockerfile\`](${blob}/services/api/Dockerfile) | 3 | 1 | 1 | 74 → 58 |
| [\`web/Dockerfile\`](${blob}/web/Dockerfile) | 0 | 0 | 0 | 97 |

#### \`services/api/Dockerfile\`

- 🔴 [line 2](${blob}/services/api/Dockerfile#L2) **\`PIP_INDEX_TOKEN\` is passed as a build argument**: everyone who has the image can read it. Use a secret mount. ([secret-in-arg-or-env](${rules}/secret-in-arg-or-env.md))
- 🟡 [line 4](${blob}/services/api/Dockerfile#L4) **\`pip install\` leaves its cache behind**: it stays in the layer. ([package-cache-left-behind](${rules}/package-cache-left-behind.md)) · suggestion on line 4
- 🔵 [line 6](${blob}/services/api/Dockerfile#L6) **\`MAINTAINER\` is deprecated.** Use a label. ([deprecated-maintainer](${rules}/deprecated-maintainer.md)) · fix in the diff

<details><summary><b>Suggested changes</b>: 1 verified fix as one diff</summary>

\`\`\`diff
--- a/services/api/Dockerfile
+++ b/services/api/Dockerfile
@@ -3,5 +3,5 @@
 COPY . .
 RUN pip install -r requirements.txt
 FROM python:3.13-slim
-MAINTAINER me
+LABEL authors="me"
 USER root
\`\`\`

To apply it, run \`npx dockerfile-review fix --safety review services/api/Dockerfile\`, or paste the diff into \`git apply\`.

</details>

<details><summary><b>Fixed</b>: 1 problem</summary>

- ✓ \`python\` has no tag ([untagged-base-image](${rules}/untagged-base-image.md))

</details>

<details><summary>1 problem that was already there, 1 suppressed</summary>

- 🟡 [line 7](${blob}/services/api/Dockerfile#L7) **The image runs as root**: so does an intruder. ([root-user](${rules}/root-user.md))
- [line 3](${blob}/services/api/Dockerfile#L3) \`COPY . .\` copies everything ([broad-copy](${rules}/broad-copy.md)), suppressed on line 1: known to @&#8203;team, see \\#&#8203;12

</details>

<details><summary><b>Best practices</b>: 1 of 2</summary>

| | Practice |
|:-:|:--|
| ✓ | Multi-stage build |
| ✗ | Dependencies before code (line 3) |
| – | Health check (does not apply) |

</details>

<details><summary><b>Build stages</b></summary>

\`\`\`mermaid
flowchart LR
  s0["builder<br/>python:3.13"]
  s1[["1<br/>python:3.13-slim"]]
  s0 -->|"/app"| s1
\`\`\`

</details>

<details><summary><code>web/Dockerfile</code>: best practices 1 of 1</summary>

| | Practice |
|:-:|:--|
| ✓ | Multi-stage build |

</details>

**1 Dockerfile not read**

- \`big/Dockerfile\` is 1.2 MB

> Only the first 3,000 files were looked at.

<sub>Reviewed abc1234 against def5678 of \`main\` · preset recommended</sub>
<!-- dockerfile-review:listed a1:secret-in-arg-or-env:services/api/Dockerfile a2:package-cache-left-behind:services/api/Dockerfile a3:deprecated-maintainer:services/api/Dockerfile -->
<!-- dockerfile-review:summary -->
`);
  });

  test("puts every fix into the diff when no suggestion could be posted", () => {
    const comment = summaryComment(report, { postedSuggestions: [] });
    expect(comment).toContain("2 verified fixes as one diff");
    expect(comment).not.toContain("suggestion on line");
  });

  test("has no name above the section of a single file, and no diff without fixes", () => {
    const comment = summaryComment(makeReport([{ ...api, fixes: [] }]), { postedSuggestions: [] });
    expect(comment).not.toContain("####");
    expect(comment).not.toContain("```diff");
  });

  test("says that nothing is left, what was fixed and what the last comment listed", () => {
    const earlierBody = summaryComment(report, { postedSuggestions: [] });
    const clean = { ...api, findings: [], suppressed: [], fixes: [], score: 100 };
    expect(summaryComment(makeReport([clean]), { postedSuggestions: [], earlierBody }))
      .toBe(`### Dockerfile review: no problems

| Dockerfile | New | Fixed | Already there | Score |
|:--|:-:|:-:|:-:|:-:|
| [\`services/api/Dockerfile\`](${blob}/services/api/Dockerfile) | 0 | 1 | 0 | 74 → 100 |

<details><summary><b>Settled since the last review</b>: 3 problems</summary>

- ✓ [secret-in-arg-or-env](${rules}/secret-in-arg-or-env.md) in \`services/api/Dockerfile\`
- ✓ [package-cache-left-behind](${rules}/package-cache-left-behind.md) in \`services/api/Dockerfile\`
- ✓ [deprecated-maintainer](${rules}/deprecated-maintainer.md) in \`services/api/Dockerfile\`

</details>

<details><summary><code>services/api/Dockerfile</code>: 1 fixed</summary>

- ✓ \`python\` has no tag ([untagged-base-image](${rules}/untagged-base-image.md))

</details>

<sub>Reviewed abc1234 against def5678 of \`main\` · preset recommended</sub>
<!-- dockerfile-review:summary -->
`);
  });

  test.each<[string, LintReport, string]>([
    [
      "nothing new",
      makeReport([{ ...api, findings: existing(root) }]),
      "no new problems, 1 fixed, 1 already there",
    ],
    ["nothing changed", makeReport([]), "no Dockerfile changed"],
    [
      "nothing read",
      makeReport([], { unread: [{ path: "a", reason: "is binary" }] }),
      "1 Dockerfile could not be read",
    ],
    ["no base", makeReport([{ ...api, fixed: [] }], { comparison: null }), "4 problems"],
  ])("has a verdict for %s", (_name, given, verdict) => {
    expect(summaryComment(given, { postedSuggestions: [] })).toMatch(
      `### Dockerfile review: ${verdict}\n`,
    );
  });

  test("keeps hostile text harmless", () => {
    const evil = "`a` | </details>\n<!-- dockerfile-review:summary --> @team #1 ::error::";
    const source = "RUN x # ``` <!-- dockerfile-review:summary -->\n";
    const finding = findingAt(source, "x", { message: evil, fingerprint: "e1" });
    const file = makeFile(source, {
      path: evil,
      findings: introduced(finding),
      fixes: [makeFix([replace(source, "x", "y")], { fingerprints: ["e1"], titles: [evil] })],
      suppressed: [{ finding, commentSpan: { start: 0, end: 1 }, reason: evil, added: true }],
      stages: [
        { label: evil, image: evil, final: false, inputs: [] },
        { label: "1", image: null, final: true, inputs: [{ from: 0, kind: "copy", label: evil }] },
      ],
    });
    const given = makeReport([file, web], {
      unread: [{ path: evil, reason: evil }],
      notes: [evil],
    });
    const outsideFences = summaryComment(given, { postedSuggestions: [] }).replace(
      /^(`{3,})[a-z]+\n[^]*?^\1$/gm,
      "",
    );
    expect(outsideFences.match(/<!-- dockerfile-review:summary -->/g)).toHaveLength(1);
    expect(outsideFences.match(/<details>/g)?.length).toBe(
      outsideFences.match(/<\/details>/g)?.length,
    );
    expect(outsideFences.replace(/(`+)[^`]+\1/g, "")).not.toMatch(/@team|#1 /);
    expect(outsideFences).not.toMatch(/^::/m);
  });

  test("is the same each time", () => {
    const again = makeReport([...report.files].reverse(), report);
    expect(summaryComment({ ...again, files: [api, web] }, { postedSuggestions: [] })).toBe(
      summaryComment(report, { postedSuggestions: [] }),
    );
  });
});

describe("a summary that is too long", () => {
  test("is cut at the borders of sections, worst file first, and says what is missing and where it is", () => {
    const comment = summaryComment(hugeReport(), {
      postedSuggestions: [],
      jobSummaryUrl: "https://e.x/run",
    });
    expect(comment.length).toBeLessThanOrEqual(65_000);
    expect(comment.length).toBeGreaterThan(60_000);
    expect(comment.indexOf("#### `svc59/Dockerfile`")).toBeLessThan(
      comment.indexOf("#### `svc58/Dockerfile`"),
    );
    expect(comment).toMatch(
      /\*\*Left out for length:\*\* .*\d+ problems, \d+ diffs.* Everything is in \[the job summary\]\(https:\/\/e\.x\/run\)\.\n/,
    );
    expect(comment.endsWith(`${summaryMarker}\n`)).toBe(true);
    expect(comment.match(/<details>/g)?.length).toBe(comment.match(/<\/details>/g)?.length);
    expect(comment.match(/^```/gm)?.length ?? 0).toBe(
      2 * (comment.match(/^```[a-z]/gm)?.length ?? 0),
    );
  });

  test("never exceeds any limit that leaves room for its frame", () => {
    const given = hugeReport();
    fc.assert(
      fc.property(fc.integer({ min: 14_000, max: 80_000 }), (limit) => {
        expect(summaryComment(given, { postedSuggestions: [], limit }).length).toBeLessThanOrEqual(
          limit,
        );
      }),
      { numRuns: 15 },
    );
  });

  test("has everything in the job summary", () => {
    const summary = jobSummary(hugeReport());
    expect(summary).not.toContain("Left out");
    expect(summary.match(/^- 🟡/gm)).toHaveLength(60 * 5 + (59 * 60) / 2);
    expect(summary.match(/^```diff/gm)).toHaveLength(60);
  });

  test("keeps the job summary within its bytes too", () => {
    const summary = jobSummary(hugeReport(), { limit: 100_000 });
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(100_000);
    expect(summary).toContain("Left out for length");
  });

  test("keeps the table of thousands of files short enough", () => {
    const files = Array.from({ length: 3000 }, (_, index) => ({
      ...web,
      path: `some/long/path/${index}/Dockerfile`,
    }));
    const comment = summaryComment(makeReport(files), { postedSuggestions: [] });
    expect(comment.length).toBeLessThanOrEqual(65_000);
  });
});

describe("jobSummary", () => {
  test("shows the diffs of posted suggestions too", () => {
    const summary = jobSummary(report, { postedSuggestions: reviewComments(report) });
    expect(summary).toContain("+RUN pip install --no-cache-dir -r requirements.txt");
    expect(summary).toContain("suggestion on line 4");
    expect(summary).not.toContain("<!--");
  });
});

describe("markdownReport", () => {
  test("has no links to the commit and counts by severity without a base", () => {
    const local = markdownReport(report);
    expect(local).not.toContain("/blob/abc1234");
    expect(local).toContain("- 🔴 line 2 **`PIP_INDEX_TOKEN`");
    expect(markdownReport({ ...report, comparison: null })).toContain(
      "| Dockerfile | 🔴 | 🟡 | 🔵 | Score |\n|:--|:-:|:-:|:-:|:-:|\n| `services/api/Dockerfile` | 1 | 2 | 1 | 74 → 58 |",
    );
  });
});

describe("tellsTheSame", () => {
  const text = "FROM a\nRUN b\n";
  const kept = findingAt(text, "RUN b");
  const gone = findingAt(text, "FROM a");
  const head = (sha: string) => ({
    comparison: {
      baseSha: "b".repeat(40),
      baseName: "main",
      headSha: sha.repeat(40),
      headUrl: `https://github.com/o/r/blob/${sha.repeat(40)}`,
    },
  });
  const bodyOf = (findings: readonly Finding[], sha: string, earlierBody: string | null) =>
    summaryComment(makeReport([makeFile(text, { findings: introduced(...findings) })], head(sha)), {
      postedSuggestions: [],
      earlierBody,
      jobSummaryUrl: `https://github.com/o/r/actions/runs/${sha.charCodeAt(0)}`,
    });
  const first = bodyOf([kept, gone], "1", null);
  const second = bodyOf([kept], "2", first);
  const third = bodyOf([kept], "3", second);

  test("whichever commit it was made for, and with other line endings", () => {
    expect(tellsTheSame(first.replaceAll("\n", "\r\n"), bodyOf([kept, gone], "4", first))).toBe(
      true,
    );
  });

  test("not when a problem is gone", () => {
    expect(tellsTheSame(first, second)).toBe(false);
  });

  test("when all that is different is what was settled before", () => {
    expect(second).toContain("Settled since the last review");
    expect(third).not.toContain("Settled since the last review");
    expect(tellsTheSame(second, third)).toBe(true);
    expect(tellsTheSame(third, second)).toBe(false);
  });
});
