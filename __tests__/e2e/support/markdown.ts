import { mkdtempSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runGit } from "../../support/git-process.ts";

const opening = /^(`{3,})(\w*)$/;

/** The contents of a document's fenced blocks of one language, in order, read as GitHub reads them. */
export function fencedBlocks(markdown: string, language: string): string[] {
  const blocks: string[] = [];
  let fence = "";
  let wanted = false;
  let content: string[] = [];
  for (const line of markdown.split("\n")) {
    const found = opening.exec(line);
    if (fence === "" && found !== null) {
      fence = found[1] ?? "";
      wanted = found[2] === language;
      content = [];
    } else if (fence !== "" && found?.[2] === "" && (found[1] ?? "").length >= fence.length) {
      if (wanted) blocks.push(`${content.join("\n")}\n`);
      fence = "";
    } else if (fence !== "") {
      content.push(line);
    }
  }
  if (fence !== "") throw new Error("a fenced block does not end");
  return blocks;
}

function withoutFences(markdown: string): string {
  const kept: string[] = [];
  let fence = "";
  for (const line of markdown.split("\n")) {
    const found = opening.exec(line);
    if (fence === "" && found !== null) fence = found[1] ?? "";
    else if (fence !== "" && found?.[2] === "" && (found[1] ?? "").length >= fence.length)
      fence = "";
    else if (fence === "") kept.push(line);
  }
  return kept.join("\n");
}

/**
 * Applies diffs to a file with `git apply`, as a person who pastes them into it does.
 * @returns the file's new text
 * @throws Error when git refuses a diff
 */
export function gitApply(path: string, text: string, diffs: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), "dockerfile-review-apply-"));
  try {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    for (const diff of diffs) runGit(directory, ["apply", "-"], { input: Buffer.from(diff) });
    return readFileSync(file, "utf8");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * The lines of a document without its fenced blocks and code spans: where a mention would notify and a tag would be one.
 * Code spans are looked for in one line, so that one which went on would stay, and be found.
 */
export function proseOf(markdown: string): string[] {
  return withoutFences(markdown)
    .split("\n")
    .map((line) => line.replace(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, ""));
}
