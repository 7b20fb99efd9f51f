import type { InferOutput } from "valibot";
import { normaliseId } from "../lint/rule-ids.ts";
import { mergeRuleSettings, type RuleSetting, type RuleSettings } from "../lint/rule-settings.ts";
import { severities, type Rule } from "../rules/rule.ts";
import type { LongSetting, settingsFileSchema } from "./file-schema.ts";
import type { FileSettings, Override } from "./settings.ts";

/** A settings file as it is written, once the schema has let it pass. */
export type WrittenSettings = InferOutput<ReturnType<typeof settingsFileSchema>>;

type WrittenJudging = Pick<WrittenSettings, "rules" | "labels" | "trusted-registries">;

/** What a settings file means. */
export function fileSettingsOf(written: WrittenSettings, rules: readonly Rule[]): FileSettings {
  const { preset, suppressions, scope, baseline, paths } = written;
  return given({
    preset,
    suppressions,
    scope,
    baseline,
    failOn: written["fail-on"],
    ownSettings: written["own-settings"],
    paths: paths?.include,
    exclude: paths?.exclude,
    ruleSettings: ruleSettingsOf(written, rules),
    overrides: (written.overrides ?? []).map((one): Override =>
      given({
        paths: one.paths,
        preset: one.preset,
        suppressions: one.suppressions,
        ruleSettings: ruleSettingsOf(one, rules),
      }),
    ),
  });
}

/** The short ways to say things of a rule, with what is said under its name going before. */
function ruleSettingsOf(written: WrittenJudging, rules: readonly Rule[]): RuleSettings {
  const short = new Map<string, RuleSetting>();
  const registries = written["trusted-registries"];
  if (registries !== undefined) {
    const options = { "trusted-registries": registries };
    short.set("untrusted-registry", { enabled: registries.length > 0, options });
  }
  if (written.labels !== undefined) addLabels(short, written.labels, rules);
  const named = Object.entries(written.rules ?? {}).map(
    ([name, value]) => [normaliseId(name), ruleSettingOf(value)] as const,
  );
  return mergeRuleSettings(rules, short, new Map(named));
}

function addLabels(
  settings: Map<string, RuleSetting>,
  { schema = {}, required = Object.keys(schema), strict }: NonNullable<WrittenSettings["labels"]>,
  rules: readonly Rule[],
): void {
  if (required.length > 0) {
    settings.set("missing-image-labels", { enabled: true, options: { required } });
  }
  const usual = rules.find(({ name }) => name === "invalid-label")?.options?.schema;
  // Where only some labels may be used, those of the rule's own schema are not among them.
  const whole = strict === true ? schema : { ...(usual as Record<string, unknown>), ...schema };
  settings.set("invalid-label", {
    options: { schema: whole, ...(strict === undefined ? {} : { strict }) },
  });
}

function ruleSettingOf(value: string | boolean | LongSetting | undefined): RuleSetting {
  if (typeof value === "boolean") return { enabled: value };
  if (value === undefined) return {};
  if (typeof value !== "string") {
    const { severity, options } = value;
    return given({
      enabled: severity === undefined ? undefined : true,
      severity,
      options: options as Readonly<Record<string, unknown>> | undefined,
    });
  }
  const severity = severities.find((one) => one === value);
  return given({ enabled: value !== "off", severity });
}

/** An object without the properties that are undefined. */
function given<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}
