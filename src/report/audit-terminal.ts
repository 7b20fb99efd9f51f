import { severities } from "../rules/rule.ts";
import { auditVerdict, worstFiles } from "./audit-issue.ts";
import { firstSteps } from "./audit-steps.ts";
import type { LintReport } from "./lint-report.ts";
import { tallyRules } from "./rule-tallies.ts";
import { count, countBySeverity } from "./standing.ts";
import { plainPaint, type Paint } from "./terminal.ts";
import { oneLine, visible, withoutCommands } from "./untrusted.ts";

/** How many files are named. Our choice: a screen. */
const mostFiles = 20;

/** An audit for a terminal: the verdict, what to fix first, the files worst first. */
export function auditTerminal(report: LintReport, paint: Paint = plainPaint): string {
  const files = worstFiles(report);
  const rest = files.length - mostFiles;
  const blocks = [
    // That nothing was found is among the notes, with where it was looked for.
    ...(report.files.length === 0 && report.notes.length > 0
      ? []
      : [paint.bold(auditVerdict(report))]),
    ...(files.length === 0 ? [] : [["What to fix first:", ...stepLines(report)].join("\n")]),
    ...(files.length === 0 ? [] : [fileLines(report, paint).join("\n")]),
    ...(rest > 0 ? [`and ${count(rest, "more Dockerfile")} with findings`] : []),
    ...report.unread.map(({ path, reason }) => `${visible(path)} ${oneLine(reason)}: not read`),
    ...report.notes.map(oneLine),
  ];
  return `${blocks.join("\n\n").split("\n").map(withoutCommands).join("\n")}\n`;
}

function stepLines(report: LintReport): string[] {
  return firstSteps(tallyRules(report)).map(
    ({ rule, findings, files, effort, gain }) =>
      `  ${rule}: ${count(findings, "finding")} in ${count(files, "file")}, ${effort.replaceAll("`", "")}; ${count(gain, "point")} of score in all`,
  );
}

function fileLines(report: LintReport, paint: Paint): string[] {
  const rows = worstFiles(report).slice(0, mostFiles);
  return [
    paint.dim("score  error  warning  info  Dockerfile"),
    ...rows.map((file) => {
      const counts = countBySeverity(file.findings.map(({ finding }) => finding));
      const widths = { error: 5, warning: 7, info: 4 };
      const cells = severities.map((one) => String(counts[one]).padStart(widths[one]));
      return `${String(file.score).padStart(5)}  ${cells.join("  ")}  ${visible(file.path)}`;
    }),
  ];
}
