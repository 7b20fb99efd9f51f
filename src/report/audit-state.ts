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

const stateName = "dockerfile-review:audit-state";
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
    history: extendHistory(earlier?.history ?? [], pointOf(report, audit)),
    findings,
    complete: kept === all,
  };
}

/** A history with one audit more. The same commit audited again is one audit. */
export function extendHistory(history: readonly AuditPoint[], point: AuditPoint): AuditPoint[] {
  return [...history.filter(({ sha }) => sha !== point.sha), point].slice(-mostPoints);
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
  const findings = Object.fromEntries(
    [...state.findings].map(([rule, keys]) => [rule, [...keys].join("")]),
  );
  const { complete } = state;
  return hide(stateName, { history: writeHistory(state.history), findings, complete });
}

/** The state that an issue's body hides; null when there is none, or when it cannot be read. */
export function readState(body: string): AuditState | null {
  return reveal(stateName, body, toState);
}

/** Values as one hidden line of Markdown, under a name. */
export function hide(name: string, values: object): string {
  return `<!-- ${name} ${JSON.stringify({ version: 1, ...values })}${closing}`;
}

/** What stands in the last hidden line of that name; null when there is none, or when it cannot be read. */
export function reveal<Value>(
  name: string,
  body: string,
  read: (values: Readonly<Record<string, unknown>>) => Value | null,
): Value | null {
  const opening = `<!-- ${name} `;
  const start = body.lastIndexOf(opening);
  const end = start === -1 ? -1 : body.indexOf(closing, start);
  if (end === -1) return null;
  try {
    const values: unknown = JSON.parse(body.slice(start + opening.length, end));
    const fields = values as Readonly<Record<string, unknown>>;
    return fields.version === 1 ? read(fields) : null;
  } catch {
    // People can edit the issue; an audit without a past is better than none.
    return null;
  }
}

/** A history as plain values. */
export function writeHistory(history: readonly AuditPoint[]): unknown[] {
  return history.map(({ day, sha, files, counts, score }) => [
    day,
    sha,
    files,
    counts.error,
    counts.warning,
    counts.info,
    score,
  ]);
}

/** A history that somebody may have changed: what is no audit is left out. */
export function readHistory(values: readonly unknown[]): AuditPoint[] {
  return values.map(toPoint).filter((point) => point !== null);
}

function toState(values: Readonly<Record<string, unknown>>): AuditState | null {
  const { history, findings, complete } = values;
  if (!Array.isArray(history) || typeof findings !== "object") return null;
  return {
    history: readHistory(history),
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
