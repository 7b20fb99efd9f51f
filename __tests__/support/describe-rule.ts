import { describe, expect, test } from "@jest/globals";
import { contextFromListings, unknownContext } from "../../src/context/build-context.ts";
import type { BuildContext } from "../../src/context/build-context.ts";
import { isRepositoryFile } from "../../src/context/repository-files.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { fixDockerfile, type FixResult } from "../../src/lint/fix-dockerfile.ts";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import { WordFinder } from "../../src/lint/word-finder.ts";
import { internalErrorRule } from "../../src/lint/run-rules.ts";
import { selectRules, type SelectedRule } from "../../src/lint/select-rules.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import type { Finding } from "../../src/rules/finding.ts";
import type { Example, Problem, Rule } from "../../src/rules/rule.ts";
import { deepFreeze } from "./deep-freeze.ts";
import { variations } from "./dockerfile-variations.ts";

/**
 * Asserts everything that must hold for a rule, from its own examples. What only this rule promises (messages, places,
 * particular cases) is tested beside the call.
 */
export function describeRule(rule: Rule): void {
  describe(rule.name, () => {
    describeFacts(rule);
    if (rule.words !== undefined) describeWords(rule, rule.words);
    rule.examples.forEach((example, index) => {
      describe(`example ${index + 1}`, () => describeExample(rule, example));
    });
    for (const text of rule.silentOn ?? []) {
      test(`is silent on ${JSON.stringify(text)}`, () => {
        expect(messages(findingsOf(rule, text))).toEqual([]);
      });
    }
  });
}

/** What one rule says of a text, with its fixes verified against all rules. */
export function findingsOf(
  rule: Rule,
  text: string,
  files?: Readonly<Record<string, string>>,
  options?: RuleOptions,
): readonly Finding[] {
  return findingsAmong(selectRules(allRules, everything), rule, text, files, options);
}

/** What one rule says of a text at a path of its own, unverified. */
export function problemsAt(rule: Rule, path: string, text: string): readonly Problem[] {
  const context = { path, buildContext: unknownContext, options: {}, today: testDay };
  return [...rule.check(parseDockerfile(text), context)];
}

/** What one rule says of a text when it is run with the recommended ones, which its fixes must get along with. */
function findingsWithRecommended(
  rule: Rule,
  text: string,
  files?: Readonly<Record<string, string>>,
  options?: RuleOptions,
): readonly Finding[] {
  const recommended = selectRules(allRules, { ...everything, preset: "recommended" });
  const others = recommended.filter((selected) => selected.rule !== rule);
  const own = selectRules(allRules, { ...everything, only: [rule.name] });
  return findingsAmong([...others, ...own], rule, text, files, options);
}

function findingsAmong(
  selected: readonly SelectedRule[],
  rule: Rule,
  text: string,
  files?: Readonly<Record<string, string>>,
  options?: RuleOptions,
): readonly Finding[] {
  const rules = withOptions(selected, rule, options);
  const result = lintDockerfile(inputOf(text, files), rules);
  return result.findings.filter(
    (finding) => finding.rule === rule.name || finding.rule === internalErrorRule,
  );
}

/** The text after all fixes of one rule. */
export function fixedBy(
  rule: Rule,
  text: string,
  files?: Readonly<Record<string, string>>,
  options?: RuleOptions,
): string {
  return fixesOf(rule, text, files, options).text;
}

/** The files of the build context that all fixes of one rule write, path to new text. */
export function filesFixedBy(
  rule: Rule,
  text: string,
  files?: Readonly<Record<string, string>>,
  options?: RuleOptions,
): Record<string, string> {
  const written = fixesOf(rule, text, files, options).files;
  return Object.fromEntries(written.map((file) => [file.path, file.text]));
}

function fixesOf(
  rule: Rule,
  text: string,
  files?: Readonly<Record<string, string>>,
  options?: RuleOptions,
): FixResult {
  const selected = selectRules(allRules, { ...everything, only: [rule.name] });
  const rules = withOptions(selected, rule, options);
  return fixDockerfile(inputOf(text, files), rules, "review");
}

type RuleOptions = NonNullable<Rule["options"]>;

/** The same rules, one of them with options that differ from its defaults. */
function withOptions(
  rules: readonly SelectedRule[],
  rule: Rule,
  options: RuleOptions | undefined,
): SelectedRule[] {
  return rules.map((one) =>
    one.rule.name === rule.name ? { ...one, options: { ...one.options, ...options } } : one,
  );
}

/** The day on which the rules' examples are judged. */
export const testDay = "2026-11-21";

const everything = { preset: "all", only: [], ignore: [], today: testDay } as const;

function inputOf(text: string, files: Readonly<Record<string, string>> | undefined) {
  return { path: "Dockerfile", text, buildContext: contextOf(files) };
}

/** A build context of exactly these files, every directory of it known, which is a whole repository besides. */
export function contextOf(files: Readonly<Record<string, string>> | undefined): BuildContext {
  if (files === undefined) return unknownContext;
  const listings = new Map<string, Set<string>>([["", new Set()]]);
  for (const path of Object.keys(files)) {
    const parts = path.split("/");
    parts.forEach((part, depth) => {
      const directory = parts.slice(0, depth).join("/");
      const names = listings.get(directory) ?? new Set<string>();
      listings.set(directory, names.add(depth === parts.length - 1 ? part : `${part}/`));
    });
  }
  const known = new Map([...listings].map(([path, names]) => [path, [...names]]));
  return {
    ...contextFromListings(known, new Map(Object.entries(files))),
    dockerfile: "Dockerfile",
    root: "",
    repository: {
      texts: new Map(Object.entries(files).filter(([path]) => isRepositoryFile(path))),
      dockerfiles: ["Dockerfile"],
      prefix: "",
    },
  };
}

