import type { ChangedFile, ChangeHost, ReviewTarget } from "../ports.ts";
import type { Rule } from "../rules/rule.ts";
import { readSettingsFile } from "../settings/read-file.ts";
import type { Inputs } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";
import { notesOnAuditRules } from "./audit-only.ts";
import {
  findSettings,
  loadSettings,
  settingsCandidates,
  type FoundSettings,
  type LoadedSettings,
} from "./load-settings.ts";

/** The settings that a change is reviewed by. */
export interface SettingsOfChange extends LoadedSettings {
  /** What is wrong with the settings file that the change brings; null when nothing is. */
  readonly brokenByChange: string | null;
}

/**
 * The settings that a change is reviewed by: those of its base, so that it cannot switch off its own review. Of a
 * settings file that it changes only the form is checked. It may mend one that is broken in the base; it is then reviewed by
 * the inputs and defaults.
 * @param found what the base has
 * @throws UserError for what is wrong in the base's file and stays so
 */
export async function settingsOfChange(
  host: ChangeHost,
  target: ReviewTarget,
  changed: readonly ChangedFile[],
  inputs: Inputs,
  rules: readonly Rule[],
  found: FoundSettings | null,
): Promise<SettingsOfChange> {
  const brought = await findBrought(host, target, changed, inputs);
  const broken = brought === null ? null : problemOf(brought, rules);
  const base = found === null ? null : problemOf(found, rules);
  if (base !== null && (brought === null || broken !== null)) throw new UserError(base);
  const loaded = loadSettings(inputs, base === null ? found : null, rules);
  const notes = [
    ...loaded.notes,
    ...noteOn(brought, broken, base),
    ...notesOnAuditRules(loaded.settings.rules, rules, () => "mode: audit"),
  ];
  return { ...loaded, notes, brokenByChange: broken };
}

/** The settings file as the change has it, when the change touches it. */
async function findBrought(
  host: ChangeHost,
  target: ReviewTarget,
  changed: readonly ChangedFile[],
  { config }: Inputs,
): Promise<FoundSettings | null> {
  const candidates = settingsCandidates(config);
  const touched = changed.some(
    ({ path, previousPath }) =>
      candidates.includes(path) || (previousPath !== null && candidates.includes(previousPath)),
  );
  if (!touched) return null;
  const isThere = changed.some(
    ({ path, status }) => status !== "removed" && candidates.includes(path),
  );
  return isThere ? findSettings(host, target.headSha, config) : null;
}

function problemOf({ path, text }: FoundSettings, rules: readonly Rule[]): string | null {
  try {
    readSettingsFile(path, text, rules);
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function noteOn(
  brought: FoundSettings | null,
  broken: string | null,
  base: string | null,
): string[] {
  if (brought === null) return [];
  if (broken !== null) {
    return [`The settings that this change brings cannot be read. ${broken}`];
  }
  if (base !== null) {
    return [`The settings in the base branch cannot be read, and this change mends them. ${base}`];
  }
  return [
    `This change touches ${brought.path}. It is reviewed by the settings of the base branch; the new ones hold once it is merged.`,
  ];
}
