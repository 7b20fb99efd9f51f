import { resolve } from "node:path";
import { pathBelow, readLocalSettings, workTreeRoot } from "../git/local-settings.ts";
import type { PolicyFor } from "../lint/policy.ts";
import { allRules } from "../rules/all-rules.ts";
import { policiesOf } from "../settings/policies.ts";
import type { Settings } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";
import { notesOnAuditRules } from "../workflows/audit-only.ts";
import { dockerfileMatcher, type PathKind } from "../workflows/find-dockerfiles.ts";
import {
  loadSettings,
  settingsCandidates,
  type FoundSettings,
} from "../workflows/load-settings.ts";
import { inputsFrom, type RuleOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

/** How local files are judged. */
export interface LocalPolicy {
  readonly settings: Settings;
  readonly notes: readonly string[];
  /** The policy for a file, by its path as the user names it. */
  readonly policyFor: PolicyFor;
  /** Whether a file that a search comes upon is a Dockerfile. */
  readonly isDockerfile: (path: string, absolute: string) => boolean;
}

/**
 * The settings of the repository around a directory, under what the options ask for.
 * @param audit whether a whole repository is judged
 * @throws UserError for what is wrong in the settings file; UnknownRuleError for an option that names no rule
 */
export function localPolicy(
  { workingDirectory, today }: Pick<Terminal, "workingDirectory" | "today">,
  options: RuleOptions,
  audit = false,
): LocalPolicy {
  const root = workTreeRoot(workingDirectory);
  const found = findLocalSettings(workingDirectory, root, options);
  const { settings, notes } = loadSettings(inputsFrom(options), found, allRules);
  const policyFor = policiesOf(settings, allRules, today, audit);
  const kindOf = kindsBy(settings);
  const more = audit ? [] : notesOnAuditRules(settings.rules, allRules, auditCall);
  return {
    settings,
    notes: [...notes, ...more],
    policyFor: (path) => policyFor(pathBelow(root, resolve(workingDirectory, path)) ?? path),
    isDockerfile: (path, absolute) => kindOf(pathBelow(root, absolute) ?? path) === "dockerfile",
  };
}

/** The command that judges rules of whole repositories. */
export function auditCall(rules: readonly string[]): string {
  return `dockerfile-review audit --rule ${rules.join(",")}`;
}

/** What paths from the repository's root are taken for. */
export function kindsBy({ paths, exclude }: Settings): (path: string) => PathKind {
  return dockerfileMatcher({ include: paths, exclude });
}

/**
 * The settings file that the options name, from the working directory, or else that of the repository.
 * @throws UserError when the one that is named is not there
 */
export function findLocalSettings(
  workingDirectory: string,
  root: string,
  { config }: RuleOptions,
): FoundSettings | null {
  if (config === false) return null;
  if (typeof config !== "string") return readLocalSettings(root, settingsCandidates(null));
  const found = readLocalSettings(workingDirectory, [config]);
  if (found !== null) return found;
  throw new UserError(`--config ${JSON.stringify(config)} names no file in ${workingDirectory}.`);
}
