import type { Preset, Rule, Severity } from "../rules/rule.ts";
import { hadolintSeverities, offInHadolint } from "./hadolint-severities.ts";
import { isForeignId, normaliseId } from "./rule-ids.ts";
import { settingsOf, type RuleSettings } from "./rule-settings.ts";
import { nearest } from "../source/nearest.ts";

/** Which rules are wanted. Names are rule names or ids of other linters, in any case. */
export interface RuleChoice {
  readonly preset: Preset | "all";
  /** Whether a whole repository is judged, so that the rules of the preset `audit` join; left out means that it is not. */
  readonly audit?: boolean;
  /** When not empty, exactly these are run, whatever the preset says. */
  readonly only: readonly string[];
  /** Left out, whatever else says. */
  readonly ignore: readonly string[];
  /** What the settings say of single rules; see `mergeRuleSettings`. */
  readonly settings?: RuleSettings;
  /** The day of the run, `2026-11-21`, by which rules judge what dates decide; left out, they do not. */
  readonly today?: string;
}

/** One rule as it is to be run. */
export interface SelectedRule {
  readonly rule: Rule;
  /** What the settings say; null leaves it to the problem and the rule. */
  readonly severity: Severity | null;
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
 * The rules to run. `strict` includes `recommended`. Names in `only` and `ignore` go before what the settings say of a
 * rule, and that before the preset. Ids of other linters that no rule answers to may be ignored.
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
    if (choice.only.length > 0 && wanted === undefined) continue;
    const unwanted = ignored.get(rule);
    if (unwanted?.whole) continue;
    const one = selectRule(rule, choice, wanted);
    if (one === null) continue;
    const ignoredAliases = new Set([...one.ignoredAliases, ...(unwanted?.aliases ?? [])]);
    selected.push({ ...one, ignoredAliases });
  }
  return selected;
}

/** One rule by what the preset and the settings say of it, and by the names it was asked for with; null when it is not to run. */
function selectRule(
  rule: Rule,
  choice: RuleChoice,
  named: NamedPart | undefined,
): SelectedRule | null {
  const { own, byAlias } = settingsOf(rule, choice.settings);
  const aliases = [...byAlias];
  const askedFor = aliases.filter(([, one]) => one.enabled === true).map(([alias]) => alias);
  const isOn = own.enabled ?? isInPreset(rule, choice);
  if (named === undefined && !isOn && askedFor.length === 0) return null;
  // In the preset `hadolint` such a rule is held, and keeps none of its findings until they are asked for.
  const isQuiet =
    choice.preset === "hadolint" && own.enabled === undefined && isOffInHadolint(rule);
  const wantedAliases = isOn && !isQuiet ? null : new Set(askedFor);
  const off = aliases.filter(([, one]) => one.enabled === false).map(([alias]) => alias);
  // Whoever sets a severity for the whole rule means it in the preset `hadolint` too.
  const usual =
    choice.preset === "hadolint" && own.severity === undefined ? hadolintSeverities : noSeverities;
  const set = aliases.flatMap(([alias, { severity }]) =>
    severity === undefined ? [] : [[alias, severity] as const],
  );
  return {
    rule,
    severity: own.severity ?? null,
    severityByAlias: set.length === 0 ? usual : new Map([...usual, ...set]),
    options: { ...rule.options, ...own.options },
    onlyAliases: named === undefined ? wantedAliases : named.whole ? null : named.aliases,
    ignoredAliases: new Set(named === undefined ? off : []),
    today: choice.today ?? null,
  };
}

const noSeverities: ReadonlyMap<string, Severity> = new Map();

/** Whether the preset holds a rule. */
function isInPreset(rule: Rule, { preset, audit }: RuleChoice): boolean {
  if (preset === "all" || (audit === true && rule.presets.includes("audit"))) return true;
  if (preset === "strict" && rule.presets.includes("recommended")) return true;
  return rule.presets.includes(preset);
}

/** Whether hadolint knows the rule only by checks of its severity `ignore`: they are there, and say nothing until they are asked for. */
function isOffInHadolint({ aliases }: Rule): boolean {
  return aliases.length > 0 && aliases.every((alias) => offInHadolint.has(alias.toLowerCase()));
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
