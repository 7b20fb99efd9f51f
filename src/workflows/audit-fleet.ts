import type { PolicyFor } from "../lint/policy.ts";
import { HostProblem, type AuditTarget, type FleetHost, type Runner } from "../ports.ts";
import { fleetRepository, type FleetReport, type FleetRepository } from "../report/fleet-report.ts";
import { oneLine } from "../report/untrusted.ts";
import { UserError } from "../settings/user-error.ts";
import { buildReport } from "./build-report.ts";
import type { PathKind } from "./find-dockerfiles.ts";
import { readBranch } from "./read-branch.ts";

/** How many repositories are asked for at once. */
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
}

/**
 * Audits repositories one after the other and keeps of each only the numbers, so that memory does not grow with them. It stops
 * before the token has no more requests, and names what it has not reached.
 * @param repositories `owner/name`
 */
export async function auditFleet(
  audit: FleetAudit,
  repositories: readonly string[],
): Promise<FleetReport> {
  const done: FleetRepository[] = [];
  let next = 0;
  for (; next < repositories.length && hasRoom(audit); next += perQuery) {
    const batch = repositories.slice(next, next + perQuery);
    const targets = await audit.host.readTargets(batch);
    for (const [index, name] of batch.entries()) {
      if (!hasRoom(audit)) return finish(audit, done, repositories.slice(next + index));
      done.push(await auditOne(audit, name, targets.get(name)));
    }
  }
  return finish(audit, done, repositories.slice(next));
}

function hasRoom({ host }: FleetAudit): boolean {
  const left = host.requestsLeft();
  return left === null || left > reserve;
}

async function auditOne(
  audit: FleetAudit,
  name: string,
  target: AuditTarget | undefined,
): Promise<FleetRepository> {
  const nothing = { name, filesUrl: null, files: [], rules: {} };
  if (target === undefined) {
    return { ...nothing, problems: ["It is empty, or the token may not read it."] };
  }
  try {
    const host = audit.host.open(name);
    const branch = await readBranch(host, target, audit.kindOf);
    const report = buildReport(branch.files, audit.policyFor, {
      unread: branch.unread,
      notes: branch.notes,
      preset: audit.preset,
      comparison: null,
      docsUrl: audit.docsUrl,
    });
    const { filesUrl } = target;
    return fleetRepository(name, filesUrl === null ? report : { ...report, filesUrl });
  } catch (error) {
    // One repository that cannot be read must not hide the others.
    if (!(error instanceof UserError) && !(error instanceof HostProblem)) throw error;
    return { ...nothing, problems: [error.message] };
  }
}

function finish(
  { runner, preset, today }: FleetAudit,
  repositories: readonly FleetRepository[],
  unfinished: readonly string[],
): FleetReport {
  const files = repositories.reduce((sum, one) => sum + one.files.length, 0);
  runner.info(`Audited ${repositories.length} repositories with ${files} Dockerfiles.`);
  for (const { name, problems } of repositories) {
    for (const problem of problems) runner.info(`${oneLine(name)}: ${oneLine(problem)}`);
  }
  if (unfinished.length > 0) {
    runner.warn(
      `The token has hardly any requests left this hour, so ${unfinished.length} repositories were not reached. ` +
        "The next audit begins with them when it is given this report.",
    );
  }
  return { version: 1, day: today, preset, repositories, unfinished };
}
