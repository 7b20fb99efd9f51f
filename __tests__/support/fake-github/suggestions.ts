import type { GitFixture } from "../git-fixture.ts";
import type { ReviewComment } from "./state.ts";

/** How a suggestion's line ends reach the file. */
export type SuggestionLineEnds =
  /** As they stand in the comment: a suggestion for a CRLF file must carry its own carriage returns. */
  | "as-written"
  /** As the file has them, whatever stands in the comment. */
  | "as-in-file";

const OPENING = /^(`{3,}|~{3,})[ \t]*suggestion[ \t]*\r?$/;

/**
 * The text of a comment's only suggestion block.
 * @returns its lines; none: the lines are to be deleted.
 * @throws Error when there is no block, more than one, or one that does not end.
 */
export function suggestedLines(body: string): string[] {
  const lines = body.split("\n");
  const starts = lines.flatMap((line, index) => (OPENING.test(line) ? [index] : []));
  const [start] = starts;
  if (start === undefined || starts.length > 1) {
    throw new Error(`the comment has ${starts.length} suggestion blocks`);
  }
  const fence = OPENING.exec(lines[start] ?? "")?.[1] ?? "";
  const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*\\r?$`);
  const end = lines.findIndex((line, index) => index > start && closing.test(line));
  if (end < 0) {
    throw new Error("the suggestion block does not end");
  }
  return lines.slice(start + 1, end);
}

/**
 * What a file is after a suggestion was committed. The lines between line feeds are replaced, and nothing else: the end of the last
 * line is not the suggestion's, so that one for a last line without a line feed leaves it without one, unless it ends with an empty
 * line. That is what reviewdog/reviewdog#1927 and #1975 and googleapis/code-suggester#503 report of github.com: the same text
 * suggested for a last line without a line feed is "no change", with an empty line after it the line feed is added.
 *
 * What github.com does to carriage returns is not documented, and public reports disagree (LexiFi/dead_code_analyzer#71,
 * w3c-fedid/digital-credentials#572): hence `lineEnds`. A good suggestion gives the same file either way.
 *
 * @throws Error when the lines are not in the file, or nothing would change.
 */
export function applySuggestion(
  fileText: string,
  range: readonly [first: number, last: number],
  suggestion: readonly string[],
  lineEnds: SuggestionLineEnds,
): string {
  const lines = fileText.split("\n");
  const [first, last] = range;
  const count = fileText.endsWith("\n") ? lines.length - 1 : lines.length;
  if (first < 1 || last > count || first > last) {
    throw new Error(`lines ${first} to ${last} are not in the file of ${count} lines`);
  }
  const replacement =
    lineEnds === "as-written" ? suggestion : withFileEnds(lines, range, suggestion);
  const changed = [...lines.slice(0, first - 1), ...replacement, ...lines.slice(last)].join("\n");
  if (changed === fileText) {
    throw new Error("the suggestion changes nothing");
  }
  return changed;
}

function withFileEnds(
  lines: readonly string[],
  [, last]: readonly [number, number],
  suggestion: readonly string[],
): string[] {
  const crlf = lines.length > 1 && (lines[0] ?? "").endsWith("\r");
  return suggestion.map((line, index) => {
    const bare = line.replace(/\r$/, "");
    const endsFile = index === suggestion.length - 1 && last === lines.length;
    return crlf && !endsFile ? `${bare}\r` : bare;
  });
}

/**
 * Commits the suggestions of some comments to the head branch in one commit.
 * @returns the new texts by path.
 * @throws Error when github.com would not offer it: outdated lines, no single suggestion block, no change, an overlap.
 */
export function commitSuggestions(
  fixture: GitFixture,
  comments: readonly ReviewComment[],
  lineEnds: SuggestionLineEnds,
): Map<string, string> {
  const texts = new Map<string, string>();
  const firstDone = new Map<string, number>();
  const lowestFirst = [...comments].sort((one, other) => other.anchor.line - one.anchor.line);
  for (const comment of lowestFirst) {
    const { path, line, startLine, side } = comment.anchor;
    if (side === "LEFT" || comment.commit !== fixture.headSha) {
      throw new Error("the suggestion is not on lines of the head");
    }
    if (line >= (firstDone.get(path) ?? Number.POSITIVE_INFINITY)) {
      throw new Error(`suggestions overlap on line ${line} of ${path}`);
    }
    firstDone.set(path, startLine ?? line);
    const before = texts.get(path) ?? fixture.readText(path, fixture.headSha);
    const range = [startLine ?? line, line] as const;
    texts.set(path, applySuggestion(before, range, suggestedLines(comment.body), lineEnds));
  }
  fixture.push({
    files: Object.fromEntries(texts),
    message: "Apply suggestions from code review",
  });
  return texts;
}
