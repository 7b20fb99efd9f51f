import { annotationsOf } from "../report/annotations.ts";
import { checkRun } from "../report/check-run.ts";
import { annotationsPerLevel } from "../report/github-limits.ts";
import type { Counts, LintReport } from "../report/lint-report.ts";
import { oneLine } from "../report/untrusted.ts";
import type { Delivery } from "./delivery.ts";
import type { DeliveryAttempts } from "./delivery-problems.ts";

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

/** Annotates lines: with a check run, which has room for all of them, where the token may make one; else in the log. */
export async function deliverAnnotations(
  delivery: Delivery,
  attempts: DeliveryAttempts,
): Promise<void> {
  const { runner, settings, report, publishing } = delivery;
  const isChecked = await postCheckRun(delivery, attempts);
  if (settings.annotations && !isChecked && !publishing) {
    for (const one of annotationsOf(report, annotationPlaces)) runner.annotate(one);
  }
  // After the annotations, because GitHub shows only the first ten warnings of a step.
  for (const gap of gapsOf(report)) runner.warn(gap);
}

/** Makes a check run where it is wanted. Gives whether its annotations stand. */
async function postCheckRun(
  { host, settings, target, report, failed, runUrl }: Delivery,
  attempts: DeliveryAttempts,
): Promise<boolean> {
  if (settings.checkRun === "false") return false;
  const draft = checkRun(report, failed, runUrl);
  const annotations = settings.annotations ? draft.annotations : [];
  const posted = await attempts.try(
    "The findings are annotated in the log.",
    () => host.postCheckRun(target, { ...draft, annotations }),
    settings.checkRun === "auto",
  );
  return posted !== null;
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
