import type { AuditHost, AuditIssue } from "../ports.ts";
import type { IssueContent } from "../report/audit-issue.ts";
import { normaliseBody } from "../report/markdown.ts";

/** The label of an audit's issue. */
export const auditLabel = "dockerfile-audit";

/** Keeps own issues. */
export type IssueKeeper = Pick<
  AuditHost,
  "findAuditIssues" | "createAuditIssue" | "updateAuditIssue"
>;

/**
 * Keeps the one issue of audits: made at the first findings, edited in place, closed when nothing is left,
 * opened again when something new is found. One that a person closed stays closed as long as nothing new is found.
 * @returns the issue, null when there is nothing to tell
 * @throws DeliveryProblem when GitHub refuses
 */
export async function keepAuditIssue(
  host: IssueKeeper,
  content: IssueContent,
): Promise<AuditIssue | null> {
  const [issue] = await host.findAuditIssues(content.marker);
  if (issue === undefined) return content.isClean ? null : createOnce(host, content);
  await update(host, issue, content);
  return issue;
}

async function createOnce(host: IssueKeeper, content: IssueContent): Promise<AuditIssue> {
  const { title, marker } = content;
  const made = await host.createAuditIssue(title, content.write(null), auditLabel);
  const [oldest] = await host.findAuditIssues(marker);
  if (oldest === undefined || oldest.number >= made.number) return made;
  // Another run made one at the same time: the older one stays. Without the marker nobody takes this one for it.
  const pointer = `This audit is kept in #${oldest.number}.\n`;
  await host.updateAuditIssue(made, { body: pointer, state: "not planned" });
  await update(host, oldest, content);
  return oldest;
}

async function update(host: IssueKeeper, issue: AuditIssue, content: IssueContent): Promise<void> {
  const body = content.write(issue.body);
  const state = stateChange(issue.open, content.isClean, content.hasNew(issue.body));
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
