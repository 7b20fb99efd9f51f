import type { SelectedRule } from "../lint/select-rules.ts";
import type { ChangeHost } from "../ports.ts";
import type { LintReport } from "../report/lint-report.ts";
import { buildReport } from "./build-report.ts";
import type { PathKind } from "./find-dockerfiles.ts";
import { readChange } from "./read-change.ts";

/** How a change is to be reviewed. */
export interface BranchReview {
  readonly host: ChangeHost;
  /** What a path from the repository's root is taken for. */
  readonly kindOf: (path: string) => PathKind;
  readonly rules: readonly SelectedRule[];
  readonly preset: string;
  readonly docsUrl: string;
}

/**
 * Reviews the Dockerfiles that a branch changes, as `reviewPullRequest` does, and delivers nothing.
 * @throws UserError when the commits to compare cannot be told
 */
export async function reviewBranch(review: BranchReview): Promise<LintReport> {
  const { host, kindOf, rules, preset, docsUrl } = review;
  const target = await host.readTarget();
  const changed = await host.listChangedFiles(target);
  const change = await readChange(host, target, changed.files, kindOf);
  const { baseSha, baseName, headSha, headUrl } = target;
  return buildReport(change.files, rules, {
    unread: change.unread,
    notes: [
      ...(changed.note === null ? [] : [changed.note]),
      ...change.templates.map((path) => `${path} is a template, so it was not reviewed.`),
    ],
    preset,
    comparison: { baseSha, baseName, headSha, headUrl },
    docsUrl,
  });
}
