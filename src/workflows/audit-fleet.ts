import { HostProblem, type AuditTarget, type FleetHost, type Runner } from "../ports.ts";
import { fleetRepository, type FleetReport, type FleetRepository } from "../report/fleet-report.ts";
import { oneLine } from "../report/untrusted.ts";
import type { Rule } from "../rules/rule.ts";
import { UserError } from "../settings/user-error.ts";
import { acceptFindings } from "./apply-baseline.ts";
import { buildReport } from "./build-report.ts";
import { KnownFilesHost } from "./known-files-host.ts";
import { readOwnSettings, type FleetJudging, type JudgingBy } from "./own-settings.ts";
import { isVendored, readBranch } from "./read-branch.ts";

/** How many repositories are asked for at once. Our choice: an answer that takes GitHub well under its ten seconds. */
const perQuery = 50;

/** Requests that are left to others: the same token may serve other jobs. Our choice: a tenth of a workflow token's hour. */
const reserve = 100;

/** An audit of many repositories, with everything it needs from outside. */
export interface FleetAudit {
  readonly host: FleetHost;
  readonly runner: Runner;
  /** How files are judged by the central settings. */
  readonly judging: FleetJudging;
  /** How they are by a repository's own over them; null when these do not count. */
  readonly judgingBy: JudgingBy | null;
  readonly preset: string;
  /** All rules there are. */
  readonly rules: readonly Rule[];
  /** Where the rules' pages are. */
  readonly docsUrl: string;
  /** The day of the run, `2026-11-21`. */
  readonly today: string;
  /** What the reader of the report must know besides. */
  readonly notes: readonly string[];
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
  const nothing = {
    name,
    day: audit.today,
    sha: null,
    files: [],
    rules: {},
    settings: null,
    accepted: 0,
    problems: [],
  };
  if (target === null) return nothing;
  if (target === undefined) {
    return { ...nothing, problems: ["It is gone, or the token may not read it."] };
  }
  try {
    return await judgeRepository(audit, name, target);
  } catch (error) {
    // One repository that cannot be read must not hide the others.
    if (!isExpected(error)) throw error;
    return hasRoom(audit) ? { ...nothing, problems: [error.message] } : null;
  }
}

async function judgeRepository(
  audit: FleetAudit,
  name: string,
  { sha }: AuditTarget,
): Promise<FleetRepository> {
  const { docsUrl, today, preset, judgingBy, rules } = audit;
  const host = audit.host.open(name);
  const tree = await host.listTree(sha, isVendored);
  const own =
    judgingBy === null ? null : await readOwnSettings(host, sha, tree, audit.judging, judgingBy);
  const { policyFor, kindOf } = own?.judging ?? audit.judging;
  const known = new KnownFilesHost(host, tree, own?.known ?? new Map());
  const { files, unread, notes } = await readBranch(known, { sha }, kindOf);
  const frame = { unread, notes, preset, comparison: null, docsUrl };
  const report = buildReport(files, policyFor, frame, "findings");
  const left = acceptFindings(report, own?.baseline ?? [], today, { rules });
  return fleetRepository(
    { name, day: today, sha, settings: own?.path ?? null, accepted: left.accepted },
    {
      ...report,
      files: left.files,
      notes: [...(own?.problems ?? []), ...report.notes, ...left.notes],
    },
  );
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
