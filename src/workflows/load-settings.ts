import type { PolicyFor } from "../lint/policy.ts";
import { UnknownRuleError } from "../lint/select-rules.ts";
import type { RepositoryHost } from "../ports.ts";
import type { Rule } from "../rules/rule.ts";
import { combineSettings, noFileSettings } from "../settings/combine.ts";
import { policiesOf } from "../settings/policies.ts";
import { hadolintPaths, readSettingsFile, settingsPaths } from "../settings/read-file.ts";
import type { FileSettings, Inputs, Settings } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";

/** The settings file of a repository at a commit. */
export interface FoundSettings {
  readonly path: string;
  readonly text: string;
}

/** Settings, and what the reader of a report must know of where they come from. */
export interface LoadedSettings {
  readonly settings: Settings;
  /** What the file alone says. */
  readonly file: FileSettings;
  readonly notes: readonly string[];
}

/** Where the settings file may be: the place that is asked for, or the usual ones in their order. */
export function settingsCandidates(config: string | null): readonly string[] {
  return config === null ? [...settingsPaths, ...hadolintPaths] : [config];
}

/**
 * Finds the settings file of a repository at a commit, in one request.
 * @returns null when there is none
 * @throws UserError when the one that was asked for is not there, or one cannot be read
 */
export async function findSettings(
  host: RepositoryHost,
  sha: string,
  config: string | null,
): Promise<FoundSettings | null> {
  const candidates = settingsCandidates(config);
  const contents = await host.readFiles(sha, candidates);
  for (const path of candidates) {
    const content = contents.get(path);
    if (content?.kind === "text") return { path, text: content.text };
    if (content?.kind === "unreadable")
      throw new UserError(`The settings file ${path} ${content.reason}.`);
  }
  if (config === null) return null;
  throw new UserError(
    `The input \`config\` is "${config}", and there is no such file at ${sha.slice(0, 7)}. It is a path from the repository's ` +
      "root, and the file is read from the base branch.",
  );
}

/**
 * Inputs over the settings file over defaults.
 * @throws UserError for what is wrong in the file
 */
export function loadSettings(
  inputs: Inputs,
  found: FoundSettings | null,
  rules: readonly Rule[],
): LoadedSettings {
  const file = found === null ? noFileSettings : readSettingsFile(found.path, found.text, rules);
  const notes = found === null ? [] : notesOn(found);
  return { settings: combineSettings(inputs, file), file, notes };
}

/** What to say of the file that was found; nothing of one of ours. */
function notesOn({ path }: FoundSettings): string[] {
  if (!hadolintPaths.includes(path)) return [];
  return [
    `The settings are those of ${path}, because there is no ${settingsPaths[0] ?? ""}. ` +
      "`dockerfile-review migrate` writes that file from it.",
  ];
}

/**
 * How each file is to be judged.
 * @param audit whether a whole repository is judged
 * @throws UserError for a name in the inputs `rules` and `ignore` that means no rule, naming the input
 */
export function policiesFor(
  settings: Settings,
  rules: readonly Rule[],
  today: string,
  audit = false,
): PolicyFor {
  try {
    return policiesOf(settings, rules, today, audit);
  } catch (error) {
    if (!(error instanceof UnknownRuleError)) throw error;
    const input = settings.rules.includes(error.unknownName) ? "rules" : "ignore";
    throw new UserError(`The input \`${input}\` names no rule: ${error.message}`, { cause: error });
  }
}
