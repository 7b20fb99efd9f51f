import { existsSync, statSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import type { Command } from "commander";
import { FileSystem } from "../git/local-files.ts";
import { pathBelow, workTreeRoot } from "../git/local-settings.ts";
import { writeText } from "../git/write-text.ts";
import { jsonReport } from "../report/json.ts";
import { htmlPage } from "../report/html/page.ts";
import { version } from "../report/product.ts";
import { sarifReport } from "../report/sarif.ts";
import { count } from "../report/standing.ts";
import { auditTerminal } from "../report/audit-terminal.ts";
import { allRules } from "../rules/all-rules.ts";
import { usualBaseline } from "../settings/baseline.ts";
import { UserError } from "../settings/user-error.ts";
import { applyBaseline, baselineOf } from "../workflows/apply-baseline.ts";
import { checkFiles, type CheckResult } from "../workflows/check-files.ts";
import { outcomeOf } from "../workflows/outcome.ts";
import { isVendored } from "../workflows/read-branch.ts";
import { auditCategory } from "../workflows/write-audit-files.ts";
import { baselineFile, readLocalBaseline, writeLocalBaseline } from "./local-baseline.ts";
import { localPolicy, type LocalPolicy } from "./local-policy.ts";
import { addFailOption, addRuleOptions, type RuleOptions } from "./options.ts";
import { paintFor } from "./paint.ts";
import { docsUrl } from "./product.ts";
import { printInputErrors } from "./input.ts";
import { barOver } from "./progress.ts";
import type { CommandHost } from "./terminal.ts";

interface AuditOptions extends RuleOptions {
  readonly html?: string;
  readonly json?: string;
  readonly sarif?: string;
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
    .option("--sarif <file>", "write the findings as SARIF 2.1.0, for code scanning")
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
  // Paths are the repository's own, as in a workflow, so that baselines and uploads mean the same files everywhere.
  const root = workTreeRoot(directory);
  const below = pathBelow(root, directory) ?? "";
  const fromHere = (file: string) => resolve(terminal.workingDirectory, file);
  const { settings, report: found, inputErrors } = judge(host, root, below, options);
  const place = {
    root,
    given: options.baseline === undefined ? null : fromHere(options.baseline),
    configured: settings.baseline,
  };
  const wanted = options.writeBaseline;
  if (wanted !== undefined && wanted !== false) {
    if ([options.html, options.json, options.sarif].some((file) => file !== undefined)) {
      throw new UserError(
        "--write-baseline writes the baseline only. Run the audit again for --html, --json and --sarif: they then leave out what it accepts.",
      );
    }
    const file = typeof wanted === "string" ? fromHere(wanted) : baselineFile(place);
    const earlier = existsSync(file) ? readLocalBaseline({ ...place, given: file }) : [];
    // What lies elsewhere was not looked at, and stays accepted.
    const others = earlier.filter(({ path }) => !isBelow(below, path));
    const baseline = [...others, ...baselineOf(found, earlier)];
    writeLocalBaseline(root, file, baseline);
    const number = count(baseline.length, "finding");
    terminal.write(`${file} accepts ${number}. Write the reasons into it, and commit it.\n`);
    return;
  }
  const baseline = readLocalBaseline(place).filter(({ path }) => isBelow(below, path));
  const report = applyBaseline(found, baseline, today, { rules: allRules });
  const facts = { subject: basename(directory), day: today, sha: null };
  const write = (file: string | undefined, text: () => string) => {
    if (file !== undefined) writeText(fromHere(file), text());
  };
  write(options.html, () => htmlPage(report, facts));
  write(options.json, () => jsonReport(report));
  write(options.sarif, () => sarifReport(report, { version, category: auditCategory }));
  terminal.write(auditTerminal(report, paintFor(terminal.colour)));
  if (outcomeOf(report, settings.auditFailOn).verdict === "fail") host.end(1);
  printInputErrors(host, inputErrors);
}

/** Judges every Dockerfile below a directory of the repository. */
function judge(
  { terminal }: CommandHost,
  root: string,
  below: string,
  options: AuditOptions,
): CheckResult & Pick<LocalPolicy, "settings"> {
  const { config } = options;
  const rules =
    typeof config === "string"
      ? {
          ...options,
          config: relative(root, resolve(terminal.workingDirectory, config)).split(sep).join("/"),
        }
      : options;
  const { settings, notes, policyFor, isDockerfile } = localPolicy(
    { workingDirectory: root, today: terminal.today },
    rules,
    true,
  );
  const search = {
    workingDirectory: root,
    isDockerfile: (path: string, absolute: string) =>
      isDockerfile(path, absolute) && !isVendored(path),
    standardInput: null,
  };
  const files = new FileSystem(search, isVendored);
  const paths = [below === "" ? "." : below];
  const bar = barOver(terminal, files, paths);
  const frame = { preset: settings.preset, docsUrl, notes };
  const result = checkFiles(bar.files, paths, policyFor, frame);
  bar.end();
  return { ...result, settings };
}

/** Whether a path of the repository lies in one of its directories. */
function isBelow(directory: string, path: string): boolean {
  return directory === "" || path.startsWith(`${directory}/`);
}
