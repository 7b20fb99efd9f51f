import type { PostedReviewComment } from "../ports.ts";
import type { ReviewComment } from "../report/review-suggestions.ts";
import type { Settlement } from "../report/settled-answer.ts";

/** An earlier comment, with the findings it was posted for. */
export interface EarlierComment {
  readonly comment: PostedReviewComment;
  readonly fingerprints: readonly string[];
}

/** What the head's files hold, by path. */
export interface FileStates {
  /** The fingerprints of all findings of each reviewed file. */
  readonly present: ReadonlyMap<string, ReadonlySet<string>>;
  /** The fingerprints of the findings that comments in it silence. */
  readonly suppressed: ReadonlyMap<string, ReadonlySet<string>>;
  /** The files that could not be read: what they hold is not known. */
  readonly unread: ReadonlySet<string>;
}

/** What to do so that the pull request shows the wanted suggestions, each once. */
export interface CommentPlan {
  readonly post: readonly ReviewComment[];
  /** Earlier comments to delete once the new ones are posted. */
  readonly remove: readonly number[];
  /** Earlier comments that somebody answered and whose findings are gone, each to be told so once. */
  readonly settle: readonly { readonly id: number; readonly how: Settlement }[];
  /** Of the wanted comments those that are there already and can still be committed. */
  readonly standing: readonly ReviewComment[];
}

/**
 * Compares the suggestions that are wanted with those that are there. A comment stands for its file and the findings it
 * names, wherever its lines have moved. One that somebody answered is never deleted, nor posted a second time.
 * @param wanted most important first
 * @param maximum how many comments there may be in all
 */
export function planComments(
  wanted: readonly ReviewComment[],
  earlier: readonly EarlierComment[],
  files: FileStates,
  maximum: number,
): CommentPlan {
  const wantedKeys = new Set(wanted.map(keyOf));
  const wantedFindings = new Set(wanted.flatMap(findingsOf));
  const kept = new Set<string>();
  const usable = new Set<string>();
  const seen = new Set<string>();
  const remove: number[] = [];
  const settle: { id: number; how: Settlement }[] = [];
  for (const { comment, fingerprints } of earlier) {
    const subject = { path: comment.path, fingerprints };
    const key = keyOf(subject);
    const isRepeated = seen.has(key);
    const isCurrent = wantedKeys.has(key) && !comment.outdated && !isRepeated;
    const isGone = !fingerprints.every((one) => isPresent(files, comment.path, one));
    const isReplaced = isRepeated || findingsOf(subject).some((one) => wantedFindings.has(one));
    if (!comment.answered && !isCurrent && (isGone || isReplaced)) {
      remove.push(comment.id);
    } else if (!isGone) {
      seen.add(key);
      for (const finding of findingsOf(subject)) {
        kept.add(finding);
        if (!comment.outdated) usable.add(finding);
      }
    } else if (
      !comment.settled &&
      !fingerprints.some((one) => isPresent(files, comment.path, one))
    ) {
      settle.push({ id: comment.id, how: settlementOf(files, subject) });
    }
  }
  const fresh = wanted.filter((draft) => !isCovered(draft, kept));
  return {
    post: fresh.slice(0, Math.max(0, maximum - seen.size)),
    remove,
    settle,
    standing: wanted.filter((draft) => isCovered(draft, usable)),
  };
}

/** What a comment is about. */
interface Subject {
  readonly path: string;
  readonly fingerprints: readonly string[];
}

/** Whether a file has a finding, or may have it. */
function isPresent({ present, unread }: FileStates, path: string, fingerprint: string): boolean {
  return unread.has(path) || present.get(path)?.has(fingerprint) === true;
}

function settlementOf({ suppressed }: FileStates, { path, fingerprints }: Subject): Settlement {
  return fingerprints.every((one) => suppressed.get(path)?.has(one)) ? "suppressed" : "fixed";
}

function isCovered(draft: Subject, findings: ReadonlySet<string>): boolean {
  return findingsOf(draft).every((finding) => findings.has(finding));
}

function keyOf({ path, fingerprints }: Subject): string {
  return JSON.stringify([path, ...[...fingerprints].sort()]);
}

function findingsOf({ path, fingerprints }: Subject): string[] {
  return fingerprints.map((fingerprint) => `${fingerprint} ${path}`);
}
