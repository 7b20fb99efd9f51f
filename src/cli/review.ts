import { type Command, Option } from "commander";
import { GitChangeHost } from "../git/change-host.ts";
import { findCommit, listUncommitted } from "../git/repository.ts";
import type { LintReport } from "../report/lint-report.ts";
import { visible } from "../report/untrusted.ts";
import { allRules } from "../rules/all-rules.ts";
import { policiesOf } from "../settings/policies.ts";
import { notesOnAuditRules } from "../workflows/audit-only.ts";
import type { PathKind } from "../workflows/find-dockerfiles.ts";
import { findSettings, loadSettings } from "../workflows/load-settings.ts";
import { outcomeOf } from "../workflows/outcome.ts";
import { reviewBranch } from "../workflows/review-branch.ts";
import { auditCall, findLocalSettings, kindsBy } from "./local-policy.ts";
import { addFailOption, addRuleOptions, inputsFrom, type RuleOptions } from "./options.ts";
import { docsUrl } from "./product.ts";
import { renderReport, reviewFormats, type Format } from "./render-report.ts";
import type { CommandHost } from "./terminal.ts";

interface ReviewOptions extends RuleOptions {
  readonly base?: string;
  readonly head: string;
  readonly format: Format;
}

const examples = `
Examples:
  dockerfile-review review                             the current branch against origin's default branch, main or master
  dockerfile-review review --base origin/release-2
  dockerfile-review review --format markdown           the comment that the pull request would get

Ends as the check of the pull request would: 1 when the branch brings a finding at or above --fail-on.`;

/** Adds the command `review`: what the pull request of a local branch would be told. */
export function addReviewCommand(program: Command, host: CommandHost): void {
  const command = program
    .command("review")
    .description("review what a branch changes, as its pull request would be reviewed")
    .option("--base <ref>", "the branch to be merged into (default: origin's, else main or master)")
    .option("--head <ref>", "the branch to review", "HEAD")
    .addOption(
      new Option("--format <format>", "how to print the review")
        .choices(reviewFormats)
        .default("text"),
    )
    .addHelpText("after", examples);
  addRuleOptions(addFailOption(command)).action(async (options: ReviewOptions) => {
    await review(host, options);
  });
}

async function review(host: CommandHost, options: ReviewOptions): Promise<void> {
  const { terminal } = host;
  let kindOf = (_: string): PathKind => "other";
  const isDockerfile = (path: string): boolean => kindOf(path) === "dockerfile";
  const changes = new GitChangeHost({
    directory: terminal.workingDirectory,
    base: options.base ?? null,
    head: options.head,
    wantsPatch: isDockerfile,
  });
  const target = await changes.readTarget();
  // As in a pull request: the settings of the base, unless the options name others.
  const { workingDirectory } = terminal;
  const found =
    options.config === undefined || options.config === true
      ? await findSettings(changes, target.baseSha, null)
      : findLocalSettings(workingDirectory, workingDirectory, options);
  const { settings, notes: settingsNotes } = loadSettings(inputsFrom(options), found, allRules);
  kindOf = kindsBy(settings);
  const reviewed = await reviewBranch({
    host: changes,
    target,
    kindOf,
    policyFor: policiesOf(settings, allRules, terminal.today),
    preset: settings.preset,
    notes: [...settingsNotes, ...notesOnAuditRules(settings.rules, allRules, auditCall)],
    docsUrl,
  });
  const notes = [...reviewed.notes, ...(await localNotes(changes, reviewed, isDockerfile))];
  const report = { ...reviewed, notes };
  terminal.write(renderReport(report, options.format, { colour: terminal.colour }));
  if (outcomeOf(report, settings.failOn).verdict === "fail") host.end(1);
}

/** What a pull request cannot be told, but the owner of the work tree should know. */
async function localNotes(
  changes: GitChangeHost,
  { comparison, files, unread }: LintReport,
  isDockerfile: (path: string) => boolean,
): Promise<string[]> {
  if (comparison === null) return [];
  const notes: string[] = [];
  if (files.length === 0 && unread.length === 0) {
    notes.push("No Dockerfile changed, so there is nothing to review.");
  }
  if (comparison.baseSha === comparison.headSha) {
    notes.push(
      `The head is part of ${visible(comparison.baseName)} already, so nothing was compared.`,
    );
  }
  const repository = await changes.repository();
  if ((await findCommit(repository, "HEAD")) !== comparison.headSha) return notes;
  const open = (await listUncommitted(repository)).filter(isDockerfile);
  if (open.length > 0) {
    const names = open.slice(0, 5).map(visible).join(", ");
    const more = open.length > 5 ? ` and ${open.length - 5} more` : "";
    notes.push(`Changes that are not committed were not reviewed: ${names}${more}.`);
  }
  return notes;
}
