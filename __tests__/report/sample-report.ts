import type { FileReport, LintReport } from "../../src/report/lint-report.ts";
import {
  existing,
  findingAt,
  introduced,
  makeFile,
  makeFinding,
  makeFix,
  makeReport,
  replace,
} from "./make-report.ts";

export const blob = "https://github.com/o/r/blob/abc1234abc1234abc1234abc1234abc1234abc12";
export const rules = "https://github.com/o/dockerfile-review/blob/main/docs/rules";

export const text = `FROM python:3.13 AS builder
ARG PIP_INDEX_TOKEN
COPY . .
RUN pip install -r requirements.txt
FROM python:3.13-slim
MAINTAINER me
USER root
`;

export const secret = findingAt(text, "PIP_INDEX_TOKEN", {
  rule: "secret-in-arg-or-env",
  severity: "error",
  fingerprint: "a1",
  message:
    "`PIP_INDEX_TOKEN` is passed as a build argument: everyone who has the image can read it. Use a secret mount.",
});
export const cache = findingAt(text, "pip install", {
  rule: "package-cache-left-behind",
  fingerprint: "a2",
  message: "`pip install` leaves its cache behind: it stays in the layer.",
});
export const maintainer = findingAt(text, "MAINTAINER me", {
  rule: "deprecated-maintainer",
  severity: "info",
  fingerprint: "a3",
  message: "`MAINTAINER` is deprecated. Use a label.",
});
export const root = findingAt(text, "USER root", {
  rule: "root-user",
  message: "The image runs as root: so does an intruder.",
});
export const broad = findingAt(text, "COPY . .", {
  rule: "broad-copy",
  message: "`COPY . .` copies everything: secrets too.",
});

export const api: FileReport = makeFile(text, {
  path: "services/api/Dockerfile",
  findings: [...introduced(secret, cache, maintainer), ...existing(root)],
  score: 58,
  scoreBefore: 74,
  fixed: [
    makeFinding({ rule: "untagged-base-image", message: "`python` has no tag: builds change." }),
  ],
  suppressed: [
    {
      finding: broad,
      commentSpan: { start: 0, end: 4 },
      reason: "known to @team, see #12",
      added: false,
    },
  ],
  hunks: [{ first: 1, last: 4 }],
  fixes: [
    makeFix([replace(text, "pip install", "pip install --no-cache-dir")], { fingerprints: ["a2"] }),
    makeFix([replace(text, "MAINTAINER me", 'LABEL authors="me"')], {
      fingerprints: ["a3"],
      safety: "review",
    }),
  ],
  stages: [
    {
      label: "builder",
      image: "python:3.13",
      final: false,
      inputs: [{ from: "python:3.13", kind: "base", label: "" }],
    },
    {
      label: "1",
      image: "python:3.13-slim",
      final: true,
      inputs: [{ from: 0, kind: "copy", label: "/app" }],
    },
  ],
  checklist: [
    { practice: "Multi-stage build", verdict: "kept", line: null },
    { practice: "Dependencies before code", verdict: "broken", line: 3 },
    { practice: "Health check", verdict: "not-applicable", line: null },
  ],
});
export const web = makeFile("FROM scratch\n", {
  path: "web/Dockerfile",
  score: 97,
  scoreBefore: 97,
  checklist: [{ practice: "Multi-stage build", verdict: "kept", line: null }],
});
export const report = makeReport([web, api], {
  unread: [{ path: "big/Dockerfile", reason: "is 1.2 MB" }],
  notes: ["Only the first 3,000 files were looked at."],
});

/** A report on many files with many problems, the worst last. */
export function hugeReport(): LintReport {
  const body = "RUN pip install x\n".repeat(200);
  const files = Array.from({ length: 60 }, (_, index) => {
    const findings = Array.from({ length: 5 + index }, (__, at) =>
      makeFinding({ span: { start: at * 18, end: at * 18 + 17 }, fingerprint: `f${index}x${at}` }),
    );
    const fixes = findings.map(({ fingerprint, span }) =>
      makeFix([{ start: span.end, end: span.end, newText: " y" }], { fingerprints: [fingerprint] }),
    );
    return makeFile(body, {
      checklist: api.checklist,
      stages: api.stages,
      path: `svc${index}/Dockerfile`,
      findings: introduced(...findings),
      fixes,
      hunks: null,
    });
  });
  return makeReport(files);
}
