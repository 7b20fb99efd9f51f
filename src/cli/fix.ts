import { isAbsolute, posix, relative, resolve, sep } from "node:path";
import { type Command, Option } from "commander";
import { FileSystem } from "../git/local-files.ts";
import { replaceText, rewriteFile } from "../git/write-text.ts";
import type { FixResult } from "../lint/fix-dockerfile.ts";
import { count } from "../report/standing.ts";
import { oneLine, visible } from "../report/untrusted.ts";
import type { FixSafety } from "../rules/rule.ts";
import { UserError } from "../settings/user-error.ts";
import { unifiedDiff } from "../source/unified-diff.ts";
import { fixFiles, type FixOutcome } from "../workflows/fix-files.ts";
import { printInputErrors, readInputFor } from "./input.ts";
import { localPolicy } from "./local-policy.ts";
import { addRuleOptions, type RuleOptions } from "./options.ts";
import type { CommandHost, Terminal } from "./terminal.ts";

type FixedFile = Extract<FixOutcome, { kind: "file" }>;

interface FixOptions extends RuleOptions {
  readonly safety: FixSafety;
  readonly dryRun?: boolean;
}

const examples = `
Examples:
  dockerfile-review fix                       what is safe, in every Dockerfile below the current directory
  dockerfile-review fix --safety review api/Dockerfile
  dockerfile-review fix --dry-run | git apply
  dockerfile-review fix - <Dockerfile >Dockerfile.new

Every fix is verified: applied, parsed and judged again. Ends with 0 when everything was written, 2 when something could not be.`;

/** Adds the command `fix`: writes verified fixes into Dockerfiles. */
export function addFixCommand(program: Command, host: CommandHost): void {
  const command = program
    .command("fix")
    .description("write verified fixes into Dockerfiles")
    .argument("[path...]", "Dockerfiles, directories to search, or - for standard input", ["."])
    .addOption(
      new Option(
        "--safety <safety>",
        "safe: only what keeps the image the same; review: also what a person should look at",
      )
        .choices(["safe", "review"])
        .default("safe"),
    )
    .option("--dry-run", "print the changes as a unified diff and write nothing")
    .addHelpText("after", examples);
  addRuleOptions(command).action(async (paths: string[], options: FixOptions) => {
    await fix(host, paths, options);
  });
}

/** What was done so far. */
interface Tally {
  files: number;
  changed: number;
  fixes: number;
  readonly errors: string[];
}

async function fix(
  host: CommandHost,
  paths: readonly string[],
  options: FixOptions,
): Promise<void> {
  const { terminal } = host;
  const { policyFor, isDockerfile } = localPolicy(terminal, options);
  const files = new FileSystem({
    workingDirectory: terminal.workingDirectory,
    isDockerfile,
    standardInput: await readInputFor(terminal, paths),
  });
  // Where the fixed text or a diff takes standard output, what was done is told on standard error.
  const dryRun = options.dryRun ?? false;
  const tell = (text: string): void => {
    if (dryRun || paths.includes("-")) terminal.writeError(text);
    else terminal.write(text);
  };
  const tally: Tally = { files: 0, changed: 0, fixes: 0, errors: [] };
  for (const outcome of fixFiles(files, paths, policyFor, options.safety)) {
    if (outcome.kind === "file") deliver(terminal, outcome, dryRun, tally, tell);
    else if (outcome.given) tally.errors.push(`${outcome.path} ${outcome.reason}`);
    else tell(`${visible(`${outcome.path} ${outcome.reason}`)}; left alone.\n`);
  }
  tell(summaryOf(tally, dryRun));
  printInputErrors(host, tally.errors);
}

/** Writes or prints what fixing one file gave, and counts it. */
function deliver(
  terminal: Terminal,
  { path, text, buildContext, result }: FixedFile,
  dryRun: boolean,
  tally: Tally,
  tell: (text: string) => void,
): void {
  tally.files++;
  const changed = result.text !== text;
  if (path === "-" && !dryRun) terminal.write(result.text);
  if (!changed && result.files.length === 0) return;
  const root = buildContext.root ?? "";
  const { workingDirectory } = terminal;
  if (dryRun) {
    terminal.write(unifiedDiff(diffPath(workingDirectory, path), text, result.text));
    for (const file of result.files) {
      const shown = diffPath(workingDirectory, posix.join(root, file.path));
      terminal.write(unifiedDiff(shown, file.before, file.text));
    }
  } else if (path !== "-") {
    try {
      for (const file of result.files) rewriteFile(resolve(workingDirectory, root), file);
      if (changed) replaceText(resolve(workingDirectory, path), result.text);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      tally.errors.push(error.message);
      return;
    }
  }
  tally.changed++;
  tally.fixes += result.applied.length;
  tell(describe(path, root, result));
}

/** The path that a diff names: from the working directory where the file lies below it, so that it can be applied there. */
function diffPath(workingDirectory: string, path: string): string {
  if (path === "-") return "Dockerfile";
  const below = relative(workingDirectory, resolve(workingDirectory, path));
  const inside = !isAbsolute(below) && below.split(sep)[0] !== "..";
  return (inside ? below : path.replace(/^([A-Za-z]:)?[\\/]+/, "")).split(sep).join("/");
}

function describe(path: string, root: string, { applied }: FixResult): string {
  const titles = applied.flatMap(({ titles, safety, files }) => {
    const caution = safety === "review" ? " (look it over)" : "";
    const paths = files.map((file) => visible(posix.join(root, file.path)));
    const writes = paths.length === 0 ? "" : `: ${paths.join(", ")}`;
    return titles.map((title) => `  ${oneLine(title)}${writes}${caution}\n`);
  });
  return `${visible(path)}\n${titles.join("")}`;
}

function summaryOf({ files, changed, fixes }: Tally, dryRun: boolean): string {
  if (files === 0) return "No Dockerfile found.\n";
  if (changed === 0) return `Nothing to fix in ${count(files, "Dockerfile")}.\n`;
  const done = dryRun ? "to apply" : "applied";
  return `${count(fixes, "fix", "fixes")} ${done} in ${changed} of ${count(files, "Dockerfile")}.\n`;
}
