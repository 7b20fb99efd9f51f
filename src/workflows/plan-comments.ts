import type { PostedReviewComment } from "../ports.ts";
import type { ReviewComment } from "../report/review-suggestions.ts";

/** An earlier comment, with the findings it was posted for. */
export interface EarlierComment {
  readonly comment: PostedReviewComment;
  readonly fingerprints: readonly string[];
}

/** What to do so that the pull request shows the wanted suggestions, each once. */
export interface CommentPlan {
  readonly post: readonly ReviewComment[];
  /** Earlier comments to delete once the new ones are posted. */
  readonly remove: readonly number[];
  /** Of the wanted comments those that are there already and can still be committed. */
  readonly standing: readonly ReviewComment[];
}

/**
 * Compares the suggestions that are wanted with those that are there. A comment stands for its file and the findings it
 * names, wherever its lines have moved. One that somebody answered is never deleted, nor posted a second time.
 * @param wanted most important first
 * @param present the fingerprints of all findings of each reviewed file's head, by path
 * @param maximum how many comments there may be in all
 */
export function planComments(
  wanted: readonly ReviewComment[],
  earlier: readonly EarlierComment[],
  present: ReadonlyMap<string, ReadonlySet<string>>,
  maximum: number,
): CommentPlan {
  const wantedKeys = new Set(wanted.map(keyOf));
  const wantedFindings = new Set(wanted.flatMap(findingsOf));
  const kept = new Set<string>();
  const usable = new Set<string>();
  const seen = new Set<string>();
  const remove: number[] = [];
  for (const { comment, fingerprints } of earlier) {
    const subject = { path: comment.path, fingerprints };
    const key = keyOf(subject);
    const isRepeated = seen.has(key);
    const isCurrent = wantedKeys.has(key) && !comment.outdated && !isRepeated;
    const isGone = !fingerprints.every((one) => present.get(comment.path)?.has(one));
    const isReplaced = isRepeated || findingsOf(subject).some((one) => wantedFindings.has(one));
    if (!comment.answered && !isCurrent && (isGone || isReplaced)) {
      remove.push(comment.id);
    } else if (!isGone) {
      seen.add(key);
      for (const finding of findingsOf(subject)) {
        kept.add(finding);
        if (!comment.outdated) usable.add(finding);
      }
    }
  }
  const fresh = wanted.filter((draft) => !isCovered(draft, kept));
  return {
    post: fresh.slice(0, Math.max(0, maximum - seen.size)),
    remove,
    standing: wanted.filter((draft) => isCovered(draft, usable)),
  };
}

/** What a comment is about. */
interface Subject {
  readonly path: string;
  readonly fingerprints: readonly string[];
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
