import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { FileReport, HunkRange, PlannedFix } from "../../src/report/lint-report.ts";
import { planSuggestions } from "../../src/report/suggestion-plan.ts";
import { applySuggestion, minimalEdit } from "../../src/report/suggestion-text.ts";
import { applyEdits, insertAt, type TextEdit } from "../../src/source/text-edit.ts";
import { makeFile, makeFix, replace } from "./make-report.ts";

const text = "FROM node:24\nRUN apt-get update\nRUN npm install\nCOPY . .\nUSER node\n";

function plan(
  fixes: readonly PlannedFix[],
  hunks?: readonly HunkRange[],
  content = text,
): string[] {
  const file = makeFile(content, { fixes, ...(hunks === undefined ? {} : { hunks }) });
  const { suggestions, remaining } = planSuggestions(file);
  return [
    ...suggestions.map(
      ({ startLine, endLine, lines }) => `${startLine}-${endLine}: ${lines.join(" / ")}`,
    ),
    ...(remaining.length > 0 ? [`remaining: ${remaining.length}`] : []),
  ];
}

function fix(part: string, newText: string, content = text): PlannedFix {
  return makeFix([replace(content, part, newText)]);
}

describe("planSuggestions", () => {
  test("replaces the one line that a fix changes", () => {
    expect(plan([fix("npm install", "npm ci")])).toEqual(["3-3: RUN npm ci"]);
  });

  test("takes no more lines than change, even when the edit says more", () => {
    const wide = fix(text, text.replace("npm install", "npm ci"));
    expect(plan([wide])).toEqual(["3-3: RUN npm ci"]);
  });

  test("leaves fixes that write other files to the diff, with all whose lines they share", () => {
    const files = [{ path: ".dockerignore", before: null, text: ".git\n" }];
    const alone = makeFix([], { files });
    const both = makeFix([replace(text, "npm", "yarn")], { files });
    expect(plan([alone, fix("update", "upgrade")])).toEqual([
      "2-2: RUN apt-get upgrade",
      "remaining: 1",
    ]);
    expect(plan([both, fix("install", "ci"), fix("update", "upgrade")])).toEqual([
      "2-2: RUN apt-get upgrade",
      "remaining: 2",
    ]);
  });

  test("covers all edits of one fix", () => {
    const both = makeFix([replace(text, "apt-get", "apk"), replace(text, "COPY", "ADD")]);
    expect(plan([both])).toEqual(["2-4: RUN apk update / RUN npm install / ADD . ."]);
  });

  test("merges fixes on one line, and keeps others apart", () => {
    expect(plan([fix("npm", "yarn"), fix("install", "ci")])).toEqual(["3-3: RUN yarn ci"]);
    expect(plan([fix("update", "upgrade"), fix("install", "ci")])).toEqual([
      "2-2: RUN apt-get upgrade",
      "3-3: RUN npm ci",
    ]);
    expect(plan([fix("update", "upgrade"), fix("COPY", "ADD")])).toEqual([
      "2-2: RUN apt-get upgrade",
      "4-4: ADD . .",
    ]);
  });

  test("anchors an insertion on the line it stands before", () => {
    const insertion = makeFix([insertAt(text.indexOf("COPY"), "WORKDIR /app\n")]);
    expect(plan([insertion])).toEqual(["4-4: WORKDIR /app / COPY . ."]);
  });

  test("anchors an insertion on the line before when the one after is not shown", () => {
    const insertion = makeFix([insertAt(text.indexOf("COPY"), "WORKDIR /app\n")]);
    expect(plan([insertion], [{ first: 1, last: 3 }])).toEqual([
      "3-3: RUN npm install / WORKDIR /app",
    ]);
  });

  test("anchors an insertion at the end of the file on the last line", () => {
    expect(plan([makeFix([insertAt(text.length, 'CMD ["node"]\n')])])).toEqual([
      '5-5: USER node / CMD ["node"]',
    ]);
  });

  test("deletes lines by holding on to a neighbour, so that no block is empty", () => {
    expect(plan([fix("RUN npm install\n", "")])).toEqual(["2-3: RUN apt-get update"]);
    expect(plan([fix("RUN npm install\n", "")], [{ first: 3, last: 5 }])).toEqual([
      "3-4: COPY . .",
    ]);
    expect(plan([fix("RUN npm install\n", "")], [{ first: 3, last: 3 }])).toEqual(["remaining: 1"]);
  });

  test("leaves what a hunk does not hold", () => {
    const fixes = [fix("update", "upgrade"), fix("USER node", "USER 1000")];
    expect(plan(fixes, [{ first: 4, last: 5 }])).toEqual(["5-5: USER 1000", "remaining: 1"]);
    const across = makeFix([replace(text, "apt-get", "apk"), replace(text, "COPY", "ADD")]);
    expect(
      plan(
        [across],
        [
          { first: 1, last: 2 },
          { first: 3, last: 5 },
        ],
      ),
    ).toEqual(["remaining: 1"]);
  });

  test("leaves ranges with deleted lines between, which GitHub does not commit", () => {
    const both = makeFix([replace(text, "apt-get", "apk"), replace(text, "install", "ci")]);
    const hunk = { first: 1, last: 5 };
    expect(plan([both], [{ ...hunk, deletedBefore: new Set([3]) }])).toEqual(["remaining: 1"]);
    expect(plan([both], [{ ...hunk, deletedBefore: new Set([2, 4]) }])).toEqual([
      "2-3: RUN apk update / RUN npm ci",
    ]);
  });

  test("does not merge over deleted lines what can stand apart", () => {
    const fixes = [fix("update", "upgrade"), fix("install", "ci")];
    expect(plan(fixes, [{ first: 1, last: 5, deletedBefore: new Set([3]) }])).toEqual([
      "2-2: RUN apt-get upgrade",
      "3-3: RUN npm ci",
    ]);
  });

  test("leaves everything when there is no diff", () => {
    const file = makeFile(text, { fixes: [fix("install", "ci")], hunks: null });
    expect(planSuggestions(file)).toEqual({ suggestions: [], remaining: file.fixes });
  });

  test("writes lines of a CRLF file without their line endings", () => {
    const crlf = text.replaceAll("\n", "\r\n");
    const edit = makeFix([insertAt(crlf.indexOf("COPY"), "WORKDIR /app\r\n")]);
    expect(plan([edit], undefined, crlf)).toEqual(["4-4: WORKDIR /app / COPY . ."]);
  });

  test("leaves what would not be exact: a lone line feed in a CRLF file, mixed line endings", () => {
    const crlf = text.replaceAll("\n", "\r\n");
    const lone = makeFix([insertAt(crlf.indexOf("COPY"), "WORKDIR /app\n")]);
    expect(plan([lone], undefined, crlf)).toEqual(["remaining: 1"]);
    const mixed = text.replace("\n", "\r\n");
    expect(plan([fix("install", "ci", mixed)], undefined, mixed)).toEqual(["remaining: 1"]);
  });

  test("changes the last line of a file without a final newline, but not its end", () => {
    const open = text.trimEnd();
    expect(plan([fix("USER node", "USER 1000", open)], undefined, open)).toEqual([
      "5-5: USER 1000",
    ]);
    expect(plan([makeFix([insertAt(open.length, "\n")])], undefined, open)).toEqual([
      "remaining: 1",
    ]);
    expect(plan([fix("\nUSER node", "", open)], undefined, open)).toEqual(["remaining: 1"]);
    expect(plan([makeFix([{ start: text.length - 1, end: text.length, newText: "" }])])).toEqual([
      "remaining: 1",
    ]);
  });

  test("leaves text that a comment may not keep", () => {
    expect(plan([fix("install", "in\u0007stall")])).toEqual(["remaining: 1"]);
    expect(plan([fix("install", "in\rstall")])).toEqual(["remaining: 1"]);
  });

  test("leaves a fix that changes nothing", () => {
    expect(plan([fix("install", "install")])).toEqual(["remaining: 1"]);
  });

  test("takes thousands of fixes in their stride", () => {
    const long = "RUN a b\n".repeat(20_000);
    const fixes = Array.from({ length: 20_000 }, (_, index) =>
      makeFix([{ start: index * 8 + 4, end: index * 8 + 5, newText: "x" }]),
    );
    const { suggestions, remaining } = planSuggestions(makeFile(long, { fixes }));
    expect(suggestions).toHaveLength(20_000);
    expect(suggestions.at(-1)).toMatchObject({ startLine: 20_000, endLine: 20_000 });
    expect(remaining).toEqual([]);
  });
});

