import type { AuditHost, AuditIssue } from "../ports.ts";
import { changeSince } from "../report/audit-change.ts";
import {
  auditIssue,
  auditMarker,
  auditTitle,
  type AuditIssueOptions,
} from "../report/audit-issue.ts";
import { readState } from "../report/audit-state.ts";
import type { LintReport } from "../report/lint-report.ts";
import { normaliseBody } from "../report/markdown.ts";

/** The label of an audit's issue. */
export const auditLabel = "dockerfile-audit";

/** What an audit's issue is made from. */
export type AuditIssueFrame = Omit<AuditIssueOptions, "earlier">;

/**
 * Keeps the one issue of a repository's audits: made at the first findings, edited in place, closed when nothing is left,
 * opened again when something new is found. One that a person closed stays closed as long as nothing new is found.
 * @returns the issue, null when there is nothing to tell
 * @throws DeliveryProblem when GitHub refuses
 */
export async function keepAuditIssue(
  host: AuditHost,
  report: LintReport,
  frame: AuditIssueFrame,
): Promise<AuditIssue | null> {
  const [issue] = await host.findAuditIssues(auditMarker);
  const isClean = report.files.every(({ findings }) => findings.length === 0);
  if (issue === undefined) return isClean ? null : createOnce(host, report, frame);
  await update(host, issue, report, frame);
  return issue;
}

async function createOnce(
  host: AuditHost,
  report: LintReport,
  frame: AuditIssueFrame,
): Promise<AuditIssue> {
  const body = auditIssue(report, { ...frame, earlier: null });
  const made = await host.createAuditIssue(auditTitle, body, auditLabel);
  const [oldest] = await host.findAuditIssues(auditMarker);
  if (oldest === undefined || oldest.number >= made.number) return made;
  // Another run made one at the same time: the older one stays. Without the marker nobody takes this one for it.
  const pointer = `This audit is kept in #${oldest.number}.\n`;
  await host.updateAuditIssue(made, { body: pointer, state: "not planned" });
  await update(host, oldest, report, frame);
  return oldest;
}

async function update(
  host: AuditHost,
  issue: AuditIssue,
  report: LintReport,
  frame: AuditIssueFrame,
): Promise<void> {
  const earlier = readState(issue.body);
  const body = auditIssue(report, { ...frame, earlier });
  const isClean = report.files.every(({ findings }) => findings.length === 0);
  const hasNew = (changeSince(report, earlier)?.added.length ?? 1) > 0;
  const state = stateChange(issue.open, isClean, hasNew);
  const isSame = normaliseBody(body) === normaliseBody(issue.body);
  if (isSame && state === null) return;
  await host.updateAuditIssue(issue, {
    ...(isSame ? {} : { body }),
    ...(state === null ? {} : { state }),
  });
}

function stateChange(
  isOpen: boolean,
  isClean: boolean,
  hasNew: boolean,
): "completed" | "reopened" | null {
  if (isOpen) return isClean ? "completed" : null;
  return !isClean && hasNew ? "reopened" : null;
}
