import type { Runner } from "../ports.ts";
import { htmlPage, type PageFacts } from "../report/html/page.ts";
import { jsonReport } from "../report/json.ts";
import type { LintReport } from "../report/lint-report.ts";

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
  runner.setOutput("html-path", await runner.writeFile("audit.html", htmlPage(report, facts)));
}
