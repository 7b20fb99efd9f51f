import type { PullRequestHost, ReviewTarget, Runner } from "../ports.ts";
import type { LintReport } from "../report/lint-report.ts";
import type { Settings } from "../settings/settings.ts";

/** A report that is to be delivered. */
export interface Delivery {
  readonly host: PullRequestHost;
  readonly runner: Runner;
  readonly settings: Settings;
  readonly target: ReviewTarget;
  readonly report: LintReport;
  /** Whether a finding fails the review. */
  readonly failed: boolean;
  /** The page of the run with the job summary, null when it has none. */
  readonly runUrl: string | null;
  /** Whether it is another run's review: the log and the files of this one are nothing that its author sees. */
  readonly publishing: boolean;
}
