import { mergeRuleSettings } from "../lint/rule-settings.ts";
import type { Rule } from "../rules/rule.ts";
import type { FileSettings } from "./settings.ts";

/**
 * The settings file of one repository of an organisation over the central one: what it says of a rule or of files goes before,
 * what it does not say stays. Comments silence nothing where the central file forbids it.
 */
export function layerSettings(
  central: FileSettings,
  own: FileSettings,
  rules: readonly Rule[],
): FileSettings {
  const layered = central.suppressions === "forbid" ? withoutSuppressions(own) : own;
  return {
    ...central,
    ...layered,
    ruleSettings: mergeRuleSettings(rules, central.ruleSettings, own.ruleSettings),
    overrides: [...central.overrides, ...layered.overrides],
  };
}

function withoutSuppressions({ suppressions: _, overrides, ...rest }: FileSettings): FileSettings {
  return { ...rest, overrides: overrides.map(({ suppressions: __, ...one }) => one) };
}
