import { jobSummary } from "../report/job-summary.ts";
import { savedReport } from "../report/saved-report.ts";
import { deliverAnnotations } from "./deliver-annotations.ts";
import type { Delivery } from "./delivery.ts";
import { DeliveryAttempts } from "./delivery-problems.ts";
import { keepReviewComments } from "./keep-review-comments.ts";
import { keepSummaryComment } from "./keep-summary-comment.ts";

/**
 * Shows a report wherever the settings want it: first in the job summary, which needs no permission; then as a check run,
 * or as annotations of the log; then as review comments; last, in the summary comment, what no review comment offers. What
 * GitHub refuses is warned of and shown in the next place; at the end the job summary says what was refused.
 */
export async function deliverReview(delivery: Delivery): Promise<void> {
  const { runner, settings, target, report } = delivery;
  const attempts = new DeliveryAttempts(runner, forksPageOf(delivery));
  const summary = jobSummary(report);
  const written = await attempts.try("It is printed here.", () => runner.writeSummary(summary));
  if (written === null) runner.info(summary);
  await writeFiles(delivery, attempts, summary);
  await deliverAnnotations(delivery, attempts);

  if (target.number !== null && (settings.suggestions || settings.comment)) {
    const isCurrent = currentOnce(delivery, attempts);
    const posted = settings.suggestions
      ? await keepReviewComments(delivery, attempts, isCurrent)
      : [];
    if (settings.comment) await keepSummaryComment(delivery, attempts, isCurrent, posted);
  }
  if (attempts.refusals.length > 0 && written !== null) {
    const notes = [...report.notes, ...attempts.refusals];
    await runner.writeSummary(jobSummary({ ...report, notes }));
  }
}

/** The page on reviews of forks; null when the change comes from none whose token is read-only. */
function forksPageOf({ target, report, publishing }: Delivery): string | null {
  return target.fromFork && !publishing ? report.docsUrl.replace(/\/rules$/, "/forks.md") : null;
}

/** Writes the files that later steps of the job and `mode: publish` read. */
async function writeFiles(
  { runner, report, target, publishing }: Delivery,
  attempts: DeliveryAttempts,
  summary: string,
): Promise<void> {
  if (publishing) return;
  const files = [
    ["report-path", "report.json", savedReport(report, target.number)],
    ["summary-path", "summary.md", summary],
  ] as const;
  for (const [output, name, content] of files) {
    const path = await attempts.try(`The output \`${output}\` is empty.`, () =>
      runner.writeFile(name, content),
    );
    runner.setOutput(output, path?.value ?? "");
  }
}

/**
 * Asks, when it is first needed, whether the commit under review is still the pull request's newest. The comments of
 * one that is not are the business of the newer commit's run.
 */
function currentOnce(
  { host, runner, target }: Delivery,
  attempts: DeliveryAttempts,
): () => Promise<boolean> {
  let asked: Promise<boolean> | null = null;
  const ask = async (): Promise<boolean> => {
    const standing = await attempts.try("The findings are in the job summary.", () =>
      host.readStanding(target),
    );
    if (standing?.value === "moved") {
      const commit = target.headSha.slice(0, 7);
      runner.info(
        `The pull request has newer commits than ${commit}: its comments are left to their run.`,
      );
    } else if (standing?.value === "closed") {
      runner.info("The pull request was closed meanwhile: nothing was posted to it.");
    }
    return standing?.value === "current";
  };
  return () => (asked ??= ask());
}
