import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import {
  appendCommand,
  insertArgument,
  placeForFlag,
  removeLink,
} from "../../../src/shell/edits/chain-edits.ts";
import { packageCalls } from "../../../src/shell/package-managers/package-calls.ts";
import { shellOf } from "../../../src/shell/parse-shell.ts";
import { applyEdits, type TextEdit } from "../../../src/source/text-edit.ts";

/** The last RUN of a file, with what the helpers need of it. */
function lastRun(text: string) {
  const dockerfile = parseDockerfile(text);
  const run = dockerfile.instructions.findLast((instruction) => instruction.kind === "run");
  const script = run === undefined ? null : shellOf(dockerfile, run);
  if (run?.kind !== "run" || script === null) throw new Error(`no RUN to read in ${text}`);
  return { dockerfile, run, script };
}

/** The RUNs after an edit; null when there is none. */
function edited(text: string, edit: TextEdit | null): string | null {
  return edit === null ? null : applyEdits(text, [edit]).replace("FROM x\n", "");
}

function appended(runs: string, command = "tidy"): string | null {
  const text = `FROM x\n${runs}`;
  const { dockerfile, run, script } = lastRun(text);
  return edited(text, appendCommand(dockerfile, run, script, command));
}

describe("appendCommand", () => {
  const long = "x".repeat(96);

  test.each([
    ["RUN a", "RUN a && tidy"],
    ["RUN a && b", "RUN a && b && tidy"],
    ["RUN a || b", "RUN a || b && tidy"],
    ["RUN a; b", "RUN a; b && tidy"],
    ["RUN set -e; a; b", "RUN set -e; a; b; tidy"],
    ["RUN set -e; a && b", "RUN set -e; a && b && tidy"],
    ["RUN set -e; a; b | c", "RUN set -e; a; b | c; tidy"],
    ["RUN a # why", "RUN a && tidy # why"],
    ["RUN a;", "RUN a && tidy;"],
    ["RUN (a; b)", "RUN (a; b) && tidy"],
    ["RUN for i in 1 2; do a; done", "RUN for i in 1 2; do a; done && tidy"],
    ["RUN a \\\n    b", "RUN a \\\n    b \\\n    && tidy"],
    ["RUN a \\\n && b", "RUN a \\\n && b \\\n && tidy"],
    ["RUN a && \\\n\tb", "RUN a && \\\n\tb && \\\n\ttidy"],
    ["RUN set -ex; \\\n  a; \\\n  b", "RUN set -ex; \\\n  a; \\\n  b; \\\n  tidy"],
    ["RUN a \\\n# why\n  && b", "RUN a \\\n# why\n  && b \\\n  && tidy"],
    [`RUN ${long}`, `RUN ${long} \\\n    && tidy`],
    [`RUN a && \\\n  b\nRUN ${long}`, `RUN a && \\\n  b\nRUN ${long} && \\\n  tidy`],
    ["RUN <<E\na\nE\n", "RUN <<E\na && tidy\nE\n"],
    ["RUN <<E\nset -e\n  a\nE\n", "RUN <<E\nset -e\n  a\n  tidy\nE\n"],
    ['RUN ["sh", "-c", "a"]', 'RUN ["sh", "-c", "a && tidy"]'],
    ["ONBUILD RUN a", "ONBUILD RUN a && tidy"],
  ])("makes %j into %j", (before, after) => {
    expect(appended(before)).toBe(after);
  });

  test.each([
    ['RUN ["a", "b"]'],
    ["RUN a &"],
    ["RUN a; exit 0"],
    ["RUN exec a"],
    ["RUN set -e; a; if b; then c && d; fi"],
    ["RUN set -e; a; (b; c)"],
    ["RUN set -e; a; ! b"],
    ["RUN cat <<E > /x\ntext\nE\n"],
    ["RUN <<E\ncat <<F > /x\ntext\nF\nE\n"],
  ])("has no place in %j", (run) => {
    expect(appended(run)).toBeNull();
  });

  test("keeps quotes out of the JSON of an exec form", () => {
    expect(appended('RUN ["sh", "-c", "a"]', 'rm "$x"')).toBeNull();
  });

  test("writes the file's own escape character", () => {
    const text = '# escape=`\nFROM x\nSHELL ["/bin/bash", "-c"]\nRUN a `\n  && b';
    const { dockerfile, run, script } = lastRun(text);
    const edit = appendCommand(dockerfile, run, script, "tidy");
    expect(edit?.newText).toBe(" `\n  && tidy");
  });
});

describe("removeLink", () => {
  test.each([
    ["RUN a && b", 0, "RUN b"],
    ["RUN a && b && c", 1, "RUN a && c"],
    ["RUN a && \\\n  b", 0, "RUN b"],
    ["RUN a \\\n  && b \\\n  && c", 1, "RUN a \\\n  && c"],
    ["RUN a && b", 1, null],
    ["RUN a || b && c", 1, null],
    ["RUN a || b", 0, null],
    ["RUN a && \\\n# why b\n  b", 0, null],
  ])("takes from %j link %d and leaves %j", (before, link, after) => {
    const text = `FROM x\n${before}`;
    const { dockerfile, script } = lastRun(text);
    const [chain] = script.chains;
    expect(edited(text, chain === undefined ? null : removeLink(dockerfile, chain, link))).toBe(
      after,
    );
  });
});

describe("insertArgument", () => {
  test.each([
    ["RUN apt-get install -y git", "RUN apt-get install -y --flag git"],
    ["RUN apt-get install -t x -y git", "RUN apt-get install --flag -t x -y git"],
    ["RUN apt-get install git -y", "RUN apt-get install --flag git -y"],
    ["RUN apt-get -y install \\\n  git", "RUN apt-get -y install --flag \\\n  git"],
    ['RUN ["apt-get", "install", "git"]', 'RUN ["apt-get", "install", "--flag", "git"]'],
  ])("with placeForFlag makes %j into %j", (before, after) => {
    const text = `FROM x\n${before}`;
    const { dockerfile, run, script } = lastRun(text);
    const [call] = packageCalls(dockerfile, run);
    const place = call === undefined ? null : placeForFlag(dockerfile, call);
    expect(edited(text, place === null ? null : insertArgument(script, place, "--flag"))).toBe(
      after,
    );
  });

  test("makes several words several strings", () => {
    const text = 'FROM x\nRUN ["a", "b"]';
    const { script } = lastRun(text);
    const name = script.commands[0]?.nameSpan ?? { start: 0, end: 0 };
    expect(edited(text, insertArgument(script, name, "-o x"))).toBe('RUN ["a", "-o", "x", "b"]');
  });
});
