import type { Finding } from "../rules/finding.ts";
import { severities } from "../rules/rule.ts";
import type { SourceText } from "../source/source-text.ts";
import { lineWords, ruleLink, severityMarks, splitFinding } from "./finding-line.ts";
import { commentBodyBudget, commentsPerReview } from "./github-limits.ts";
import type { FileReport, LintReport } from "./lint-report.ts";
import { fenced, folded, messageText } from "./markdown.ts";
import { filesWorstFirst, inScope, linesOf } from "./standing.ts";
import { compareText } from "../source/compare-text.ts";
import { planSuggestions, type Suggestion } from "./suggestion-plan.ts";

/** A review comment with a suggestion that GitHub can commit. */
export interface ReviewComment {
  readonly path: string;
  /** 1-based lines of the head version, first and last. */
  readonly startLine: number;
  readonly endLine: number;
  readonly body: string;
  /** The findings that are mended when it is committed. */
  readonly fingerprints: readonly string[];
}

/** Where a suggestion was posted: what the summary says of it. A `ReviewComment` is one. */
export type PostedSuggestion = Omit<ReviewComment, "body">;

/**
 * The review comments of a report, by path and line. When there are more than `max`, those that mend the worst findings.
 * Fixes without a comment belong into the summary, which finds them by the comments that it is given.
 * @param max how many comments at most
 */
export function reviewComments(report: LintReport, max = commentsPerReview): ReviewComment[] {
  const all = filesWorstFirst(report).flatMap((file) => commentsOfFile(report, file));
  return all
    .filter(({ comment }) => comment.body.length <= commentBodyBudget)
    .sort((left, right) => left.rank - right.rank)
    .slice(0, max)
    .map(({ comment }) => comment)
    .sort((left, right) => compareText(left.path, right.path) || left.startLine - right.startLine);
}

function commentsOfFile(
  report: LintReport,
  file: FileReport,
): { comment: ReviewComment; rank: number }[] {
  const findings = new Map(inScope(file).map((finding) => [finding.fingerprint, finding]));
  return planSuggestions(file).suggestions.map((suggestion) => {
    const fingerprints = suggestion.fixes.flatMap((fix) => fix.fingerprints);
    const rankOf = ({ severity }: Finding) => severities.indexOf(severity);
    const mended = fingerprints
      .flatMap((fingerprint) => findings.get(fingerprint) ?? [])
      .sort((left, right) => rankOf(left) - rankOf(right) || left.span.start - right.span.start);
    const { startLine, endLine } = suggestion;
    const body = suggestionBody(report, file, suggestion, mended);
    return {
      comment: { path: file.path, startLine, endLine, body, fingerprints },
      rank: Math.min(severities.length, ...mended.map(rankOf)),
    };
  });
}

/**
 * The text of a review comment: what is wrong, what the change does, the `suggestion` block, why, and the marker by
 * which a later run knows it again.
 */
export function suggestionBody(
  report: LintReport,
  file: FileReport,
  suggestion: Suggestion,
  findings: readonly Finding[],
): string {
  const { fixes } = suggestion;
  const problems = findings.map((finding) => {
    const text = `${severityMarks[finding.severity]} **${splitFinding(finding).what}**`;
    return findings.length > 1 ? `- ${text} (${lineWords(linesOf(file, finding))})` : text;
  });
  return [
    problems.join("\n"),
    changeLine(
      fixes.flatMap((fix) => fix.titles),
      fixes.some((fix) => fix.safety === "review"),
    ),
    fenced("suggestion", blockText(file.source, suggestion)),
    folded("Why", whyOf(report, findings)),
    markerOf(fixes.flatMap((fix) => fix.fingerprints)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/**
 * What stands in the `suggestion` block. The lines of a CRLF file have their carriage returns in it, too: whether GitHub
 * commits a block as it is written or with the file's own line endings is not documented, and so both give the same.
 */
function blockText({ text, lineStarts }: SourceText, { lines, endLine }: Suggestion): string {
  if (!text.includes("\r\n")) return lines.map((line) => `${line}\n`).join("");
  const isOpenEnd = endLine === lineStarts.length && !text.endsWith("\n");
  return lines
    .map((line, index) => (isOpenEnd && index === lines.length - 1 ? `${line}\n` : `${line}\r\n`))
    .join("");
}

function changeLine(titles: readonly string[], toReview: boolean): string {
  const orders = [...new Set(titles)].map((title) => messageText(title.replace(/\.$/, "")));
  const caution = toReview ? " Look before you commit: this may change what the image does." : "";
  return `${orders.join(". ")}.${caution}`;
}

/** What each finding says beyond its first line, then the reason of each rule, once, with a link to its page. */
function whyOf(report: LintReport, findings: readonly Finding[]): string {
  const details = findings.map((finding) =>
    splitFinding(finding).rest.replace(/^[a-z]/, (letter) => letter.toUpperCase()),
  );
  const reasons = findings.map(({ rule }) => report.rules.get(rule)?.why ?? "");
  const pages = findings.map(({ rule }) => ruleLink(report, rule));
  const paragraphs = [...details, ...reasons, [...new Set(pages)].join(" · ")];
  return [...new Set(paragraphs)].filter((paragraph) => paragraph !== "").join("\n\n");
}

/** The hidden last line of a review comment: the fingerprints of the findings it mends. */
export function markerOf(fingerprints: readonly string[]): string {
  const known = fingerprints.filter((fingerprint) => /^[\w-]+$/.test(fingerprint));
  return `<!-- dockerfile-review:finding ${known.join(" ")} -->`;
}

/** The fingerprints of a comment's last line; none when that line is no marker. */
export function readFingerprints(body: string): string[] {
  const lastLine = body.trimEnd().split(/\r?\n/).at(-1) ?? "";
  const found = /^<!-- dockerfile-review:finding ([\w -]*) -->$/.exec(lastLine);
  return found?.[1]?.split(" ").filter((fingerprint) => fingerprint !== "") ?? [];
}
