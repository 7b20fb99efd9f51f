import type { Rule } from "../rules/rule.ts";
import { settingsFileSchema } from "./file-schema.ts";
import { fileSettingsOf } from "./file-settings.ts";
import { isHadolintFile, readHadolintFile } from "./hadolint-file.ts";
import type { FileSettings } from "./settings.ts";
import { readYamlFile } from "./yaml-file.ts";

/** Where our settings file is looked for, from the repository's root. */
export const settingsPaths = [".github/dockerfile-review.yml", ".github/dockerfile-review.yaml"];

/** Where hadolint's is looked for when there is none of ours. */
export const hadolintPaths = [".hadolint.yaml", ".hadolint.yml"];

/**
 * Reads a settings file, ours or hadolint's, which it is by its name.
 * @param path for messages
 * @param rules all rules there are
 * @throws UserError with a line for each problem: file, line, key, value and the nearest that is allowed
 */
export function readSettingsFile(path: string, text: string, rules: readonly Rule[]): FileSettings {
  if (isHadolintFile(path)) return fileSettingsOf(readHadolintFile(path, text).settings, rules);
  return fileSettingsOf(readYamlFile(path, text, settingsFileSchema(rules)).value, rules);
}
