import { score } from "../lint/score.ts";
import type {
  AcceptedFinding,
  FileReport,
  LintReport,
  ReportedFinding,
} from "../report/lint-report.ts";
import type { Rule } from "../rules/rule.ts";
import type { Baseline, BaselineEntry } from "../settings/baseline.ts";

/** How many entries a note names. */
const mostNamed = 10;

/**
 * Takes the findings that a baseline accepts out of a report, and notes entries that have expired or that nothing answers to
 * any more.
 * @param day the day of the run, `2026-11-21`
 */
export function applyBaseline(
  report: LintReport,
  baseline: Baseline,
  day: string,
  facts: BaselineFacts = {},
): LintReport {
  const { files, accepted, notes } = acceptFindings(report, baseline, day, facts);
  const all = accepted === 0 ? [] : [`The baseline accepts ${accepted} of the findings.`];
  return { ...report, files, notes: [...report.notes, ...all, ...notes] };
}

/** What entries are judged by besides a report. */
export interface BaselineFacts {
  /** What a report's path is from the repository's root, as a baseline names it; left out, it is the same. */
  readonly pathOf?: (path: string) => string;
  /** All rules there are: one that was not run, as with `--rule`, may find what an entry accepts the next time. */
  readonly rules?: readonly Pick<Rule, "name">[];
}

/** What a baseline leaves of a report. */
export interface Acceptance extends Pick<LintReport, "files"> {
  /** How many findings it accepts. */
  readonly accepted: number;
  /** What is wrong with its entries, in plain words. */
  readonly notes: readonly string[];
}

/** Takes the findings that a baseline accepts out of a report; see `applyBaseline`. */
export function acceptFindings(
  report: LintReport,
  baseline: Baseline,
  day: string,
  { pathOf = (path) => path, rules = [] }: BaselineFacts = {},
): Acceptance {
  const valid = baseline.filter(({ expires }) => expires === null || expires >= day);
  const entries = new Map(valid.map((entry) => [keyOf(entry), entry]));
  const used = new Set<BaselineEntry>();
  const files = report.files.map((file) => withoutAccepted(file, pathOf(file.path), entries, used));
  const read = new Set(files.map(({ path }) => path));
  const expired = baseline.filter((entry) => !valid.includes(entry));
  // A Dockerfile that was not read says nothing of its entries; one that is gone needs none.
  const notRead = new Set(report.unread.map(({ path }) => path));
  const notRun = new Set(rules.map(({ name }) => name).filter((name) => !report.rules.has(name)));
  const unused = valid.filter(
    (entry) =>
      !used.has(entry) && !notRead.has(entry.path) && !(read.size > 0 && notRun.has(entry.rule)),
  );
  return {
    files,
    accepted: used.size,
    notes: [
      ...noteOf(expired, "have expired, and their findings count again"),
      ...noteOf(
        unused,
        read.size === 0 ? "match nothing" : "match nothing any more: take them out",
      ),
    ],
  };
}

/** The entries that accept everything a report finds. Reasons and days of the earlier baseline are kept. */
export function baselineOf(report: LintReport, earlier: Baseline): Baseline {
  const known = new Map(earlier.map((entry) => [keyOf(entry), entry]));
  return report.files.flatMap(({ path, findings }) =>
    findings.map(({ finding: { rule, fingerprint } }) => {
      const entry = { rule, path, fingerprint, reason: "", expires: null };
      return known.get(keyOf(entry)) ?? entry;
    }),
  );
}

function withoutAccepted(
  file: FileReport,
  path: string,
  entries: ReadonlyMap<string, BaselineEntry>,
  used: Set<BaselineEntry>,
): FileReport {
  const findings: ReportedFinding[] = [];
  const accepted: AcceptedFinding[] = [];
  for (const reported of file.findings) {
    const entry = entries.get(keyOf({ ...reported.finding, path }));
    if (entry === undefined) {
      findings.push(reported);
    } else {
      used.add(entry);
      accepted.push({ finding: reported.finding, reason: entry.reason });
    }
  }
  if (accepted.length === 0) return file;
  const gone = new Set(accepted.map(({ finding }) => finding.fingerprint));
  return {
    ...file,
    findings,
    accepted,
    score: score(findings.map(({ finding }) => finding)),
    fixes: file.fixes.filter(({ fingerprints }) => !fingerprints.every((one) => gone.has(one))),
  };
}

function keyOf(entry: Pick<BaselineEntry, "rule" | "path" | "fingerprint">): string {
  return `${entry.rule}\0${entry.path}\0${entry.fingerprint}`;
}

function noteOf(entries: Baseline, what: string): string[] {
  if (entries.length === 0) return [];
  const named = entries.slice(0, mostNamed).map(({ rule, path }) => `\`${rule}\` in \`${path}\``);
  const more = entries.length - named.length;
  const rest = more === 0 ? "" : ` and ${more} more`;
  return [`Entries of the baseline ${what}: ${named.join(", ")}${rest}.`];
}
