import { existsSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Command } from "commander";
import { FileSystem } from "../git/local-files.ts";
import { readText } from "../git/read-text.ts";
import { writeText } from "../git/write-text.ts";
import { jsonReport } from "../report/json.ts";
import { htmlPage } from "../report/html/page.ts";
import type { LintReport } from "../report/lint-report.ts";
import { count } from "../report/standing.ts";
import { auditTerminal } from "../report/audit-terminal.ts";
import {
  parseBaseline,
  printBaseline,
  usualBaseline,
  type Baseline,
} from "../settings/baseline.ts";
import { UserError } from "../settings/user-error.ts";
import { applyBaseline, baselineOf } from "../workflows/apply-baseline.ts";
import { checkFiles } from "../workflows/check-files.ts";
import { outcomeOf } from "../workflows/outcome.ts";
import { isVendored } from "../workflows/read-branch.ts";
import { localPolicy } from "./local-policy.ts";
import { addFailOption, addRuleOptions, type RuleOptions } from "./options.ts";
import { paintFor } from "./paint.ts";
import { docsUrl } from "./product.ts";
import type { CommandHost } from "./terminal.ts";

interface AuditOptions extends RuleOptions {
  readonly html?: string;
  readonly json?: string;
  readonly baseline?: string;
  readonly writeBaseline?: boolean | string;
}

const examples = `
Examples:
  dockerfile-review audit                              how all Dockerfiles of this repository stand
  dockerfile-review audit services --html report.html  the same as a page for people
  dockerfile-review audit --write-baseline             accept what is there, so that only new problems count

Ends with 0 unless --fail-on is given: then with 1 when there is a finding at or above it.`;

/** Adds the command `audit`: judges every Dockerfile of a directory, vendored ones aside. */
export function addAuditCommand(program: Command, host: CommandHost): void {
  const command = program
    .command("audit")
    .description("judge every Dockerfile of a repository and tell what to mend first")
    .argument("[dir]", "the repository", ".")
    .option("--html <file>", "write a page for people")
    .option("--json <file>", "write the findings as JSON")
    .option(
      "--baseline <file>",
      `findings that are accepted (default: ${usualBaseline}, if there is one)`,
    )
    .option("--write-baseline [file]", "accept everything that is found now")
    .addHelpText("after", examples);
  addRuleOptions(addFailOption(command, "never")).action((dir: string, options: AuditOptions) => {
    audit(host, dir, options);
  });
}

function audit(host: CommandHost, dir: string, options: AuditOptions): void {
  const { terminal } = host;
  const { today } = terminal;
  const directory = resolve(terminal.workingDirectory, dir);
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new UserError(
      `${dir} is not a directory. Name the directory of the repository to audit.`,
    );
  }
  const { settings, notes, policyFor, isDockerfile } = localPolicy(
    { workingDirectory: directory, today },
    options,
  );
  const files = new FileSystem({
    workingDirectory: directory,
    isDockerfile: (path, absolute) => isDockerfile(path, absolute) && !isVendored(path),
    standardInput: null,
  });
  const frame = { preset: settings.preset, docsUrl, notes };
  const found = checkFiles(files, ["."], policyFor, frame);
  if (options.writeBaseline !== undefined && options.writeBaseline !== false) {
    writeBaseline(host, directory, found.report, settings.baseline, options);
    return;
  }
  const baseline = readBaseline(host, directory, options.baseline, settings.baseline);
  const report = applyBaseline(found.report, baseline, today);
  const facts = { subject: basename(directory), day: today, sha: null };
  const write = (file: string | undefined, text: () => string) => {
    if (file !== undefined) writeText(resolve(terminal.workingDirectory, file), text());
  };
  write(options.html, () => htmlPage(report, facts));
  write(options.json, () => jsonReport(report));
  terminal.write(auditTerminal(report, paintFor(terminal.colour)));
  if (outcomeOf(report, settings.auditFailOn).verdict === "fail") host.end(1);
}

/**
 * The accepted findings; none when no file is named and there is none in the usual place.
 * @param given as the option names it
 * @param configured as the settings file names it, from the repository's root
 */
function readBaseline(
  { terminal }: CommandHost,
  directory: string,
  given: string | undefined,
  configured: string | null,
): Baseline {
  const path =
    given === undefined
      ? join(directory, configured ?? usualBaseline)
      : resolve(terminal.workingDirectory, given);
  if (existsSync(path)) return parseBaseline(readText(path), path);
  if (given === undefined && configured === null) return [];
  throw new UserError(
    `The baseline ${path} does not exist. \`dockerfile-review audit --write-baseline ${given ?? configured ?? ""}\` makes it.`,
  );
}

function writeBaseline(
  host: CommandHost,
  directory: string,
  report: LintReport,
  configured: string | null,
  options: AuditOptions,
): void {
  const { terminal } = host;
  const file =
    typeof options.writeBaseline === "string"
      ? resolve(terminal.workingDirectory, options.writeBaseline)
      : join(directory, configured ?? usualBaseline);
  // Reasons that were written before are kept; the file itself need not exist yet.
  const before = options.baseline ?? (existsSync(file) ? file : undefined);
  const earlier = readBaseline(host, directory, before, null);
  const baseline = baselineOf(report, earlier);
  writeText(file, printBaseline(baseline));
  terminal.write(
    `${file} accepts ${count(baseline.length, "finding")}. Write the reasons into it, and commit it.\n`,
  );
}
