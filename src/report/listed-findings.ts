import type { LintReport } from "./lint-report.ts";
import { encodePath } from "./markdown.ts";
import { inScope } from "./standing.ts";

/** A problem that an earlier summary comment listed. */
export interface ListedFinding {
  readonly path: string;
  readonly rule: string;
  readonly fingerprint: string;
}

/** How many problems a comment remembers. Our choice: some 8,000 characters at most are spent on them. */
const rememberedMax = 80;

/** A hidden line that remembers the new problems which a comment lists; empty when there are none. */
export function rememberFindings(report: LintReport): string {
  const entries = report.files
    .flatMap((file) =>
      inScope(file).map(({ rule, fingerprint }) => ({ path: file.path, rule, fingerprint })),
    )
    .filter(
      ({ path, rule, fingerprint }) =>
        path.length <= 60 && /^[\w-]+ [\w-]+$/.test(`${rule} ${fingerprint}`),
    )
    .slice(0, rememberedMax)
    .map(({ path, rule, fingerprint }) => `${fingerprint}:${rule}:${encodePath(path)}`);
  return entries.length === 0 ? "" : `<!-- dockerfile-review:listed ${entries.join(" ")} -->`;
}

/** What the hidden line of an earlier comment remembers. Entries that cannot be read are passed over. */
export function recallFindings(body: string): ListedFinding[] {
  const line = body
    .split(/\r?\n/)
    .findLast((one) => one.startsWith("<!-- dockerfile-review:listed "));
  const entries = line?.replace(/^<!-- dockerfile-review:listed /, "").replace(/ -->$/, "") ?? "";
  return entries.split(" ").flatMap((entry) => {
    const found = /^([\w-]+):([\w-]+):(\S+)$/.exec(entry);
    const path = decodePath(found?.[3] ?? "");
    if (found === null || path === null) return [];
    return { fingerprint: found[1] ?? "", rule: found[2] ?? "", path };
  });
}

/** The problems of an earlier comment that the report's files do not have any more, silenced or not. */
export function settledSince(report: LintReport, earlierBody: string): ListedFinding[] {
  const present = new Set(
    report.files.flatMap((file) => [
      ...file.findings.map(({ finding }) => `${finding.fingerprint}:${file.path}`),
      ...file.suppressed.map(({ finding }) => `${finding.fingerprint}:${file.path}`),
    ]),
  );
  const unread = new Set(report.unread.map(({ path }) => path));
  return recallFindings(earlierBody).filter(
    ({ fingerprint, path }) => !present.has(`${fingerprint}:${path}`) && !unread.has(path),
  );
}

function decodePath(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
