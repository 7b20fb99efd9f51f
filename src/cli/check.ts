import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { FileSystem } from "../git/local-files.ts";
import { pathBelow, workTreeRoot } from "../git/local-settings.ts";
import { writeText } from "../git/write-text.ts";
import type { LintReport } from "../report/lint-report.ts";
import { allRules } from "../rules/all-rules.ts";
import { dayOf } from "../source/day.ts";
import { applyBaseline } from "../workflows/apply-baseline.ts";
import { checkFiles } from "../workflows/check-files.ts";
import { outcomeOf } from "../workflows/outcome.ts";
import { readLocalBaseline } from "./local-baseline.ts";
import { localPolicy } from "./local-policy.ts";
import { addFailOption, addRuleOptions, type RuleOptions } from "./options.ts";
import { docsUrl } from "./product.ts";
import { checkFormats, renderReport, type Format } from "./render-report.ts";
import { printInputErrors, readInputFor } from "./input.ts";
import { barOver } from "./progress.ts";
import type { CommandHost } from "./terminal.ts";

interface CheckOptions extends RuleOptions {
  readonly format: Format;
  readonly output?: string;
  readonly stdinFilename?: string;
}

const examples = `
Examples:
  dockerfile-review check                              every Dockerfile below the current directory
  dockerfile-review check app/Dockerfile --preset strict
  dockerfile-review check --rule DL3007,root-user --fail-on warning
  dockerfile-review check --format rdjson --output findings.json
  sed s/@TAG@/1.2/ Dockerfile.in | dockerfile-review check -
  dockerfile-review check --format json --stdin-filename api/Dockerfile - <buffer      for editors

Ends with 0 when there is no finding at or above --fail-on, 1 when there is one, 2 when the input or an option is wrong.`;

/** Adds the command `check`: judges Dockerfiles as they are. */
export function addCheckCommand(program: Command, host: CommandHost): void {
  const command = program
    .command("check")
    .description("judge Dockerfiles")
    .argument("[path...]", "Dockerfiles, directories to search, or - for standard input", ["."])
    .addOption(
      new Option("--format <format>", "how to print the findings")
        .choices(checkFormats)
        .default("text"),
    )
    .option("--output <file>", "write the report to a file instead of standard output")
    .option(
      "--stdin-filename <path>",
      "the path of the file that standard input is, for its settings and surroundings",
    )
    .addHelpText("after", examples);
  addRuleOptions(addFailOption(command)).action(async (paths: string[], options: CheckOptions) => {
    await check(host, paths, options);
  });
}

async function check(
  host: CommandHost,
  paths: readonly string[],
  options: CheckOptions,
): Promise<void> {
  const { terminal } = host;
  const { settings, notes, policyFor, isDockerfile } = localPolicy(terminal, options);
  const files = new FileSystem({
    workingDirectory: terminal.workingDirectory,
    isDockerfile,
    standardInput: await readInputFor(terminal, paths),
    ...(options.stdinFilename === undefined ? {} : { standardInputPath: options.stdinFilename }),
  });
  const bar = terminal.progress ? barOver(terminal, files, paths) : null;
  const { report: found, inputErrors } = checkFiles(
    bar?.files ?? files,
    paths,
    policyFor,
    { preset: settings.preset, docsUrl, notes },
    options.format === "markdown" ? "full" : "findings",
  );
  bar?.end();
  const report = withoutAccepted(found, terminal.workingDirectory, settings.baseline);
  const toFile = options.output !== undefined;
  const text = renderReport(report, options.format, { colour: terminal.colour && !toFile });
  if (toFile) writeText(resolve(terminal.workingDirectory, options.output), text);
  else terminal.write(text);
  if (outcomeOf(report, settings.failOn).verdict === "fail") host.end(1);
  printInputErrors(host, inputErrors);
}

/** The report without what the baseline accepts that the settings name; entries of files that were not judged say nothing. */
function withoutAccepted(
  report: LintReport,
  workingDirectory: string,
  configured: string | null,
): LintReport {
  if (configured === null) return report;
  const root = workTreeRoot(workingDirectory);
  const pathOf = (path: string) => pathBelow(root, resolve(workingDirectory, path)) ?? path;
  const judged = new Set(report.files.map(({ path }) => pathOf(path)));
  const baseline = readLocalBaseline({ root, given: null, configured });
  const own = baseline.filter(({ path }) => judged.has(path));
  return applyBaseline(report, own, dayOf(new Date()), { pathOf, rules: allRules });
}
