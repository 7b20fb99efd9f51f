import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { instructionAt } from "../../src/dockerfile/queries.ts";
import { isBuildKitId } from "../../src/lint/buildkit-ids.ts";
import { hadolintSeverities, offInHadolint } from "../../src/lint/hadolint-severities.ts";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import { selectRules, type RuleChoice } from "../../src/lint/select-rules.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import type { Finding } from "../../src/rules/finding.ts";
import { applyEdits, insertAt } from "../../src/source/text-edit.ts";
import { contextOf } from "../support/describe-rule.ts";
import { buildKitTextbook } from "./aliases/buildkit.ts";
import { checkovTextbook } from "./aliases/checkov.ts";
import { hadolintTextbook } from "./aliases/hadolint.ts";
import { sonarTextbook } from "./aliases/sonar.ts";
import type { Textbook } from "./aliases/textbook.ts";
import { trivyTextbook } from "./aliases/trivy.ts";

const textbook: readonly Textbook[] = [
  ...hadolintTextbook,
  ...buildKitTextbook,
  ...trivyTextbook,
  ...checkovTextbook,
  ...sonarTextbook,
];

const everything: RuleChoice = { preset: "all", only: [], ignore: [] };

/** The findings of a text, those of rules with an option of the example's under that option. */
function findingsOf(
  { options, files }: Textbook,
  text: string,
  choice: Partial<RuleChoice> = {},
): readonly Finding[] {
  const rules = selectRules(allRules, { ...everything, ...choice }).map((selected) => ({
    ...selected,
    options: { ...selected.options, ...options?.[selected.rule.name] },
  }));
  const input = { path: "Dockerfile", text, buildContext: contextOf(files) };
  return lintDockerfile(input, rules, { fixes: false }).findings;
}

const carrying = (id: string, findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ aliases }) => aliases.includes(id));

/** What tells findings apart in these tests. */
const places = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, span }) => `${rule} ${span.start}`);

/** The bad text with a comment above each instruction, or each comment, that has a finding with the id. */
function commented(example: Textbook, comment: string): string {
  const dockerfile = parseDockerfile(example.bad);
  const found = carrying(example.id, findingsOf(example, example.bad));
  const starts = found.map(
    ({ span }) => instructionAt(dockerfile, span.start)?.span.start ?? span.start,
  );
  return applyEdits(
    example.bad,
    [...new Set(starts)].sort((a, b) => a - b).map((start) => insertAt(start, `${comment}\n`)),
  );
}

function expectSilenced(example: Textbook, text: string): void {
  expect(places(carrying(example.id, findingsOf(example, text)))).toEqual([]);
}

const named = textbook.map((example) => ({ ...example, name: nameOf(example) }));

/** The id, with a number behind it for its second and later examples. */
function nameOf(example: Textbook): string {
  const same = textbook.filter(({ id }) => id === example.id);
  return same.length === 1 ? example.id : `${example.id} (${same.indexOf(example) + 1})`;
}

test("every id that a rule answers to has a textbook example, and none is missing", () => {
  const answered = new Set(allRules.flatMap(({ aliases }) => aliases));
  const shown = new Set(textbook.map(({ id }) => id));
  expect([...answered].filter((id) => !shown.has(id))).toEqual([]);
  expect([...shown].filter((id) => !answered.has(id))).toEqual([]);
});

describe.each(named)("$name", (example) => {
  const { id, bad, good } = example;

  test("is reported on the bad example and not on the good one", () => {
    expect(carrying(id, findingsOf(example, bad))).not.toEqual([]);
    expect(places(carrying(id, findingsOf(example, good)))).toEqual([]);
  });

  test("is a name for --rule: its findings and no others are kept", () => {
    const all = carrying(id, findingsOf(example, bad));
    for (const name of [id, id.toLowerCase()]) {
      expect(places(findingsOf(example, bad, { only: [name] }))).toEqual(places(all));
    }
  });

  test("is a name for --ignore: its findings and no others are gone", () => {
    const others = findingsOf(example, bad).filter(({ aliases }) => !aliases.includes(id));
    const left = findingsOf(example, bad, { ignore: [id] });
    // What yielded to a finding that is gone may be told of instead.
    expect(places(left)).toEqual(expect.arrayContaining(places(others)));
    expect(left.filter(({ aliases }) => aliases.includes(id))).toEqual([]);
  });

  test("is a name for the project's own comments", () => {
    expectSilenced(example, commented(example, `# dockerfile-review ignore=${id} agreed on`));
    expectSilenced(example, `# dockerfile-review global ignore=${id}\n${bad}`);
  });
});

describe.each(named.filter(({ id }) => id.startsWith("DL")))(
  "hadolint's comments for $name",
  (example) => {
    test("silence it above the instruction and for the whole file", () => {
      expectSilenced(example, commented(example, `# hadolint ignore=${example.id}`));
      expectSilenced(example, `# hadolint global ignore=${example.id}\n${example.bad}`);
    });
  },
);

describe.each(named.filter(({ id }) => isBuildKitId(id)))(
  "BuildKit's comments for $name",
  (example) => {
    test("silence it above the instruction and as a directive", () => {
      expectSilenced(example, commented(example, `# check=skip=${example.id}`));
      expectSilenced(example, `# check=skip=${example.id}\n${example.bad}`);
    });
  },
);

describe("the preset hadolint", () => {
  test("knows the severity of each of hadolint's checks, and of nothing else", () => {
    const expected = hadolintTextbook.map(({ id, severity }) => [id.toLowerCase(), severity]);
    const quiet = [...offInHadolint].map((id) => [id, "ignore"] as const);
    expect(Object.fromEntries([...hadolintSeverities, ...quiet])).toEqual(
      Object.fromEntries(expected),
    );
  });

  test.each(hadolintTextbook)("reports $id as $severity", (example) => {
    const found = carrying(example.id, findingsOf(example, example.bad, { preset: "hadolint" }));
    const reported = example.severity === "ignore" ? [] : [example.severity];
    expect([...new Set(found.map(({ severity }) => severity))]).toEqual(reported);
  });

  test("reports what hadolint ignores when the settings give it a severity, as hadolint does", () => {
    const text = "FROM alpine:3.22\n# hadolint ignore=DL3018\nRUN apk add --no-cache curl\n";
    const settings = new Map([["dl1001", { enabled: true, severity: "warning" as const }]]);
    const choice = { preset: "hadolint", settings } as const;
    expect(
      carrying("DL1001", findingsOf({ id: "DL1001", bad: text, good: "" }, text, choice)),
    ).toMatchObject([{ rule: "inline-suppression", severity: "warning" }]);
  });

  test("holds exactly the rules with an id of hadolint's", () => {
    const expected = allRules.filter(({ aliases }) => aliases.some((id) => /^DL\d{4}$/.test(id)));
    const held = selectRules(allRules, { ...everything, preset: "hadolint" });
    expect(held.map(({ rule }) => rule.name)).toEqual(expected.map(({ name }) => name));
  });

  test("is silent about other registries and labels until an option names some", () => {
    for (const { id, bad, good } of hadolintTextbook.filter((one) => one.options !== undefined)) {
      const found = carrying(id, findingsOf({ id, bad, good }, bad, { preset: "hadolint" }));
      expect([id, found.length]).toEqual([id, id === "DL3049" ? 1 : 0]);
    }
  });
});
