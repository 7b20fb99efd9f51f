import { describe, expect, test } from "@jest/globals";
import { unknownContext } from "../../src/context/build-context.ts";
import type { Dockerfile } from "../../src/dockerfile/model.ts";
import { lintDockerfile } from "../../src/lint/lint-dockerfile.ts";
import type { SelectedRule } from "../../src/lint/select-rules.ts";
import { selected, wordRule } from "../support/rules.ts";

function lint(text: string, ...rules: SelectedRule[]) {
  return lintDockerfile({ path: "a/Dockerfile", text, buildContext: unknownContext }, rules);
}

/** The same rule with fixes that a person is to look at. */
function reviewed({ rule }: SelectedRule): SelectedRule {
  return selected({
    ...rule,
    fix: "review",
    *check(dockerfile, context) {
      for (const problem of rule.check(dockerfile, context)) {
        const { fix } = problem;
        yield fix === undefined ? problem : { ...problem, fix: { ...fix, safety: "review" } };
      }
    },
  });
}

const base = "FROM alpine:3.22\nRUN one\nRUN two\n";

describe("lintDockerfile", () => {
  test("gives findings in file order with the stage they stand in", () => {
    const { findings } = lint(
      "FROM alpine:3.22 AS first\nRUN two\nFROM alpine:3.22\nRUN one\n",
      wordRule("one"),
      wordRule("two"),
    );
    expect(findings.map(({ rule, stage }) => [rule, stage])).toEqual([
      ["word-two", "first"],
      ["word-one", "1"],
    ]);
  });

  test.each([
    ["<% /* made by the build */ %>\nFROM alpine:3.22\nRUN one\n", ["word-two"]],
    ["FROM alpine:3.22\n{% if debug %}\nRUN one\n{% endif %}\n", ["word-two"]],
    ["FROM alpine:{{ .tag }}\nRUN one\n", ["word-one", "word-two"]],
  ])("leaves a template to the rules that judge one: %j", (text, rules) => {
    const template = wordRule("two", {
      judgesTemplates: true,
      *check() {
        yield { message: "Said of any file.", span: { start: 0, end: 1 } };
      },
    });
    const said = lint(text, wordRule("one"), template).findings.map(({ rule }) => rule);
    expect(said.sort()).toEqual(rules);
  });

  test("turns a rule that throws into one finding that names rule and file, and goes on", () => {
    const broken = wordRule("one", {
      name: "broken-rule",
      *check() {
        yield { message: "First.", span: { start: 0, end: 1 } };
        throw new Error("it broke");
      },
    });
    const { findings } = lint(base, broken, wordRule("two"));
    expect(findings.map(({ rule }) => rule)).toEqual(["internal-error", "word-two"]);
    expect(findings[0]?.message).toContain("`broken-rule`");
    expect(findings[0]?.message).toContain("`a/Dockerfile`");
    expect(findings[0]?.message).toContain("it broke");
  });

  test("takes a span outside the file for a bug of the rule", () => {
    const outside = wordRule("one", {
      *check() {
        yield { message: "Far.", span: { start: 0, end: 10_000 } };
      },
    });
    expect(lint(base, outside).findings.map(({ rule }) => rule)).toEqual(["internal-error"]);
  });

  test("writes fixes with the file's line endings", () => {
    const { findings } = lint(
      base.replaceAll("\n", "\r\n"),
      wordRule("one", { fixTo: "1 \\\n 2" }),
    );
    expect(findings[0]?.fix?.edits[0]?.newText).toBe("1 \\\r\n 2");
  });

  test("does not offer a fix after which the finding is still there", () => {
    expect(lint(base, wordRule("one", { fixTo: "none" })).findings[0]?.fix).toBeNull();
  });

  test("does not offer a fix that brings a finding of another rule", () => {
    const { findings } = lint(base, wordRule("one", { fixTo: "bad" }), wordRule("bad"));
    expect(findings[0]?.fix).toBeNull();
  });

  test("does not offer a fix that makes the file unreadable", () => {
    const { findings } = lint(base, wordRule("RUN one", { fixTo: "RUNN uno" }));
    expect(findings[0]?.fix).toBeNull();
  });

  test("does not offer a fix whose shell text no longer parses", () => {
    const { findings } = lint(base, wordRule("one", { fixTo: "if" }));
    expect(findings[0]?.fix).toBeNull();
  });

  test("offers a fix that holds", () => {
    expect(lint(base, wordRule("one", { fixTo: "uno" })).findings[0]?.fix).toMatchObject({
      title: "Write uno",
      safety: "safe",
    });
  });

  test("verifies more fixes than it has attempts for by trying several together", () => {
    const text = `FROM alpine:3.22\n${"RUN one\n".repeat(300)}`;
    const { findings } = lint(text, wordRule("one", { fixTo: "uno" }));
    expect(findings).toHaveLength(300);
    expect(findings.every(({ fix }) => fix !== null)).toBe(true);
  });

  test("tries fixes of one kind together with a reviewed one that brings advice", () => {
    let runs = 0;
    const counting = wordRule("no such word", {
      *check() {
        runs++;
      },
    });
    const { findings } = lint(
      "FROM alpine:3.22\nRUN one\nRUN one\nRUN two\n",
      wordRule("one", { fixTo: "uno" }),
      reviewed(wordRule("two", { fixTo: "hint" })),
      wordRule("hint", { severity: "info" }),
      counting,
    );
    expect(findings.map(({ fix }) => fix !== null)).toEqual([true, true, true]);
    // The file as it is, and one trial.
    expect(runs).toBe(2);
  });

  test("does not take advice for brought by a fix that wrote something else", () => {
    const { findings } = lint(
      "FROM alpine:3.22\nRUN one\nRUN one\nRUN two\n",
      wordRule("one", { fixTo: "hint" }),
      reviewed(wordRule("two", { fixTo: "due" })),
      wordRule("hint", { severity: "info" }),
    );
    expect(findings.map(({ fix }) => fix !== null)).toEqual([false, false, true]);
  });

  test("does not let one fix hide that another does not hold", () => {
    const { findings } = lint(
      "FROM alpine:3.22\nRUN one\nRUN two\nRUN three\n",
      wordRule("one", { fixTo: "uno" }),
      wordRule("two", { fixTo: "bad" }),
      wordRule("three", { fixTo: "three three" }),
      wordRule("bad"),
    );
    expect(findings.map(({ rule, fix }) => [rule, fix !== null])).toEqual([
      ["word-one", true],
      ["word-two", false],
      ["word-three", false],
    ]);
  });

  test("gives each finding a fingerprint of its own", () => {
    const { findings } = lint("FROM alpine:3.22\nRUN one one one\nRUN one\n", wordRule("one"));
    const fingerprints = findings.map(({ fingerprint }) => fingerprint);
    expect(new Set(fingerprints).size).toBe(4);
    for (const fingerprint of fingerprints) expect(fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    ["lines before it", "# a comment\n\nFROM alpine:3.22\nENV A=b\nRUN one && two\n"],
    ["other blanks and continuations", "FROM alpine:3.22\nRUN   one \\\n    # why\n    && two\n"],
    ["the keyword's case", "FROM alpine:3.22\nrun one && two\n"],
  ])("keeps fingerprints when %s change", (_, text) => {
    const before = lint("FROM alpine:3.22\nRUN one && two\n", wordRule("one")).findings;
    const after = lint(text, wordRule("one")).findings;
    expect(after.map(({ fingerprint }) => fingerprint)).toEqual(
      before.map(({ fingerprint }) => fingerprint),
    );
  });

  test("scores 100 minus 15 for errors, 5 for warnings and 1 for infos, never below 0", () => {
    const rule = (severity: "error" | "warning" | "info") => wordRule("one", { severity });
    expect(lint(base, rule("error")).score).toBe(85);
    expect(lint(base, rule("warning")).score).toBe(95);
    expect(lint(base, rule("info")).score).toBe(99);
    expect(lint("FROM a:1\n" + "RUN one\n".repeat(30), rule("error")).score).toBe(0);
    expect(lint(base).score).toBe(100);
  });

  test("gives a problem's own severity, confidence and aliases before the rule's", () => {
    const rule = wordRule("one", {
      aliases: ["DL0001", "DL0002"],
      *check() {
        yield {
          message: "Other.",
          span: { start: 0, end: 4 },
          severity: "error",
          confidence: "low",
          aliases: ["DL0002"],
        };
      },
    });
    expect(lint(base, rule).findings[0]).toMatchObject({
      severity: "error",
      confidence: "low",
      aliases: ["DL0002"],
    });
  });

  test("keeps and drops findings by alias", () => {
    const rule = wordRule("one", { aliases: ["DL0001"] }).rule;
    const only = { ...selected(rule), onlyAliases: new Set(["dl0002"]) };
    const ignored = { ...selected(rule), ignoredAliases: new Set(["dl0001"]) };
    expect(lint(base, only).findings).toEqual([]);
    expect(lint(base, ignored).findings).toEqual([]);
    expect(lint(base, selected(rule)).findings).toHaveLength(1);
  });
});

describe("suppression comments", () => {
  const rule = wordRule("one", { aliases: ["DL0001"] });

  test.each([
    ["a name", "# dockerfile-review ignore=word-one because"],
    ["an id of another linter", "# dockerfile-review ignore=DL0001"],
    ["several names", "# dockerfile-review ignore=other,word-one reason"],
    ["hadolint's words", "# hadolint ignore=DL0001"],
  ])("silence the next instruction by %s", (_, comment) => {
    const result = lint(`FROM alpine:3.22\n${comment}\nRUN one\nRUN one\n`, rule);
    expect(result.findings).toHaveLength(1);
    expect(result.suppressed).toHaveLength(1);
  });

  test("above an instruction silence what is said of the comments between, and of none above", () => {
    // A rule about comments: it speaks of the second line or of the first.
    const about = (line: number) =>
      selected({
        ...rule.rule,
        *check({ comments }: Dockerfile) {
          const comment = comments.find((one) => one.line === line);
          if (comment !== undefined) yield { message: "A comment.", span: comment.span };
        },
      });
    const own = "# dockerfile-review ignore=word-one x";
    const said = (text: string, line: number) => lint(text, about(line)).findings.length;
    expect(said(`${own}\n# words\nFROM alpine:3.22\n`, 2)).toBe(0);
    expect(said(`# words\n${own}\nFROM alpine:3.22\n`, 1)).toBe(1);
  });

  test("keep the reason", () => {
    const text = "FROM alpine:3.22\n# dockerfile-review ignore=word-one it is fine here\nRUN one\n";
    expect(lint(text, rule).suppressed[0]?.reason).toBe("it is fine here");
  });

  test("do not count in the score", () => {
    const text = "FROM alpine:3.22\n# dockerfile-review ignore=word-one x\nRUN one\n";
    expect(lint(text, rule).score).toBe(100);
  });

  test("are reported when they silence nothing", () => {
    const text = "FROM alpine:3.22\n# dockerfile-review ignore=word-one x\nRUN two\n";
    expect(lint(text, rule).unusedSuppressions).toHaveLength(1);
    expect(lint("# hadolint global ignore=DL0001\nFROM a:1\n", rule).unusedSuppressions).toEqual(
      [],
    );
  });

  test("reach the whole file or a stage", () => {
    const file = "# hadolint global ignore=DL0001\nFROM a:1\nRUN one\nFROM b:1\nRUN one\n";
    expect(lint(file, rule).findings).toEqual([]);
    const skip = "# check=skip=Other\nFROM a:1\nRUN one\n";
    expect(lint(skip, rule).findings).toHaveLength(1);
  });

  test("in BuildKit's words mean BuildKit's checks", () => {
    const check = wordRule("one", { aliases: ["DL0001", "OneIsThere"] });
    expect(lint("# check=skip=OneIsThere\nFROM a:1\nRUN one\n", check).findings).toEqual([]);
    expect(lint("# check=skip=all\nFROM a:1\nRUN one\n", check).findings).toEqual([]);
    expect(lint("# check=skip=all\nFROM a:1\nRUN one\n", rule).findings).toHaveLength(1);
  });

  test("in BuildKit's words can make its checks errors", () => {
    const check = wordRule("one", { aliases: ["OneIsThere"] });
    const text = "# check=skip=Other;error=true\nFROM a:1\nRUN one\n";
    expect(lint(text, check).findings[0]?.severity).toBe("error");
    expect(lint(text, rule).findings[0]?.severity).toBe("warning");
  });
});
