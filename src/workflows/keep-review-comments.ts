import type { FileReport, LintReport } from "../report/lint-report.ts";
import {
  readFingerprints,
  reviewComments,
  type ReviewComment,
} from "../report/review-suggestions.ts";
import { settledAnswer, settledMarker } from "../report/settled-answer.ts";
import { inScope } from "../report/standing.ts";
import { severities, type Severity } from "../rules/rule.ts";
import type { Delivery } from "./delivery.ts";
import type { DeliveryAttempts } from "./delivery-problems.ts";
import { planComments, type CommentPlan, type FileStates } from "./plan-comments.ts";

/** How a review comment of ours begins its last line, which names the findings; see `readFingerprints`. */
const reviewMarker = "<!-- dockerfile-review:finding ";

/**
 * Brings the review comments up to date, and gives those that now stand on the pull request.
 * @param isCurrent asked before anything is written
 */
export async function keepReviewComments(
  delivery: Delivery,
  attempts: DeliveryAttempts,
  isCurrent: () => Promise<boolean>,
): Promise<readonly ReviewComment[]> {
  const { host, target, report, settings } = delivery;
  const instead = "The changes are shown as diffs in the summary.";
  const earlier = await attempts.try(instead, () =>
    host.listOwnReviewComments(target, reviewMarker, settledMarker),
  );
  if (earlier === null) return [];
  const plan = planComments(
    worstFirst(report, reviewComments(report, Infinity)),
    earlier.value
      .map((comment) => ({ comment, fingerprints: readFingerprints(comment.body) }))
      .filter(({ fingerprints }) => fingerprints.length > 0),
    fileStates(report),
    settings.maxComments,
  );
  const changes = plan.post.length + plan.remove.length + plan.settle.length;
  if (changes === 0 || !(await isCurrent())) return plan.standing;
  if (plan.post.length > 0) {
    const body = reviewBody(plan.post.length);
    const review = await attempts.try(instead, () => host.postReview(target, body, plan.post));
    if (review === null) return plan.standing;
  }
  await tidyUp(delivery, attempts, plan);
  return [...plan.standing, ...plan.post];
}

/** Takes away what nobody answered, and answers and resolves what somebody did, once its findings are gone. */
async function tidyUp(
  { host, target }: Delivery,
  attempts: DeliveryAttempts,
  { remove, settle }: CommentPlan,
): Promise<void> {
  await attempts.try("An outdated suggestion is still there.", async () => {
    for (const id of remove) await host.deleteReviewComment(id);
  });
  if (settle.length === 0) return;
  const answered = await attempts.try(
    "A thread does not say that its problem is gone.",
    async () => {
      for (const { id, how } of settle) {
        await host.replyToReviewComment(target, id, settledAnswer(how, target.headSha));
      }
    },
  );
  if (answered === null) return;
  const ids = settle.map(({ id }) => id);
  // Nobody asks for it, and most tokens may not.
  const isOptional = true;
  await attempts.try("Their answers say so.", () => host.resolveThreads(target, ids), isOptional);
}

/** Orders comments by the worst finding that each mends, and otherwise leaves them as they are. */
function worstFirst(report: LintReport, comments: readonly ReviewComment[]): ReviewComment[] {
  const severityOf = new Map<string, Severity>();
  for (const file of report.files) {
    for (const { fingerprint, severity } of inScope(file)) {
      severityOf.set(`${fingerprint} ${file.path}`, severity);
    }
  }
  const rank = ({ path, fingerprints }: ReviewComment): number => {
    const ranks = fingerprints.map((one) => severityOf.get(`${one} ${path}`) ?? "info");
    return Math.min(...ranks.map((severity) => severities.indexOf(severity)));
  };
  return [...comments].sort((left, right) => rank(left) - rank(right));
}

function fileStates({ files, unread }: LintReport): FileStates {
  const byPath = (of: (file: FileReport) => readonly { finding: { fingerprint: string } }[]) =>
    new Map(
      files.map((file) => [file.path, new Set(of(file).map(({ finding }) => finding.fingerprint))]),
    );
  return {
    present: byPath(({ findings }) => findings),
    suppressed: byPath(({ suppressed }) => suppressed),
    unread: new Set(unread.map(({ path }) => path)),
  };
}

function reviewBody(comments: number): string {
  const changes = comments === 1 ? "One verified change" : `${comments} verified changes`;
  return `${changes} for the Dockerfiles of this pull request, ready to commit.`;
}