function describeFacts(rule: Rule): void {
  test("is named, explained and sourced", () => {
    expect(rule.name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(rule.summary).toMatch(/^[^\n]{10,140}[^.\n]$/);
    expect(rule.why.length).toBeGreaterThan(40);
    expect(rule.sources.length).toBeGreaterThan(0);
    for (const source of rule.sources) expect(source.url).toMatch(/^https:\/\//);
    expect(new Set(rule.aliases).size).toBe(rule.aliases.length);
  });

  test("has at least two examples, and one with a fix exactly when it claims fixes", () => {
    expect(rule.examples.length).toBeGreaterThanOrEqual(2);
    expect(rule.examples.some(hasFix)).toBe(rule.fix !== "none");
  });
}

function hasFix({ fixed, fixedFiles }: Example): boolean {
  return fixed !== undefined || fixedFiles !== undefined;
}

/** The engine passes over files without any of the rule's words: in those the rule itself must have nothing to say. */
function describeWords(rule: Rule, words: readonly string[]): void {
  test("has words in small letters that stand where it has something to say", () => {
    for (const word of words) expect(word).toMatch(/^[\t\x20-\x40\x5b-\x7e]+$/);
    const finder = new WordFinder(words);
    const texts = [...rule.examples.map(({ bad }) => bad), ...(rule.silentOn ?? [])];
    for (const text of texts.flatMap((one) => [
      one,
      ...variations(rule, one).map(({ text }) => text),
    ])) {
      if (finder.search(text).includes(1)) continue;
      const dockerfile = parseDockerfile(text);
      const context = { path: "Dockerfile", buildContext: unknownContext, today: testDay };
      expect([...rule.check(dockerfile, { ...context, options: { ...rule.options } })]).toEqual([]);
    }
  });
}

function describeExample(rule: Rule, example: Example): void {
  const { bad, good, files, goodFiles = files, options } = example;

  test("fires on the bad one, with honest findings", () => {
    const findings = findingsOf(rule, bad, files, options);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) expectHonest(rule, finding);
  });

  test("is silent on the good one", () => {
    expect(messages(findingsOf(rule, good, goodFiles, options))).toEqual([]);
  });

  test("does not change the model", () => {
    const dockerfile = deepFreeze(parseDockerfile(bad));
    const context = { path: "Dockerfile", buildContext: contextOf(files), today: testDay };
    expect([
      ...rule.check(dockerfile, { ...context, options: { ...rule.options, ...options } }),
    ]).not.toEqual([]);
  });

  for (const { how, text } of variations(rule, bad)) {
    test(`says the same of the bad one ${how}`, () => {
      expect(kinds(findingsOf(rule, text, files, options))).toEqual(
        kinds(findingsOf(rule, bad, files, options)),
      );
    });
  }

  for (const { how, text } of variations(rule, good)) {
    test(`is silent on the good one ${how}`, () => {
      expect(messages(findingsOf(rule, text, goodFiles, options))).toEqual([]);
    });
  }

  if (hasFix(example)) describeFix(rule, example);
  else {
    test("offers no fix that is not shown", () => {
      expect(findingsOf(rule, bad, files, options).filter(({ fix }) => fix !== null)).toEqual([]);
    });
  }
}

function describeFix(rule: Rule, example: Example): void {
  const { bad, fixed = bad, files, fixedFiles, options } = example;
  const filesAfter = fixedFiles === undefined ? files : { ...files, ...fixedFiles };

  test("makes the fixed text", () => {
    expect(fixedBy(rule, bad, files, options)).toBe(fixed);
    expect(filesFixedBy(rule, bad, files, options)).toEqual(fixedFiles ?? {});
  });

  test("offers fixes that hold against the recommended rules", () => {
    const findings = findingsWithRecommended(rule, bad, files, options);
    expect(findings.some(({ fix }) => fix !== null)).toBe(true);
  });

  test("leaves nothing to say and nothing to do in the fixed text", () => {
    const left = findingsOf(rule, fixed, filesAfter, options).filter(({ fix }) => fix !== null);
    expect(messages(left)).toEqual([]);
    expect(fixedBy(rule, fixed, filesAfter, options)).toBe(fixed);
    expect(filesFixedBy(rule, fixed, filesAfter, options)).toEqual({});
    expect(parseDockerfile(fixed).problems.length).toBeLessThanOrEqual(
      parseDockerfile(bad).problems.length,
    );
  });

  test("makes the fixed text with CRLF line endings too", () => {
    const crlf = (text: string) => text.replace(/\n/g, "\r\n");
    expect(fixedBy(rule, crlf(bad), files, options)).toBe(crlf(fixed));
  });
}

function expectHonest(rule: Rule, finding: Finding): void {
  expect(finding.rule).toBe(rule.name);
  expect(finding.message).toMatch(/\S.*[.!?)]$/s);
  for (const alias of finding.aliases) expect(rule.aliases).toContain(alias);
  if (finding.fix === null) return;
  expect(rule.fix).not.toBe("none");
  if (rule.fix === "review") expect(finding.fix.safety).toBe("review");
  expect(finding.fix.title).toMatch(/^[A-Z`].*[^.]$/);
}

function messages(findings: readonly Finding[]): string[] {
  return findings.map((finding) => finding.message);
}

/** What must not depend on how a file is written. */
function kinds(findings: readonly Finding[]): string[] {
  return findings.map(({ rule, severity, confidence, aliases }) =>
    [rule, severity, confidence, ...aliases].join(" "),
  );
}
