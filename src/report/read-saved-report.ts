/** What the run that publishes a report takes from it. Nothing of this is ever shown. */
export interface ReportClaims {
  readonly pullRequest: number;
  readonly headSha: string;
  /** The findings it says there are, each as path and fingerprint: see `claimOf`. */
  readonly findings: ReadonlySet<string>;
}

/** Files and findings that a report may have. Our choice: as many files as GitHub lists of a pull request, and more findings than anybody reads. */
const mostFiles = 3000;
const mostFindings = 100_000;

/** The report is not what `savedReport` writes. The message says in which way, without words of the report. */
export class BadReportError extends Error {
  override readonly name = "BadReportError";
}

/** A finding of a file, to be compared. */
export function claimOf(path: string, fingerprint: string): string {
  return `${fingerprint} ${path}`;
}

/**
 * Reads a report that somebody else may have written.
 * @throws BadReportError for everything that is not exactly as `savedReport` writes it
 */
export function readSavedReport(text: string): ReportClaims {
  const root = fieldsOf(parse(text), "the report");
  require(root.version === 1, "`version` is not 1");
  const change = fieldsOf(root.change, "`change`");
  const { pullRequest, headSha } = change;
  require(isCount(pullRequest) &&
    pullRequest > 0, "`change.pullRequest` is no number of a pull request");
  require(isText(headSha, /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/), "`change.headSha` is no commit");
  const findings = new Set<string>();
  const files = listOf(root.files, "`files`");
  require(files.length <= mostFiles, `it has more than ${mostFiles} files`);
  for (const file of files) {
    const { path, findings: list } = fieldsOf(file, "a file");
    require(isText(path, /^[^\0]{1,4096}$/), "the path of a file is none");
    for (const finding of listOf(list, "`findings` of a file")) {
      const { fingerprint } = fieldsOf(finding, "a finding");
      require(isText(fingerprint, /^[0-9a-f]{16}$/), "the fingerprint of a finding is none");
      findings.add(claimOf(path, fingerprint));
      require(findings.size <= mostFindings, `it has more than ${mostFindings} findings`);
    }
  }
  return { pullRequest, headSha, findings };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    // Its message quotes the text, which nobody vouches for.
    throw new BadReportError("it is not JSON");
  }
}

function require(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new BadReportError(problem);
}

function fieldsOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  require(typeof value === "object" &&
    value !== null &&
    !Array.isArray(value), `${what} is no object`);
  return value as Readonly<Record<string, unknown>>;
}

function listOf(value: unknown, what: string): readonly unknown[] {
  require(Array.isArray(value), `${what} is no list`);
  return value as readonly unknown[];
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value);
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === "string" && form.test(value);
}
