import type { PullRequestHost, ReviewTarget, Runner } from "../ports.ts";
import { annotationsOf } from "../report/annotations.ts";
import { annotationsPerLevel } from "../report/github-limits.ts";
import { jobSummary } from "../report/job-summary.ts";
import type { Counts, LintReport } from "../report/lint-report.ts";
import {
  readFingerprints,
  reviewComments,
  type ReviewComment,
} from "../report/review-suggestions.ts";
import { introducedIn } from "../report/standing.ts";
import { summaryComment, summaryMarker, tellsTheSame } from "../report/summary-comment.ts";
import { oneLine } from "../report/untrusted.ts";
import { severities, type Severity } from "../rules/rule.ts";
import type { Settings } from "../settings/settings.ts";
import { DeliveryAttempts } from "./delivery-problems.ts";
import { planComments } from "./plan-comments.ts";

/** How a review comment of ours begins its last line, which names the findings; see `readFingerprints`. */
const reviewMarker = "<!-- dockerfile-review:finding ";

/** What to do about a Dockerfile that was not read. */
const remedy =
  "A Dockerfile is reviewed when it is a regular file in UTF-8 of at most 512 KiB; the input `exclude` leaves others out.";

/** How many unread Dockerfiles a warning names. */
const mostNamed = 10;

/**
 * The places that findings may take of those that GitHub shows of a step. The others are the run's own: that it failed,
 * what was not read, which permission is missing.
 */
const annotationPlaces: Counts = {
  error: annotationsPerLevel - 1,
  warning: annotationsPerLevel - 3,
  info: annotationsPerLevel,
};

/** A report that is to be delivered. */
export interface Delivery {
  readonly host: PullRequestHost;
  readonly runner: Runner;
  readonly settings: Settings;
  readonly target: ReviewTarget;
  readonly report: LintReport;
  /** The page of the run with the job summary, null when it has none. */
  readonly runUrl: string | null;
}

/**
 * Shows a report wherever the settings want it: first in the job summary and as annotations, which need no
 * permission; then as review comments; last, in the summary comment, what no review comment offers. What GitHub
 * refuses is warned of and shown in the next place.
 */
export async function deliverReview(delivery: Delivery): Promise<void> {
  const { runner, settings, target, report } = delivery;
  const attempts = new DeliveryAttempts(runner, target.fromFork);
  const summary = jobSummary(report);
  const written = await attempts.try("It is printed here.", () => runner.writeSummary(summary));
  if (written === null) runner.info(summary);
  if (settings.annotations) {
    for (const one of annotationsOf(report, annotationPlaces)) runner.annotate(one);
  }
  // After the annotations, because GitHub shows only the first ten warnings of a step.
  for (const gap of gapsOf(report)) runner.warn(gap);

  if (target.number === null) return;
  const posted = settings.suggestions ? await keepSuggestions(delivery, attempts) : [];
  if (settings.comment) await keepSummaryComment(delivery, attempts, posted);
}

/** Brings the review comments up to date, and gives those that now stand on the pull request. */
async function keepSuggestions(
  delivery: Delivery,
  attempts: DeliveryAttempts,
): Promise<readonly ReviewComment[]> {
  const { host, target, report, settings } = delivery;
  const instead = "The changes are shown as diffs in the summary.";
  const earlier = await attempts.try(instead, () =>
    host.listOwnReviewComments(target, reviewMarker),
  );
  if (earlier === null) return [];
  const plan = planComments(
    worstFirst(report, reviewComments(report, Infinity)),
    earlier.value
      .map((comment) => ({ comment, fingerprints: readFingerprints(comment.body) }))
      .filter(({ fingerprints }) => fingerprints.length > 0),
    fingerprintsByPath(report),
    settings.maxComments,
  );
  if (plan.post.length > 0) {
    const body = reviewBody(plan.post.length);
    const review = await attempts.try(instead, () => host.postReview(target, body, plan.post));
    if (review === null) return plan.standing;
  }
  await attempts.try("An outdated suggestion is still there.", async () => {
    for (const id of plan.remove) await host.deleteReviewComment(id);
  });
  return [...plan.standing, ...plan.post];
}

/** Edits the summary comment when it changes; creates it only when there is a new problem to tell of. */
async function keepSummaryComment(
  { host, target, report, runUrl }: Delivery,
  attempts: DeliveryAttempts,
  postedSuggestions: readonly ReviewComment[],
): Promise<void> {
  await attempts.try("The findings are in the job summary.", async () => {
    const existing = await host.findSummaryComment(target, summaryMarker);
    const isSilent = report.files.every((file) => introducedIn(file).length === 0);
    if (existing === null && isSilent) return;
    const body = summaryComment(report, {
      postedSuggestions,
      earlierBody: existing?.body ?? null,
      ...(runUrl === null ? {} : { jobSummaryUrl: runUrl }),
    });
    if (existing === null) await host.createSummaryComment(target, body);
    else if (!tellsTheSame(existing.body, body)) await host.updateSummaryComment(existing.id, body);
  });
}

/** Orders comments by the worst finding that each mends, and otherwise leaves them as they are. */
function worstFirst(report: LintReport, comments: readonly ReviewComment[]): ReviewComment[] {
  const severityOf = new Map<string, Severity>();
  for (const file of report.files) {
    for (const { fingerprint, severity } of introducedIn(file)) {
      severityOf.set(`${fingerprint} ${file.path}`, severity);
    }
  }
  const rank = ({ path, fingerprints }: ReviewComment): number => {
    const ranks = fingerprints.map((one) => severityOf.get(`${one} ${path}`) ?? "info");
    return Math.min(...ranks.map((severity) => severities.indexOf(severity)));
  };
  return [...comments].sort((left, right) => rank(left) - rank(right));
}

/** The fingerprints of all findings of each file, new and old. */
function fingerprintsByPath(report: LintReport): Map<string, ReadonlySet<string>> {
  return new Map(
    report.files.map(({ path, findings }) => [
      path,
      new Set(findings.map(({ finding }) => finding.fingerprint)),
    ]),
  );
}

/** What was not reviewed, and why, in as few sentences as possible. */
function gapsOf(report: LintReport): string[] {
  const { unread, notes } = report;
  if (unread.length === 0) return [...notes];
  const named = unread.slice(0, mostNamed).map(({ path, reason }) => `${oneLine(path)} ${reason}`);
  const more = unread.length - named.length;
  const rest = more === 0 ? "" : `; and ${more} more, which the job summary names`;
  return [`Not reviewed: ${named.join("; ")}${rest}. ${remedy}`, ...notes];
}

function reviewBody(comments: number): string {
  const changes = comments === 1 ? "One verified change" : `${comments} verified changes`;
  return `${changes} for the Dockerfiles of this pull request, ready to commit.`;
}
