import type { Rule, Severity } from "../rules/rule.ts";
import { normaliseId } from "./rule-ids.ts";

/** What settings say of one rule, or of the findings that one id of another linter means. */
export interface RuleSetting {
  /** Whether it is run, whatever the preset says; left out leaves it to the preset. */
  readonly enabled?: boolean;
  readonly severity?: Severity;
  /** Only under a rule's own name. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Settings of rules by name or by id of another linter, in the form that `normaliseId` gives. */
export type RuleSettings = ReadonlyMap<string, RuleSetting>;

/** What settings say of one rule: under its own name, and under its aliases in the form that `normaliseId` gives. */
export function settingsOf(
  rule: Rule,
  settings: RuleSettings | undefined,
): { readonly own: RuleSetting; readonly byAlias: RuleSettings } {
  const byAlias = new Map<string, RuleSetting>();
  if (settings === undefined || settings.size === 0) return { own: {}, byAlias };
  for (const alias of rule.aliases.map(normaliseId)) {
    const setting = settings.get(alias);
    if (setting !== undefined) byAlias.set(alias, setting);
  }
  return { own: settings.get(rule.name) ?? {}, byAlias };
}

/**
 * Two layers of settings as one: what the upper one says goes before, option by option. A rule that it switches on or
 * off, or gives a severity, forgets what the lower one says of its aliases.
 */
export function mergeRuleSettings(
  rules: readonly Rule[],
  lower: RuleSettings,
  upper: RuleSettings,
): RuleSettings {
  const merged = new Map(lower);
  for (const { name, aliases } of rules) {
    const setting = upper.get(name);
    if (setting?.enabled === undefined && setting?.severity === undefined) continue;
    for (const alias of aliases) merged.delete(normaliseId(alias));
  }
  for (const [name, setting] of upper) {
    const below = merged.get(name);
    const options = { ...below?.options, ...setting.options };
    merged.set(name, {
      ...below,
      ...setting,
      ...(Object.keys(options).length === 0 ? {} : { options }),
    });
  }
  return merged;
}
