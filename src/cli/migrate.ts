import { relative, resolve, sep } from "node:path";
import { type Command, Option } from "commander";
import { readLocalSettings, workTreeRoot } from "../git/local-settings.ts";
import { createText } from "../git/write-text.ts";
import { presetNames } from "../lint/select-rules.ts";
import { visible } from "../report/untrusted.ts";
import { migrateHadolint } from "../settings/migrate.ts";
import { hadolintPaths, settingsPaths } from "../settings/read-file.ts";
import type { Settings } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";
import type { CommandHost } from "./terminal.ts";

interface MigrateOptions {
  readonly preset?: Settings["preset"];
  readonly output?: string;
  readonly dryRun?: boolean;
}

const examples = `
Examples:
  dockerfile-review migrate                      .hadolint.yaml to .github/dockerfile-review.yml
  dockerfile-review migrate --preset hadolint    the same, with exactly hadolint's checks and severities
  dockerfile-review migrate ci/hadolint.yaml --dry-run

A file that exists is never overwritten.`;

/** Adds the command `migrate`: our settings file from hadolint's. */
export function addMigrateCommand(program: Command, host: CommandHost): void {
  program
    .command("migrate")
    .description("write the settings file from hadolint's configuration")
    .argument("[file]", "hadolint's configuration (default: that of the repository)")
    .addOption(
      new Option("--preset <preset>", "the set of rules to ask for in it").choices(presetNames),
    )
    .option("--output <file>", `the file to write (default: ${usualPath} of the repository)`)
    .option("--dry-run", "print it and write nothing")
    .addHelpText("after", examples)
    .action((file: string | undefined, options: MigrateOptions) => {
      migrate(host, file, options);
    });
}

const [usualPath = ""] = settingsPaths;

function migrate(
  { terminal }: CommandHost,
  file: string | undefined,
  options: MigrateOptions,
): void {
  const { workingDirectory } = terminal;
  const root = workTreeRoot(workingDirectory);
  const found =
    file === undefined
      ? readLocalSettings(root, hadolintPaths)
      : readLocalSettings(workingDirectory, [file]);
  if (found === null) {
    throw new UserError(
      file === undefined
        ? `There is no ${hadolintPaths.join(" or ")} in ${root}. Name hadolint's configuration: dockerfile-review migrate FILE.`
        : `${file} does not exist in ${workingDirectory}.`,
    );
  }
  const text = migrateHadolint(found.path, found.text, options.preset ?? null);
  if (options.dryRun === true) {
    terminal.write(text);
    return;
  }
  const target =
    options.output === undefined
      ? resolve(root, usualPath)
      : resolve(workingDirectory, options.output);
  createText(target, text);
  const shown = relative(workingDirectory, target).split(sep).join("/");
  terminal.write(
    `Wrote ${visible(shown)}. From now on it holds, and ${visible(found.path)} is no longer read; remove it once hadolint is not run any more.\n` +
      "See what it says: dockerfile-review check\n",
  );
}
