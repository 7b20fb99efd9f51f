import type { AuditTarget, FixHost, FixPull } from "../ports.ts";
import {
  contentOf,
  fixedTexts,
  fixMarker,
  fixPullBody,
  fixTitle,
  readFixNote,
} from "../report/fix-pull-request.ts";
import type { LintReport } from "../report/lint-report.ts";

/** The branch that holds the fixes. It is this tool's own: nobody else's work is on it. */
export const fixBranch = "dockerfile-review/fixes";

/** What became of the pull request with fixes, as a sentence for the log. */
export type FixOutcome = string;

/**
 * Keeps one pull request with all safe fixes: one branch, one commit. It is made anew when the fixes change, left alone when a
 * person has pushed to its branch or has closed it with the same fixes in it, and closed when nothing is left.
 * @param executables files that may be executed, and stay so
 * @throws DeliveryProblem when GitHub refuses
 */
export async function offerFixes(
  host: FixHost,
  target: AuditTarget,
  report: LintReport,
  executables: ReadonlySet<string>,
): Promise<FixOutcome> {
  const texts = fixedTexts(report);
  const content = contentOf(texts);
  const pull = await host.findFixPull(fixBranch, fixMarker);
  const head = await host.readBranchHead(fixBranch);
  const note = pull === null ? null : readFixNote(pull.body);
  if (head !== null && note?.commits.includes(head) !== true) {
    return (
      `The branch ${fixBranch} is left alone, because somebody else has pushed to it. ` +
      "Delete it to have the fixes offered again."
    );
  }
  const isOpen = pull?.state === "open";
  if (texts.length === 0) return isOpen ? close(host, pull, head) : "Nothing can be fixed safely.";
  if (note?.content === content) {
    if (isOpen) return `${pull.url} has all safe fixes.`;
    if (pull?.state === "closed") return `${pull.url} was closed with the same fixes in it.`;
  }
  const files = texts.map((file) => ({ ...file, executable: executables.has(file.path) }));
  const commit = await host.commitFiles(target, files, fixTitle);
  if (isOpen) {
    // The note comes first: a run that ends between the two must not take its own commit for somebody else's.
    const commits = head === null ? [commit] : [commit, head];
    await host.updateFixPull(pull, { body: fixPullBody(report, { content, commits }) });
    await host.pointBranch(fixBranch, commit);
    return `${pull.url} is up to date.`;
  }
  await host.pointBranch(fixBranch, commit);
  const body = fixPullBody(report, { content, commits: [commit] });
  const made = await createOrTakeBack(host, target, body);
  return `${made.url} offers the safe fixes.`;
}

/** A branch without its pull request would be taken for somebody else's by the next run. */
async function createOrTakeBack(
  host: FixHost,
  target: AuditTarget,
  body: string,
): Promise<FixPull> {
  try {
    return await host.createFixPull(fixBranch, target.branch, fixTitle, body);
  } catch (error) {
    await host.deleteBranch(fixBranch);
    throw error;
  }
}

async function close(host: FixHost, pull: FixPull, head: string | null): Promise<FixOutcome> {
  await host.updateFixPull(pull, { close: true });
  if (head !== null) await host.deleteBranch(fixBranch);
  return `${pull.url} is closed: nothing is left to fix.`;
}
