import type { PolicyFor } from "../lint/policy.ts";
import {
  HostProblem,
  type AuditTarget,
  type FleetHost,
  type RepositoryHost,
  type Runner,
} from "../ports.ts";
import { fleetRepository, type FleetReport, type FleetRepository } from "../report/fleet-report.ts";
import { oneLine } from "../report/untrusted.ts";
import type { Rule } from "../rules/rule.ts";
import type { Inputs } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";
import { buildReport } from "./build-report.ts";
import { dockerfileMatcher, type PathKind } from "./find-dockerfiles.ts";
import { findSettings, loadSettings, policiesFor } from "./load-settings.ts";
import { readBranch } from "./read-branch.ts";

/** How many repositories are asked for at once. Our choice: an answer that takes GitHub well under its ten seconds. */
const perQuery = 50;

/** Requests that are left to others: the same token may serve other jobs. Our choice: a tenth of a workflow token's hour. */
const reserve = 100;

/** An audit of many repositories, with everything it needs from outside. */
export interface FleetAudit {
  readonly host: FleetHost;
  readonly runner: Runner;
  readonly policyFor: PolicyFor;
  readonly preset: string;
  readonly kindOf: (path: string) => PathKind;
  /** Where the rules' pages are. */
  readonly docsUrl: string;
  /** The day of the run, `2026-11-21`. */
  readonly today: string;
  /** What the reader of the report must know besides. */
  readonly notes: readonly string[];
}

/** An audit of one job's share. */
export interface ShareRun extends Pick<FleetAudit, "host" | "runner" | "docsUrl" | "today"> {
  /** The running repository at its commit: its settings file holds for all. */
  readonly own: RepositoryHost & { readTarget(): Promise<Pick<AuditTarget, "sha">> };
  readonly inputs: Inputs;
  readonly rules: readonly Rule[];
  /** `owner/name` */
  readonly repositories: readonly string[];
}

/**
 * Audits a share of an organisation's repositories by the settings of the running one, and writes what it found as a JSON file
 * for the job that merges the shares.
 * @throws UserError for settings that mean nothing, and for a token that is refused
 */
export async function auditShare(run: ShareRun): Promise<FleetReport> {
  const { host, runner, docsUrl, today, own, inputs, rules } = run;
  const { sha } = await own.readTarget();
  const found = await findSettings(own, sha, inputs.config);
  const { settings, notes } = loadSettings(inputs, found, rules);
  const policyFor = policiesFor(settings, rules, today, true);
  const kindOf = dockerfileMatcher({ include: settings.paths, exclude: settings.exclude });
  const { preset } = settings;
  const audit = { host, runner, docsUrl, today, policyFor, kindOf, preset, notes };
  const report = await auditFleet(audit, run.repositories);
  runner.setOutput("count", String(report.repositories.length));
  runner.setOutput("json-path", await runner.writeFile("fleet.json", JSON.stringify(report)));
  return report;
}

/**
 * Audits repositories one after the other and keeps of each only the numbers, so that memory does not grow with their texts. It
 * stops before the token has no more requests, and names what it has not reached.
 * @param repositories `owner/name`
 * @throws UserError for a token that is refused from the beginning; HostProblem when nothing could be read
 */
export async function auditFleet(
  audit: FleetAudit,
  repositories: readonly string[],
): Promise<FleetReport> {
  const done: FleetRepository[] = [];
  for (let next = 0; next < repositories.length && hasRoom(audit); next += perQuery) {
    const batch = repositories.slice(next, next + perQuery);
    let targets: ReadonlyMap<string, AuditTarget | null>;
    try {
      targets = await audit.host.readTargets(batch);
    } catch (error) {
      if (done.length === 0 || !isExpected(error)) throw error;
      return finish(audit, done, repositories, error.message);
    }
    for (const name of batch) {
      const audited = hasRoom(audit) ? await auditOne(audit, name, targets.get(name)) : null;
      if (audited === null) return finish(audit, done, repositories, null);
      done.push(audited);
    }
  }
  return finish(audit, done, repositories, null);
}

function hasRoom({ host }: FleetAudit): boolean {
  const left = host.requestsLeft();
  return left === null || left > reserve;
}

function isExpected(error: unknown): error is Error {
  return error instanceof UserError || error instanceof HostProblem;
}

/** What was found in one repository; null when the token ran dry over it. */
async function auditOne(
  audit: FleetAudit,
  name: string,
  target: AuditTarget | null | undefined,
): Promise<FleetRepository | null> {
  const nothing = { name, day: audit.today, sha: null, files: [], rules: {}, problems: [] };
  if (target === null) return nothing;
  if (target === undefined) {
    return { ...nothing, problems: ["It is gone, or the token may not read it."] };
  }
  try {
    const branch = await readBranch(audit.host.open(name), target, audit.kindOf);
    const { unread, notes } = branch;
    const frame = { unread, notes, preset: audit.preset, comparison: null, docsUrl: audit.docsUrl };
    const report = buildReport(branch.files, audit.policyFor, frame, "findings");
    return fleetRepository({ name, day: audit.today, sha: target.sha }, report);
  } catch (error) {
    // One repository that cannot be read must not hide the others.
    if (!isExpected(error)) throw error;
    return hasRoom(audit) ? { ...nothing, problems: [error.message] } : null;
  }
}

function finish(
  { runner, preset, today, notes }: FleetAudit,
  repositories: readonly FleetRepository[],
  wanted: readonly string[],
  reason: string | null,
): FleetReport {
  const files = repositories.reduce((sum, one) => sum + one.files.length, 0);
  runner.info(
    `Audited ${repositories.length} of ${wanted.length} repositories with ${files} Dockerfiles.`,
  );
  for (const { name, problems } of repositories) {
    for (const problem of problems) runner.info(`${oneLine(name)}: ${oneLine(problem)}`);
  }
  const unfinished = wanted.slice(repositories.length);
  if (unfinished.length > 0) {
    const why = reason ?? "The token has hardly any requests left this hour, or has expired.";
    runner.warn(
      `${why} So ${unfinished.length} of the ${wanted.length} repositories were not reached. ` +
        "The next audit begins with them when it is given the merged report (input `previous-report`).",
    );
  }
  return { version: 1, part: "share", day: today, preset, repositories, unfinished, notes };
}
