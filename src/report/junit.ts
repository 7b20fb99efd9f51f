import type { FileReport, LintReport, ReportedFinding } from "./lint-report.ts";
import { total } from "./standing.ts";
import { xmlAttributes, xmlDeclaration, xmlText } from "./xml.ts";

/** The findings as test cases of JUnit's format, a suite for each file, with a final newline. A file without findings is one that passes. */
export function junitReport(report: LintReport): string {
  const failures = total(report, (file) => file.findings.length);
  const tests = total(report, (file) => Math.max(1, file.findings.length));
  const lines = [
    xmlDeclaration,
    `<testsuites${xmlAttributes({ name: "dockerfile-review", tests, failures, errors: 0 })}>`,
    ...report.files.flatMap(suite),
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function suite(file: FileReport): string[] {
  const failures = file.findings.length;
  const attributes = { name: file.path, tests: Math.max(1, failures), failures, errors: 0 };
  const passed = { classname: file.path, name: "no problems" };
  const cases =
    failures === 0
      ? [`    <testcase${xmlAttributes(passed)}/>`]
      : file.findings.flatMap((one) => testCase(file, one));
  return [`  <testsuite${xmlAttributes(attributes)}>`, ...cases, "  </testsuite>"];
}

function testCase(file: FileReport, { finding }: ReportedFinding): string[] {
  const { rule, severity, message, span } = finding;
  const { line, column } = file.source.positionAt(span.start);
  const name = `${rule} at ${line}:${column}`;
  return [
    `    <testcase${xmlAttributes({ classname: file.path, name })}>`,
    `      <failure${xmlAttributes({ type: severity, message })}>${xmlText(`${file.path}:${line}:${column}`)}</failure>`,
    "    </testcase>",
  ];
}
