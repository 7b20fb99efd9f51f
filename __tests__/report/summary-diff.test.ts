import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { summaryComment } from "../../src/report/summary-comment.ts";
import { introduced, makeFile, makeFix, makeReport, replace } from "./make-report.ts";
import { cache, text } from "./sample-report.ts";

describe("the diff in the comment", () => {
  test.each([
    ["plain", text, "services/api/Dockerfile"],
    ["CRLF", text.replaceAll("\n", "\r\n"), "Dockerfile"],
    [
      "no newline at the end, back-ticks, blanks in the path",
      `${text}RUN echo '\`\`\`\`'`,
      "my api/Dockerfile",
    ],
  ])("is accepted by git apply: %s", (_name, content, path) => {
    const fixes = [
      makeFix([replace(content, "pip install", "pip install --no-cache-dir")]),
      makeFix([replace(content, "MAINTAINER me", 'LABEL authors="me"')]),
    ];
    const file = makeFile(content, { path, findings: introduced(cache), fixes });
    const comment = summaryComment(makeReport([file]), { postedSuggestions: [] });
    const diff = /^(`{3,})diff\n([^]*?)^\1$/m.exec(comment)?.[2] ?? "";
    const folder = mkdtempSync(join(tmpdir(), "summary-diff-"));
    try {
      execFileSync("git", ["init", "--quiet"], { cwd: folder });
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
      execFileSync("git", ["apply", "-"], {
        cwd: folder,
        input: diff,
        stdio: ["pipe", "pipe", "pipe"],
      });
      expect(readFileSync(join(folder, path), "utf8")).toBe(
        content
          .replace("pip install", "pip install --no-cache-dir")
          .replace("MAINTAINER me", 'LABEL authors="me"'),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("comes with a command whose path is one word", () => {
    const fixes = [makeFix([replace(text, "COPY", "ADD")])];
    const command = (path: string): string =>
      /To apply it.*/.exec(
        summaryComment(makeReport([makeFile(text, { path, fixes, findings: introduced(cache) })]), {
          postedSuggestions: [],
        }),
      )?.[0] ?? "";
    expect(command("my api/$(x)'/Dockerfile")).toContain(
      String.raw`npx dockerfile-review fix 'my api/$(x)'\''/Dockerfile'`,
    );
    expect(command("-rf")).toContain("npx dockerfile-review fix ./-rf");
    expect(command("a\nb")).toBe("To apply it, paste the diff into `git apply`.");
  });
});
