import type { ReviewComment } from "../report/review-suggestions.ts";
import { inScope } from "../report/standing.ts";
import { summaryComment, summaryMarker, tellsTheSame } from "../report/summary-comment.ts";
import type { SummaryComment } from "../ports.ts";
import type { Delivery } from "./delivery.ts";
import type { DeliveryAttempts } from "./delivery-problems.ts";

/**
 * Edits the summary comment when it has something else to tell; creates it only when there is a problem to tell of.
 * @param isCurrent asked before anything is written
 */
export async function keepSummaryComment(
  delivery: Delivery,
  attempts: DeliveryAttempts,
  isCurrent: () => Promise<boolean>,
  posted: readonly ReviewComment[],
): Promise<void> {
  const { host, target, report } = delivery;
  await attempts.try("The findings are in the job summary.", async () => {
    const existing = await host.findSummaryComment(target, summaryMarker);
    const isSilent = report.files.every((file) => inScope(file).length === 0);
    if (existing === null && isSilent) return;
    const body = bodyFor(delivery, posted, existing);
    if (existing !== null && tellsTheSame(existing.body, body)) return;
    if (!(await isCurrent())) return;
    if (existing !== null && (await host.updateSummaryComment(existing.id, body))) return;
    // There is none, or somebody has deleted it since it was found.
    if (isSilent) return;
    const faster = await host.createSummaryComment(target, summaryMarker, body);
    if (faster === null) return;
    const merged = bodyFor(delivery, posted, faster);
    if (!tellsTheSame(faster.body, merged)) await host.updateSummaryComment(faster.id, merged);
  });
}

function bodyFor(
  { report, runUrl }: Delivery,
  postedSuggestions: readonly ReviewComment[],
  earlier: SummaryComment | null,
): string {
  return summaryComment(report, {
    postedSuggestions,
    earlierBody: earlier?.body ?? null,
    ...(runUrl === null ? {} : { jobSummaryUrl: runUrl }),
  });
}