/** The file after every suggestion was committed, from the bottom up, and then what remains was applied. */
function settle(file: FileReport): string {
  const { suggestions, remaining } = planSuggestions(file);
  const { source } = file;
  const growths: { at: number; by: number }[] = [];
  let content = source.text;
  for (const suggestion of [...suggestions].reverse()) {
    const committed = applySuggestion(content, suggestion);
    const at = source.lineStart(suggestion.endLine + 1);
    growths.push({ at, by: committed.length - content.length });
    content = committed;
  }
  const moved = remaining
    .flatMap((one) => one.edits)
    .flatMap((edit) => minimalEdit(source.text, edit) ?? [])
    .map((edit) => {
      const shift = growths.reduce((sum, { at, by }) => sum + (at <= edit.start ? by : 0), 0);
      return { ...edit, start: edit.start + shift, end: edit.end + shift };
    });
  return applyEdits(content, moved);
}

describe("suggestions, committed, and what remains, applied", () => {
  const line = fc.constantFrom("RUN a", "RUN a", "COPY b c", "", "  x", "\tq \\", "# é🙂");

  /** Cuts a text at random places into edits, dealt to fixes. */
  const scenario = fc
    .record({
      lines: fc.array(line, { minLength: 1, maxLength: 14 }),
      ending: fc.constantFrom("\n", "\r\n"),
      final: fc.boolean(),
      cuts: fc.array(
        fc.tuple(
          fc.nat(),
          fc.nat(),
          fc.boolean(),
          fc.boolean(),
          fc.array(line, { maxLength: 3 }),
          fc.nat(5),
        ),
        {
          maxLength: 6,
        },
      ),
      hunkCuts: fc.array(fc.nat(15), { maxLength: 4 }),
      deletions: fc.uniqueArray(fc.integer({ min: 1, max: 15 }), { maxLength: 3 }),
    })
    .map(({ lines, ending, final, cuts, hunkCuts, deletions }) => {
      const content = lines.join(ending) + (final ? ending : "");
      const file = makeFile(content);
      const { source } = file;
      const edits = cuts
        .map(([from, length, atLine, toLine, inserted, owner]) => {
          const rawStart = content.length === 0 ? 0 : from % (content.length + 1);
          const start = atLine ? source.lineStart(source.lineAt(rawStart)) : rawStart;
          const rawEnd = Math.min(content.length, start + (length % 25));
          const end = Math.max(start, toLine ? source.lineStart(source.lineAt(rawEnd)) : rawEnd);
          const newText = inserted
            .map((one) => one + (atLine && toLine ? ending : ""))
            .join(ending);
          return { edit: { start, end, newText }, owner };
        })
        .sort(
          (left, right) => left.edit.start - right.edit.start || left.edit.end - right.edit.end,
        );
      let reached = -1;
      const owned = new Map<number, TextEdit[]>();
      for (const { edit, owner } of edits) {
        if (edit.start <= reached) continue;
        reached = edit.end;
        owned.set(owner, [...(owned.get(owner) ?? []), edit]);
      }
      const fixes = [...owned.values()].map((some) => makeFix(some));
      const borders = [...new Set(hunkCuts)].sort((left, right) => left - right);
      const hunks = borders
        .slice(1)
        .map((border, index) => ({
          first: (borders[index] ?? 0) + 1,
          last: Math.min(border, source.lineCount),
        }))
        .filter(({ first, last }) => first <= last)
        .map(({ first, last }) => ({
          first,
          last,
          deletedBefore: new Set(deletions.filter((at) => at >= first && at <= last + 1)),
        }));
      return { ...file, fixes, hunks };
    });

  test("give exactly the fixed text", () => {
    fc.assert(
      fc.property(scenario, (file) => {
        const fixed = applyEdits(
          file.source.text,
          file.fixes.flatMap((one) => one.edits),
        );
        expect(settle(file)).toBe(fixed);
      }),
      { numRuns: 3000 },
    );
  });

  test("each suggestion alone gives exactly what its fixes do", () => {
    fc.assert(
      fc.property(scenario, (file) => {
        for (const suggestion of planSuggestions(file).suggestions) {
          const edits = suggestion.fixes.flatMap((one) => one.edits);
          expect(applySuggestion(file.source.text, suggestion)).toBe(
            applyEdits(file.source.text, edits),
          );
        }
      }),
      { numRuns: 3000 },
    );
  });

  test("stay within one hunk, share no line and are never blank", () => {
    fc.assert(
      fc.property(scenario, (file) => {
        let reached = 0;
        for (const { startLine, endLine, lines } of planSuggestions(file).suggestions) {
          expect(startLine).toBeGreaterThan(reached);
          expect(lines.join("").trim()).not.toBe("");
          const hunk = file.hunks.find(({ first, last }) => first <= startLine && endLine <= last);
          expect(hunk).toBeDefined();
          const between = [...(hunk?.deletedBefore ?? [])].filter(
            (at) => at > startLine && at <= endLine,
          );
          expect(between).toEqual([]);
          reached = endLine;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
