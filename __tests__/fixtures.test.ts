import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { overlayContext } from "../src/context/overlay-context.ts";
import { parseDockerfile } from "../src/dockerfile/parse-dockerfile.ts";
import { fixDockerfile } from "../src/lint/fix-dockerfile.ts";
import { lintDockerfile, type LintResult } from "../src/lint/lint-dockerfile.ts";
import { selectRules } from "../src/lint/select-rules.ts";
import { allRules } from "../src/rules/all-rules.ts";
import { contextOf } from "./support/describe-rule.ts";
import { contextFiles } from "./support/fixtures.ts";

/**
 * Whole Dockerfiles, each in a folder with the files of its build context beside it. What all rules say of one is
 * recorded in `findings.txt`, what all fixes make of it in `Dockerfile.fixed` (left out when nothing is to be fixed), with
 * the files beside it that they write behind it, each under a line with its name.
 * `UPDATE=1 npm run test:unit -- fixtures` records anew; read the difference before you commit it.
 */
const folder = path.resolve(import.meta.dirname, "fixtures");
const rules = selectRules(allRules, { preset: "all", only: [], ignore: [], today: "2026-11-21" });

describe.each(readdirSync(folder))("%s", (name) => {
  const at = (file: string) => path.join(folder, name, file);
  const input = {
    path: "Dockerfile",
    text: readFileSync(at("Dockerfile"), "utf8"),
    // The context's files are all that is known: what else is in the repository is not.
    buildContext: { ...contextOf(contextFiles(at(""))), repository: null },
  };
  const result = lintDockerfile(input, rules);
  const { text: fixed, files } = fixDockerfile(input, rules, "review");

  test("gets the findings that are recorded", () => {
    expectRecorded(at("findings.txt"), describeFindings(result));
  });

  test("is fixed as it is recorded", () => {
    const written = files.map((file) => `\n==> ${file.path} <==\n${file.text}`).join("");
    const isSame = fixed === input.text && written === "";
    expectRecorded(at("Dockerfile.fixed"), isSame ? null : fixed + written);
  });

  test("stays readable and is left alone the second time", () => {
    const problems = (text: string) => parseDockerfile(text).problems.length;
    expect(problems(fixed)).toBeLessThanOrEqual(problems(input.text));
    const buildContext = overlayContext(input.buildContext, files);
    const again = fixDockerfile({ ...input, text: fixed, buildContext }, rules, "review");
    expect(again).toEqual({ text: fixed, files: [], applied: [] });
  });
});

function describeFindings({ dockerfile, findings, suppressed, score }: LintResult): string {
  const { source } = dockerfile;
  const lines = findings.map(({ span, severity, confidence, rule, message, fix }) => {
    const { line, column } = source.positionAt(span.start);
    const mend = fix === null ? "" : `\n    fix (${fix.safety}): ${fix.title}`;
    return `${line}:${column} ${severity}/${confidence} ${rule}\n    ${message}${mend}`;
  });
  const silenced = suppressed.map(({ finding }) => `suppressed: ${finding.rule}`);
  return [...lines, ...silenced, `score ${score}`, ""].join("\n");
}

function expectRecorded(file: string, actual: string | null): void {
  if (process.env.UPDATE === "1") {
    if (actual === null) rmSync(file, { force: true });
    else writeFileSync(file, actual);
  }
  expect(existsSync(file) ? readFileSync(file, "utf8") : null).toBe(actual);
}
