import type { Runner } from "../ports.ts";
import {
  countsOf,
  fleetFiles,
  lostRepositories,
  mergeFleets,
  type FleetReport,
} from "../report/fleet-report.ts";
import {
  fleetContent,
  fleetSummary,
  fleetVerdict,
  reachedText,
  type FleetFrame,
} from "../report/fleet-summary.ts";
import { fleetPage } from "../report/html/fleet-page.ts";
import type { FailLevel, Inputs } from "../settings/settings.ts";
import { DeliveryAttempts } from "./delivery-problems.ts";
import { keepAuditIssue, type IssueKeeper } from "./keep-audit-issue.ts";
import { emptyOutcome, outputsOf, verdictOf } from "./outcome.ts";
import { readFleetReports, readPreviousReport } from "./read-fleet-reports.ts";

/** Repositories that are named in a note. Our choice: all of them are listed further down. */
const mostNamed = 20;

/** The end of an audit of many repositories, with everything it needs from outside. */
export interface MergeRun extends FleetFrame {
  /** Keeps the issue in the running repository. */
  readonly issues: IssueKeeper;
  readonly runner: Runner;
  readonly inputs: Inputs;
  /** The directory or the glob of the reports. */
  readonly reports: string;
  /** The path of the last merged report; empty when there is none. */
  readonly previousReport: string;
  /** What was audited: the organisation. */
  readonly subject: string;
}

/**
 * Merges the reports of an audit's jobs and tells of them: in the job summary, in one JSON file and one page, and in the one issue
 * of the running repository.
 * @throws UserError when no report can be read
 */
export async function mergeReports(run: MergeRun): Promise<FleetReport> {
  const { runner, inputs } = run;
  const { reports, problems } = await readFleetReports(runner, run.reports);
  for (const problem of problems) runner.warn(problem);
  const previous = await readPreviousReport(runner, run.previousReport);
  const merged = mergeFleets(reports, previous);
  const notes = [...merged.notes, ...problems, ...lostNotes(lostRepositories(reports))];
  const fleet = { ...merged, notes };
  runner.info(`${fleetVerdict(fleet)}.`);
  const reached = reachedText(fleet);
  if (reached !== "") runner.warn(reached);
  const failOn = inputs.failOn ?? "never";
  setOutputs(runner, fleet, failOn);
  await deliver(run, fleet);
  if (verdictOf(countsOf(fleetFiles(fleet)), failOn) === "fail") {
    runner.fail(`${fleetVerdict(fleet)} (the input \`fail-on\` is ${failOn}).`);
  }
  return fleet;
}

function lostNotes(lost: readonly string[]): string[] {
  if (lost.length === 0) return [];
  const named = lost.slice(0, mostNamed).map((name) => `\`${name}\``);
  const more = lost.length > named.length ? ` and ${lost.length - named.length} more` : "";
  return [
    `Jobs that were to audit ${named.join(", ")}${more} have left no report: they failed or were cancelled.`,
  ];
}

function setOutputs(runner: Runner, fleet: FleetReport, failOn: FailLevel): void {
  const files = fleetFiles(fleet);
  const counts = countsOf(files);
  const outcome = {
    ...emptyOutcome("all"),
    verdict: verdictOf(counts, failOn),
    inScope: counts,
    introduced: counts,
    files: files.length,
    score: files.reduce<number | null>((low, { score }) => Math.min(low ?? score, score), null),
  };
  for (const [name, value] of outputsOf(outcome)) runner.setOutput(name, value);
  runner.setOutput("count", String(fleet.repositories.length));
}

async function deliver(run: MergeRun, fleet: FleetReport): Promise<void> {
  const { runner, inputs, issues } = run;
  const attempts = new DeliveryAttempts(runner, null);
  const summary = fleetSummary(fleet, run);
  const written = await attempts.try("It is printed here.", () => runner.writeSummary(summary));
  if (written === null) runner.info(summary);
  await attempts.try("The findings are in the job summary.", async () => {
    const json = await runner.writeFile("audit.json", JSON.stringify(fleet));
    runner.setOutput("json-path", json);
    const page = await runner.writeFile("audit.html", fleetPage(fleet, run));
    runner.setOutput("html-path", page);
  });
  if (!inputs.issue) return;
  const kept = await attempts.try("The findings are in the job summary.", () =>
    keepAuditIssue(issues, fleetContent(fleet, run)),
  );
  if (kept?.value != null) runner.info(`The audit is kept in ${kept.value.url}.`);
}
