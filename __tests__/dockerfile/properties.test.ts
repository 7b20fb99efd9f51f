import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { Dockerfile, Instruction, Word } from "../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { commandForm, isOfKind } from "../../src/dockerfile/queries.ts";
import { readSuppressionComments } from "../../src/dockerfile/suppression-comments.ts";
import { contains, type Span } from "../../src/source/span.ts";

const fragment = fc.constantFrom(
  "FROM ",
  "FROM a AS b\n",
  "RUN ",
  "COPY ",
  "ADD ",
  "ENV ",
  "LABEL ",
  "ARG ",
  "CMD ",
  "ONBUILD ",
  "HEALTHCHECK ",
  "SHELL ",
  "USER ",
  "WORKDIR ",
  "EXPOSE ",
  "VOLUME ",
  "FORM ",
  "\n",
  "\n",
  "\n",
  "\r\n",
  "\r",
  "\\\n",
  "\\ \n",
  "`\n",
  "\\",
  "`",
  "# c\n",
  "# escape=`\n",
  "# check=skip=A\n",
  "<<EOF",
  "<<-EOF",
  "<< EOF",
  "\nEOF\n",
  "\n\tEOF\n",
  '"',
  "'",
  "$A",
  "${A",
  "${A:-$B}",
  "}",
  "=",
  "a",
  "b c",
  " ",
  "\t",
  "--from=b ",
  "--mount=from=b,target=/x ",
  "--x ",
  '["a", "b"]',
  "[",
  "]",
  "\uFEFF",
  "\0",
  "\ud800",
  "\u00a0",
  "\u2028",
  "é",
  "# hadolint ignore=A\n",
);
const anyText = fc.oneof(
  fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join("")),
  fc
    .array(fragment, { maxLength: 30 })
    .map((parts) => `FROM a\n${parts.join("").replaceAll("\0", "")}`),
  fc.string({ unit: "binary", maxLength: 60 }),
);

function within(outer: Span, inner: Span | null | undefined, what: string): void {
  if (!inner) return;
  if (!contains(outer, inner) || inner.end < inner.start) {
    throw new Error(
      `${what} ${inner.start}-${inner.end} is not within ${outer.start}-${outer.end}`,
    );
  }
}

function wordsNest(outer: Span, words: readonly Word[]): void {
  for (const word of words) {
    within(outer, word.span, `word ${word.text}`);
    for (const use of word.variables) within(word.span, use.span, `variable ${use.name}`);
  }
}

function spansNest(instruction: Instruction): void {
  const { span, headSpan, argumentsSpan, keywordSpan, flags, words, heredocs } = instruction;
  within(span, headSpan, "head");
  within(headSpan, keywordSpan, "keyword");
  within(headSpan, argumentsSpan, "arguments");
  within(headSpan, instruction.onbuild?.keywordSpan, "ONBUILD");
  wordsNest(argumentsSpan, words);
  for (const flag of flags) {
    within(headSpan, flag.span, "flag");
    within(flag.span, flag.nameSpan, "flag name");
    within(flag.span, flag.valueSpan, "flag value");
  }
  for (const heredoc of heredocs) {
    within(headSpan, heredoc.operatorSpan, "operator");
    within(span, heredoc.terminatorSpan, "terminator");
  }
  if (isOfKind(instruction, "env", "label", "arg")) {
    for (const pair of instruction.pairs) {
      within(argumentsSpan, pair.span, "pair");
      within(pair.span, pair.keySpan, "key");
      if (pair.value !== null) wordsNest(pair.span, [pair.value]);
    }
  }
  if (isOfKind(instruction, "copy", "add", "shell"))
    within(argumentsSpan, instruction.exec?.span, "array");
  const command = commandForm(instruction);
  if (command !== null) {
    within(argumentsSpan, command.span, "command");
    const exec = command.form === "exec" ? command.exec : null;
    for (const item of exec?.items ?? []) within(exec?.span ?? span, item.span, "item");
  }
  if (instruction.kind === "run") {
    for (const mount of instruction.mounts) within(mount.span, mount.from?.span, "mount from");
  }
}

function everythingNests(file: Dockerfile): void {
  const whole = { start: 0, end: file.source.text.length };
  let before = 0;
  for (const [index, instruction] of file.instructions.entries()) {
    within({ start: before, end: whole.end }, instruction.span, "instruction");
    expect(instruction.index).toBe(index);
    expect(instruction.keyword).not.toBe("");
    before = instruction.span.end;
    spansNest(instruction);
  }
  for (const { span } of [...file.problems, ...file.comments, ...file.directives])
    within(whole, span, "part");
  for (const stage of file.stages) {
    within(whole, stage.span, "stage");
    for (const instruction of stage.instructions) {
      within(stage.span, instruction.span, "instruction of a stage");
      expect(instruction.stage).toBe(stage);
    }
    expect(stage.lineage.length).toBeLessThanOrEqual(file.stages.length);
  }
}

/** The model without places: keywords, words, pairs, heredocs, problems. */
function structure(file: Dockerfile): unknown {
  return {
    escape: file.escape,
    directives: file.directives.map(({ name, value }) => [name, value]),
    comments: file.comments.map(({ text, line, embedded }) => [text, line, embedded]),
    problems: file.problems.map(({ kind, span }) => [kind, file.source.lineAt(span.start)]),
    instructions: file.instructions.map((instruction) => ({
      kind: instruction.kind,
      keyword: instruction.keyword,
      onbuild: instruction.onbuild !== null,
      stage: instruction.stage?.index ?? null,
      lines: [instruction.span, instruction.headSpan].flatMap(({ start, end }) => [
        file.source.lineAt(start),
        file.source.lineAt(end),
      ]),
      words: instruction.words.map(({ text, value, variables }) => [text, value, variables.length]),
      flags: instruction.flags.map(({ name, value }) => [name, value]),
      heredocs: instruction.heredocs.map((heredoc) => [
        heredoc.name,
        heredoc.terminatorSpan === null,
        file.source.slice(heredoc.bodySpan).replaceAll("\r\n", "\n"),
      ]),
      workdir: instruction.state.workdir,
    })),
    stages: file.stages.map(({ name, parent, dependencies }) => [
      name,
      parent?.index ?? null,
      dependencies.map(({ index }) => index),
    ]),
  };
}

describe("any text", () => {
  test("is read without a throw, and all places lie where they belong", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = parseDockerfile(text);
        everythingNests(file);
        readSuppressionComments(file);
      }),
      { numRuns: 2000 },
    );
  });

  test("says the same with CRLF", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        // A return that is there already would meet another one.
        const unix = text.replaceAll("\r", "");
        const windows = unix.replaceAll("\n", "\r\n");
        expect(structure(parseDockerfile(windows))).toEqual(structure(parseDockerfile(unix)));
      }),
      { numRuns: 1000 },
    );
  });

  test("says the same a second time, when its instructions are known already", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = parseDockerfile(text);
        const again = parseDockerfile(`\n${text}`);
        if (once.directives.length > 0 || text.startsWith("\uFEFF")) return;
        const words = (file: Dockerfile): unknown =>
          file.instructions.map((instruction) =>
            instruction.words.map((word) => file.source.slice(word.span)),
          );
        expect(words(again)).toEqual(words(once));
      }),
    );
  });

  test("every word that is not broken stands in the file as it is written", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const file = parseDockerfile(text);
        for (const { words } of file.instructions) {
          for (const word of words) {
            const written = file.source.slice(word.span);
            if (!written.includes("\n")) expect(written).toBe(word.text);
          }
        }
      }),
    );
  });
});
