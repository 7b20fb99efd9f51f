import type { PublishHost, PullRequestHost, ReviewTarget, Runner } from "../ports.ts";
import {
  BadReportError,
  claimOf,
  readSavedReport,
  type ReportClaims,
} from "../report/read-saved-report.ts";
import type { LintReport } from "../report/lint-report.ts";
import { UserError } from "../settings/user-error.ts";
import { deliverReview } from "./deliver-review.ts";
import { judgeChange } from "./judge-change.ts";
import type { Outcome } from "./outcome.ts";
import { delivered, tell, type ReviewRun } from "./review-pull-request.ts";

/** The largest report that is read, in bytes. Our choice: some thousand findings take one MiB. */
const largestReport = 20 * 1024 * 1024;

/** The publication of another run's review, with everything it needs from outside. */
export interface PublishRun extends Omit<ReviewRun, "host"> {
  readonly host: PublishHost;
}

/**
 * Posts the review of a run that could not post it itself, because its token was read-only. The run, and so the report
 * that it saved, is in the hands of whoever opened the pull request. So the report is believed only which pull request
 * it is of, after GitHub has confirmed that; the change is judged anew, from GitHub, with this run's settings, and that
 * is what is posted. This run fails by no finding: the other one did.
 * @returns null when there was nothing to publish
 * @throws UserError for a report that is none, or is not of the run that has just ended; as `reviewPullRequest`
 */
export async function publishReview(run: PublishRun): Promise<Outcome | null> {
  const { host, runner } = run;
  const source = await host.readSource();
  if (source.event !== "pull_request") {
    runner.info("The workflow that has ended was not for a pull request: nothing to publish.");
    return null;
  }
  const claims = await readClaims(run);
  requireSameCommit(claims, source.headSha);
  const pull = await host.readHead(claims.pullRequest);
  if (source.headRepository === null || pull.repository !== source.headRepository) {
    throw new UserError(
      `The report names pull request ${claims.pullRequest}, which does not come from the repository that the workflow ` +
        "has run for. It was not published.",
    );
  }
  const pullRequest = host.open(claims.pullRequest);
  const target = await pullRequest.readTarget();
  if (target.closed || pull.sha !== source.headSha) {
    const why = target.closed
      ? "is closed"
      : "has newer commits, whose run will publish their review";
    runner.info(`The pull request ${why}: nothing to publish.`);
    return null;
  }
  return publish({ ...run, host: pullRequest }, target, claims);
}

async function publish(
  run: ReviewRun & { readonly host: PullRequestHost },
  target: ReviewTarget,
  claims: ReportClaims,
): Promise<Outcome> {
  const { runner } = run;
  const judged = await judgeChange(run, target);
  tell(runner, judged);
  const difference = differenceOf(judged.report, claims);
  if (difference > 0) {
    runner.warn(
      `The report and this run differ in ${difference} findings. What this run found is published: give both steps the same inputs.`,
    );
  }
  await deliverReview({ ...delivered(run, target, judged), publishing: true });
  return judged.outcome;
}

async function readClaims({ runner, inputs }: PublishRun): Promise<ReportClaims> {
  if (inputs.report === "") {
    throw new UserError(
      "The input `report` is empty. Set it to the path of the report that the other workflow has saved: download its " +
        "artifact with actions/download-artifact first.",
    );
  }
  const text = await readReport(runner, inputs.report);
  try {
    return readSavedReport(text);
  } catch (error) {
    if (!(error instanceof BadReportError)) throw error;
    throw new UserError(
      `The file that the input \`report\` names is no report of this action: ${error.message}.`,
      { cause: error },
    );
  }
}

async function readReport(runner: Runner, path: string): Promise<string> {
  const file = await runner.readFile(path, largestReport);
  if (file.kind === "text") return file.text;
  const reason = file.kind === "missing" ? "does not exist" : file.reason;
  throw new UserError(`The input \`report\` is ${JSON.stringify(path)}, which ${reason}.`);
}

function requireSameCommit({ headSha }: ReportClaims, ranFor: string): void {
  if (headSha === ranFor) return;
  throw new UserError(
    `The report is of commit ${headSha.slice(0, 7)}, but the workflow that has ended ran for ${ranFor.slice(0, 7)}. It was not published.`,
  );
}

/** How many findings only one of both has. */
function differenceOf(report: LintReport, { findings }: ReportClaims): number {
  const own = new Set(
    report.files.flatMap((file) =>
      file.findings.map(({ finding }) => claimOf(file.path, finding.fingerprint)),
    ),
  );
  const missing = [...findings].filter((claim) => !own.has(claim)).length;
  const more = [...own].filter((claim) => !findings.has(claim)).length;
  return missing + more;
}
