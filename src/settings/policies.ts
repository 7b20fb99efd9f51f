import type { Policy, PolicyFor } from "../lint/policy.ts";
import { mergeRuleSettings } from "../lint/rule-settings.ts";
import { selectRules } from "../lint/select-rules.ts";
import type { Rule } from "../rules/rule.ts";
import { matchGlobs } from "../source/globs.ts";
import type { Settings } from "./settings.ts";

/** The part of the settings that says how files are judged. */
export type JudgingSettings = Pick<
  Settings,
  "preset" | "rules" | "ignore" | "ruleSettings" | "overrides" | "suppressions"
>;

/**
 * How each file is to be judged: the settings with the overrides whose globs name it. Files with the same overrides
 * share one policy.
 * @param today the day of the run, `2026-11-21`
 * @param audit whether a whole repository is judged
 * @throws UnknownRuleError for a name in `rules` or `ignore` that means no rule
 */
export function policiesOf(
  settings: JudgingSettings,
  rules: readonly Rule[],
  today: string,
  audit = false,
): PolicyFor {
  const overrides = settings.overrides.map((one) => ({ ...one, matches: matchGlobs(one.paths) }));
  const known = new Map<string, Policy>();
  const policyOf = (wanted: typeof overrides): Policy => {
    let { preset, ruleSettings, suppressions } = settings;
    for (const one of wanted) {
      preset = one.preset ?? preset;
      ruleSettings = mergeRuleSettings(rules, ruleSettings, one.ruleSettings);
      suppressions = one.suppressions ?? suppressions;
    }
    const { rules: only, ignore } = settings;
    const choice = { preset, only, ignore, settings: ruleSettings, today, audit };
    return { rules: selectRules(rules, choice), suppressions };
  };
  known.set("", policyOf([]));
  return (path) => {
    const wanted = overrides.filter(({ matches }) => matches(path));
    const key = wanted.map((one) => overrides.indexOf(one)).join(",");
    const policy = known.get(key) ?? policyOf(wanted);
    known.set(key, policy);
    return policy;
  };
}
