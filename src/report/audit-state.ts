import { createHash } from "node:crypto";
import type { Counts, LintReport } from "./lint-report.ts";
import { countBySeverity } from "./standing.ts";

/** How one audit came out. */
export interface AuditPoint {
  /** The day of the audit: `2026-11-21`. */
  readonly day: string;
  /** The commit that was audited. */
  readonly sha: string;
  readonly files: number;
  readonly counts: Counts;
  /** The mean of the files' scores, 0 to 100; 100 when there was no Dockerfile. */
  readonly score: number;
}

/** What an audit leaves behind for the next one, hidden in its issue. */
export interface AuditState {
  /** Oldest first, at most `mostPoints`. */
  readonly history: readonly AuditPoint[];
  /** Keys of the findings of the last audit, by rule. */
  readonly findings: ReadonlyMap<string, ReadonlySet<string>>;
  /** False when there were more findings than fit: then nothing can be said of what is new or gone. */
  readonly complete: boolean;
}

/** Half a year of weekly audits. Our choice: the chart stays readable on a phone. */
export const mostPoints = 26;

/** Keys that are kept, so that the hidden lines take at most 28,000 of an issue's 65,536 characters. */
const mostKeys = 4000;

/** Characters of a key: 18 bits for the path, 24 for the finding, so that findings of one rule hardly ever share one. */
const pathLength = 3;
const keyLength = 7;

const opening = "<!-- dockerfile-review:audit-state ";
const closing = " -->";

/** The key of a finding: the hash of its file's path and that of its fingerprint, one behind the other. */
export function keyOf(path: string, fingerprint: string): string {
  return hash(path, pathLength) + hash(fingerprint, keyLength - pathLength);
}

/** The part of a key that tells the file. */
export function pathOfKey(key: string): string {
  return key.slice(0, pathLength);
}

function hash(text: string, length: number): string {
  return createHash("sha256").update(text).digest("base64").slice(0, length);
}

/** The state that an audit leaves, and so the one that the next audit begins with. */
export function nextState(
  report: LintReport,
  audit: { readonly day: string; readonly sha: string },
  earlier: AuditState | null,
): AuditState {
  // The same commit audited again is one audit.
  const before = (earlier?.history ?? []).filter(({ sha }) => sha !== audit.sha);
  const findings = new Map<string, Set<string>>();
  let kept = 0;
  let all = 0;
  for (const file of report.files) {
    for (const { finding } of file.findings) {
      all++;
      if (kept >= mostKeys) continue;
      kept++;
      const keys = findings.get(finding.rule) ?? new Set();
      findings.set(finding.rule, keys.add(keyOf(file.path, finding.fingerprint)));
    }
  }
  return {
    history: [...before, pointOf(report, audit)].slice(-mostPoints),
    findings,
    complete: kept === all,
  };
}

function pointOf(
  report: LintReport,
  { day, sha }: { readonly day: string; readonly sha: string },
): AuditPoint {
  const findings = report.files.flatMap((file) => file.findings.map(({ finding }) => finding));
  return {
    day,
    sha,
    files: report.files.length,
    counts: countBySeverity(findings),
    score: meanScore(report),
  };
}

/** The mean of the files' scores, 0 to 100; 100 when there are none. */
export function meanScore({ files }: LintReport): number {
  if (files.length === 0) return 100;
  return Math.round(files.reduce((sum, { score }) => sum + score, 0) / files.length);
}

/** The state as one hidden line of Markdown. */
export function writeState(state: AuditState): string {
  const history = state.history.map(({ day, sha, files, counts, score }) => [
    day,
    sha,
    files,
    counts.error,
    counts.warning,
    counts.info,
    score,
  ]);
  const findings = Object.fromEntries(
    [...state.findings].map(([rule, keys]) => [rule, [...keys].join("")]),
  );
  const { complete } = state;
  return `${opening}${JSON.stringify({ version: 1, history, findings, complete })}${closing}`;
}

/** The state that an issue's body hides; null when there is none, or when it cannot be read. */
export function readState(body: string): AuditState | null {
  const start = body.lastIndexOf(opening);
  const end = start === -1 ? -1 : body.indexOf(closing, start);
  if (end === -1) return null;
  try {
    return toState(JSON.parse(body.slice(start + opening.length, end)));
  } catch {
    // People can edit the issue; an audit without a past is better than none.
    return null;
  }
}

function toState(value: unknown): AuditState | null {
  const { version, history, findings, complete } = value as Readonly<Record<string, unknown>>;
  if (version !== 1 || !Array.isArray(history) || typeof findings !== "object") return null;
  return {
    history: history.map(toPoint).filter((point) => point !== null),
    findings: new Map(
      Object.entries(findings ?? {}).map(([rule, keys]) => [rule, new Set(cutKeys(keys))]),
    ),
    complete: complete === true,
  };
}

function toPoint(value: unknown): AuditPoint | null {
  if (!Array.isArray(value)) return null;
  const [day, sha, ...numbers] = value as unknown[];
  if (typeof day !== "string" || typeof sha !== "string") return null;
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !/^[0-9a-f]{7,64}$/.test(sha)) return null;
  if (numbers.length !== 5 || !numbers.every(Number.isSafeInteger)) return null;
  const [files = 0, error = 0, warning = 0, info = 0, score = 0] = numbers as number[];
  return { day, sha, files, counts: { error, warning, info }, score };
}

function cutKeys(keys: unknown): string[] {
  if (typeof keys !== "string") return [];
  return keys.match(new RegExp(`.{${keyLength}}`, "gs")) ?? [];
}
