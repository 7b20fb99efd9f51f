import { describe, expect, test } from "@jest/globals";
import { htmlPage } from "../../src/report/html/page.ts";
import { findingAt, introduced, makeFile, makeFix, makeReport, replace } from "./make-report.ts";

const facts = { subject: "octo-org/service", day: "2026-11-21", sha: "a".repeat(40) };
const text = "FROM x AS build\nADD a b\n\nFROM y\nCOPY --from=build /b /b\n";
const file = makeFile(text, {
  path: "app/Dockerfile",
  score: 80,
  findings: introduced(
    findingAt(text, "ADD", {
      rule: "add-instead-of-copy",
      severity: "warning",
      message: "`ADD` only copies here.",
    }),
    findingAt(text, "FROM x", {
      rule: "untagged-base-image",
      severity: "error",
      fingerprint: "9".repeat(16),
    }),
  ),
  fixes: [makeFix([replace(text, "ADD", "COPY")], { titles: ["Write COPY"] })],
  checklist: [
    { practice: "Slim base image", verdict: "broken", line: 1 },
    { practice: "Exec form", verdict: "kept", line: null },
    { practice: "Labels", verdict: "not-applicable", line: null },
  ],
  stages: [
    { label: "build", image: "x", final: false, inputs: [] },
    { label: "1", image: "y", final: true, inputs: [{ from: 0, kind: "copy", label: "/b" }] },
  ],
});

describe("the page for people", () => {
  const page = htmlPage(
    makeReport([file, makeFile("FROM z\n", { path: "ok/Dockerfile", findings: [] })]),
    facts,
  );

  test("shows each finding at its line, the diff side by side, the practices and the stages", () => {
    expect(page).toContain("1 error, 1 warning in 2 Dockerfiles");
    expect(page).toMatch(
      /<td class="number">2<\/td><td class="code">ADD a b<\/td><\/tr>\n<tr class="found">/,
    );
    expect(page).toContain("<code>ADD</code> only copies here.");
    expect(page).toContain(
      '<td class="code removed">ADD a b</td><td class="number">2</td><td class="code added">COPY a b</td>',
    );
    expect(page).toContain('<td class="broken" title="Slim base image: broken">');
    expect(page).toContain(
      'aria-label="stage build on x; final stage 1 on y, copies /b from build"',
    );
    expect(page).toContain('aria-label="Findings by category: run 1 error, 1 warning"');
    expect(page).toContain("Dockerfiles by score: 1 from 80 to 89; 1 from 90 to 100");
  });

  test("puts the worst first", () => {
    expect(page.indexOf('id="f-app_2FDockerfile"')).toBeLessThan(
      page.indexOf('id="f-ok_2FDockerfile"'),
    );
  });

  test("needs nothing from elsewhere: no script, no picture, no style from the network", () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<img|<link|@import|url\(http/);
    expect(page).toContain("prefers-color-scheme: dark");
  });
});

test("hostile names, texts and messages stay text", () => {
  const hostile = 'FROM "<script>alert(1)</script>"\n# \u202e & </table>\n';
  const page = htmlPage(
    makeReport([
      makeFile(hostile, {
        path: 'a"><img src=x onerror=alert(1)>/Dockerfile',
        findings: introduced(
          findingAt(hostile, "FROM", {
            message: "`<b>` & <script>alert(2)</script>",
            rule: 'x"><script>',
          }),
        ),
        stages: [
          { label: "<script>", image: null, final: false, inputs: [] },
          {
            label: "</svg>",
            image: '"',
            final: true,
            inputs: [{ from: 0, kind: "copy", label: "</title><script>" }],
          },
        ],
      }),
    ]),
    { ...facts, subject: "</title><script>" },
  );
  expect(page).not.toMatch(/<script|<img|<b>` &/);
  expect(page.match(/<\/table>/g)).toHaveLength(1);
  expect(page.match(/<title>/g)?.length).toBe(page.match(/<\/title>/g)?.length);
  expect(page).not.toContain("\u202e");
});
