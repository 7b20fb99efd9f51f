import type { Preset, Rule, Severity } from "../rules/rule.ts";
import { hadolintSeverities } from "./hadolint-severities.ts";
import { isForeignId, normaliseId } from "./rule-ids.ts";
import { nearest } from "../source/nearest.ts";

/** Which rules are wanted. Names are rule names or ids of other linters, in any case. */
export interface RuleChoice {
  readonly preset: Preset | "all";
  /** When not empty, exactly these are run, whatever the preset says. */
  readonly only: readonly string[];
  /** Left out, whatever else says. */
  readonly ignore: readonly string[];
  /** The day of the run, `2026-11-21`, by which rules judge what dates decide; left out, they do not. */
  readonly today?: string;
}

/** One rule as it is to be run. */
export interface SelectedRule {
  readonly rule: Rule;
  /** The rule's own, or what the settings say; a problem that brings its own keeps it. */
  readonly severity: Severity;
  /** Severities that go before all others for findings with an alias, in lower case. */
  readonly severityByAlias: ReadonlyMap<string, Severity>;
  readonly options: Readonly<Record<string, unknown>>;
  /** When not null, only findings that carry one of these aliases are kept. Lower case. */
  readonly onlyAliases: ReadonlySet<string> | null;
  /** Findings that carry one of these aliases are left out. Lower case. */
  readonly ignoredAliases: ReadonlySet<string>;
  /** The day of the run, null when it is not known. */
  readonly today: string | null;
}

/** Thrown when a name is neither a rule nor an id that a rule answers to. */
export class UnknownRuleError extends Error {
  override readonly name = "UnknownRuleError";

  constructor(
    readonly unknownName: string,
    readonly suggestion: string | null,
  ) {
    const hint = suggestion === null ? "" : ` Did you mean "${suggestion}"?`;
    super(`There is no rule "${unknownName}".${hint} \`dockerfile-review rules\` lists them all.`);
  }
}

/** The presets one can ask for. */
export const presetNames: readonly (Preset | "all")[] = [
  "recommended",
  "strict",
  "security",
  "hadolint",
  "all",
];

/** The rules that a name means: the one of that name, or those that answer to that id. */
export function findRules(rules: readonly Rule[], name: string): readonly Rule[] {
  const wanted = normaliseId(name);
  const byName = rules.filter((rule) => rule.name === wanted);
  if (byName.length > 0) return byName;
  return rules.filter((rule) => rule.aliases.some((alias) => normaliseId(alias) === wanted));
}

/**
 * The rules to run. `strict` includes `recommended`. Ids of other linters that no rule answers to may be ignored.
 * @throws UnknownRuleError for a name in `only` or `ignore` that means no rule
 */
export function selectRules(rules: readonly Rule[], choice: RuleChoice): SelectedRule[] {
  const only = resolveNames(rules, choice.only);
  const ignored = resolveNames(
    rules,
    choice.ignore.filter((name) => findRules(rules, name).length > 0 || !isForeignId(name)),
  );
  const selected: SelectedRule[] = [];
  for (const rule of rules) {
    const wanted = only.get(rule);
    if (choice.only.length > 0 ? wanted === undefined : !isInPreset(rule, choice.preset)) continue;
    const unwanted = ignored.get(rule);
    if (unwanted?.whole) continue;
    selected.push({
      rule,
      severity: rule.severity,
      severityByAlias: choice.preset === "hadolint" ? hadolintSeverities : noSeverities,
      options: rule.options ?? {},
      onlyAliases: wanted === undefined || wanted.whole ? null : wanted.aliases,
      ignoredAliases: unwanted?.aliases ?? new Set(),
      today: choice.today ?? null,
    });
  }
  return selected;
}

const noSeverities: ReadonlyMap<string, Severity> = new Map();

/** Whether a preset holds a rule. */
function isInPreset(rule: Rule, preset: Preset | "all"): boolean {
  if (preset === "all") return true;
  if (preset === "strict" && rule.presets.includes("recommended")) return true;
  return rule.presets.includes(preset);
}

interface NamedPart {
  /** Whether the rule was named itself, not only by an alias. */
  whole: boolean;
  readonly aliases: Set<string>;
}

function resolveNames(rules: readonly Rule[], names: readonly string[]): Map<Rule, NamedPart> {
  const parts = new Map<Rule, NamedPart>();
  for (const name of names) {
    const found = findRules(rules, name);
    if (found.length === 0) throw new UnknownRuleError(name, suggestRule(rules, name));
    for (const rule of found) {
      const part = parts.get(rule) ?? { whole: false, aliases: new Set<string>() };
      if (rule.name === normaliseId(name)) part.whole = true;
      else part.aliases.add(normaliseId(name));
      parts.set(rule, part);
    }
  }
  return parts;
}

/** The rule name or alias that is closest to a name that means nothing; null when none is close. */
export function suggestRule(rules: readonly Rule[], name: string): string | null {
  return nearest(
    name,
    rules.flatMap((rule) => [rule.name, ...rule.aliases]),
  );
}
