import type { Runner } from "../ports.ts";
import { htmlPage, type PageFacts } from "../report/html/page.ts";
import { jsonReport } from "../report/json.ts";
import type { LintReport } from "../report/lint-report.ts";
import { version } from "../report/product.ts";
import { sarifReport } from "../report/sarif.ts";

/** Tells an audit's alerts from those of reviews: code scanning replaces an earlier upload of the same category. */
export const auditCategory = "dockerfile-audit";

/** The outputs that name the reports of an audit. */
export const auditOutputs = ["json-path", "html-path"] as const;

/**
 * Writes the reports of an audit as files for later steps of the job, and sets an output for each.
 * @throws DeliveryProblem when one cannot be written
 */
export async function writeAuditFiles(
  runner: Runner,
  report: LintReport,
  facts: PageFacts,
): Promise<void> {
  runner.setOutput("json-path", await runner.writeFile("audit.json", jsonReport(report)));
  const sarif = sarifReport(report, { version, category: auditCategory });
  runner.setOutput("sarif-path", await runner.writeFile("audit.sarif", sarif));
  runner.setOutput("html-path", await runner.writeFile("audit.html", htmlPage(report, facts)));
}
