import type { PolicyFor } from "../lint/policy.ts";
import type { ChangeHost, ReviewTarget } from "../ports.ts";
import type { LintReport } from "../report/lint-report.ts";
import { buildReport } from "./build-report.ts";
import type { PathKind } from "./find-dockerfiles.ts";
import { readChange } from "./read-change.ts";

/** How a change is to be reviewed. */
export interface BranchReview {
  readonly host: ChangeHost;
  readonly target: ReviewTarget;
  /** What a path from the repository's root is taken for. */
  readonly kindOf: (path: string) => PathKind;
  readonly policyFor: PolicyFor;
  readonly preset: string;
  /** What the reader must know besides. */
  readonly notes: readonly string[];
  readonly docsUrl: string;
}

/**
 * Reviews the Dockerfiles that a branch changes, as `reviewPullRequest` does, and delivers nothing.
 */
export async function reviewBranch(review: BranchReview): Promise<LintReport> {
  const { host, target, kindOf, policyFor, preset, docsUrl } = review;
  const changed = await host.listChangedFiles(target);
  const change = await readChange(host, target, changed.files, kindOf);
  const { baseSha, baseName, headSha, headUrl } = target;
  return buildReport(change.files, policyFor, {
    unread: change.unread,
    notes: [
      ...review.notes,
      ...(changed.note === null ? [] : [changed.note]),
      ...change.templates.map((path) => `${path} is a template, so it was not reviewed.`),
    ],
    preset,
    comparison: { baseSha, baseName, headSha, headUrl },
    docsUrl,
  });
}
