import * as v from "valibot";
import { findRules, presetNames, suggestRule } from "../lint/select-rules.ts";
import { isForeignId } from "../lint/rule-ids.ts";
import { severities, type OptionType, type Rule, type Severity } from "../rules/rule.ts";
import {
  described,
  flag,
  hint,
  listOf,
  mapping,
  number,
  oneOf,
  section,
  shown,
  text,
} from "./schema-parts.ts";
import { failLevels, scopes } from "./settings.ts";

/** What a rule can be set to in a word. */
export const ruleStates = ["off", "on", ...severities] as const;

/**
 * The one schema of the settings file: it validates what is read, and the published JSON Schema and the reference are
 * built from it.
 * @param rules all rules: their names and options are part of it
 */
export function settingsFileSchema(rules: readonly Rule[]) {
  const judging = judgingEntries(rules);
  return v.pipe(
    section({
      $schema: v.optional(
        described(text(), "Where this schema is, for editors. It changes nothing."),
      ),
      preset: judging.preset,
      rules: judging.rules,
      "fail-on": v.optional(
        described(
          oneOf(failLevels),
          "The least severe problem that fails the run, among those that the change introduces. Default: `error`.",
        ),
      ),
      scope: v.optional(
        described(
          oneOf(scopes),
          "Which problems count as the change's own: those that it introduces (`introduced`, the default), also older ones " +
            "on the lines that it touches (`changed-lines`), or every one in a Dockerfile that it changes (`all`).",
        ),
      ),
      paths: v.optional(
        described(
          section({
            include: v.optional(
              described(
                listOf(text()),
                "Globs of the files to review, from the repository's root. Left out, the usual names: `Dockerfile`, " +
                  "`Dockerfile.*`, `*.Dockerfile`, `Containerfile` and the like.",
              ),
            ),
            exclude: v.optional(described(listOf(text()), "Globs of files that are not reviewed.")),
          }),
          "Which files are reviewed. A glob that ends with a slash means everything below.",
        ),
      ),
      overrides: v.optional(
        described(
          listOf(overrideSection(judging)),
          "What holds for some paths only. The later entry goes before the earlier one.",
        ),
      ),
      "trusted-registries": judging["trusted-registries"],
      labels: judging.labels,
      suppressions: judging.suppressions,
      baseline: v.optional(
        described(
          text(),
          "The file of accepted problems, from the repository's root. `audit --write-baseline` writes it.",
        ),
      ),
      "own-settings": v.optional(
        described(
          oneOf(["allow", "forbid"]),
          "In an audit of an organization: whether a repository's own `.github/dockerfile-review.yml` goes before this file, and its " +
            "baseline counts. Default: `allow`.",
        ),
      ),
    }),
    v.title("Settings of Dockerfile Review"),
  );
}

function overrideSection(judging: ReturnType<typeof judgingEntries>) {
  return section({
    paths: described(
      v.pipe(listOf(text()), v.minLength(1, "is empty, so it names no file.")),
      "Globs of the files that it holds for; one that begins with `!` takes away what the others name.",
    ),
    preset: judging.preset,
    rules: judging.rules,
    "trusted-registries": judging["trusted-registries"],
    labels: judging.labels,
    suppressions: judging.suppressions,
  });
}

/** What can be said of the whole repository and of some paths alike. */
function judgingEntries(rules: readonly Rule[]) {
  return {
    preset: v.optional(
      described(
        oneOf(presetNames),
        "The set of rules that are on before `rules` switches some on or off. Default: `recommended`.",
      ),
    ),
    rules: v.optional(
      described(
        rulesSection(rules),
        "Rules by name, or by an id of hadolint, BuildKit's checks, Trivy or Checkov: `off`, `on`, a severity (which also switches it on), " +
          "or a mapping with `severity` and `options`.",
      ),
    ),
    "trusted-registries": v.optional(
      described(
        listOf(text()),
        "Registries that images may come from, such as `ghcr.io`, `*.example.com` or `docker.io/library`. A list that is " +
          "not empty switches the rule `untrusted-registry` on.",
      ),
    ),
    labels: v.optional(
      described(
        section({
          schema: v.optional(
            described(labelSchema(rules), "What the value of each label must be."),
          ),
          required: v.optional(
            described(
              listOf(text()),
              "The labels that every image must have; it switches the rule `missing-image-labels` on. Left out, all that " +
                "`schema` names.",
            ),
          ),
          strict: v.optional(
            described(
              flag(),
              "`true` reports every label that `schema` does not name. Default: `false`.",
            ),
          ),
        }),
        "The labels of your images, for the rules `invalid-label` and `missing-image-labels`. Without `strict`, `schema` is added to " +
          "what the OCI annotations ask for.",
      ),
    ),
    suppressions: v.optional(
      described(
        oneOf(["allow", "forbid"]),
        "Whether comments in a Dockerfile may silence problems. With `forbid` they are ignored, and reported. Default: `allow`.",
      ),
    ),
  };
}

/** The label types are those that the rule `invalid-label` takes. */
function labelSchema(rules: readonly Rule[]) {
  const type = rules.find(({ name }) => name === "invalid-label")?.optionTypes?.schema;
  return mapping(type?.values === undefined ? text() : oneOf(type.values));
}

function rulesSection(rules: readonly Rule[]) {
  const entries = Object.fromEntries(
    rules.map((rule) => [rule.name, v.optional(described(ruleSetting(rule), `${rule.summary}.`))]),
  );
  const other = ruleSetting(null);
  return v.pipe(
    v.objectWithRest(
      entries,
      other,
      ({ input }) => `is ${shown(input)}, and must be a mapping of rules.`,
    ),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed) return;
      for (const [key, value] of Object.entries(dataset.value)) {
        if (findRules(rules, key).length > 0 || isForeignId(key)) continue;
        const close = suggestRule(rules, key);
        const nearest = close === null ? "" : ` Did you mean "${close}"?`;
        addIssue({
          message: `is no rule.${nearest} \`dockerfile-review rules\` lists them all.`,
          path: [{ type: "object", origin: "key", input: dataset.value, key, value }],
        });
      }
    }),
  );
}

/** What a rule can be set to in more than a word. */
export interface LongSetting {
  readonly severity?: Severity | undefined;
  /** By name; each rule has its own. */
  readonly options?: unknown;
}

/** What one rule, or one id of another linter, can be set to. */
function ruleSetting(rule: Rule | null) {
  const types = Object.entries(rule?.optionTypes ?? {});
  const options = types.map(([name, type]) => [
    name,
    v.optional(described(optionSchema(type), type.description)),
  ]);
  const severity = described(
    oneOf(severities),
    "How bad its problems are. It switches the rule on.",
  );
  const entries: v.ObjectEntries =
    options.length === 0
      ? { severity: v.optional(severity) }
      : {
          severity: v.optional(severity),
          options: v.optional(
            described(
              section(Object.fromEntries(options) as v.ObjectEntries),
              "The rule's own options.",
            ),
          ),
        };
  const long = section(entries) as v.GenericSchema<LongSetting>;
  return v.union(
    [oneOf(ruleStates), v.boolean(), long],
    ({ input }) =>
      `is ${shown(input)}. Allowed are ${ruleStates.join(", ")}, or a mapping with \`severity\` and \`options\`.` +
      hint(input, ruleStates),
  );
}

function optionSchema({ takes, values }: OptionType): v.GenericSchema {
  const word = values === undefined ? text() : oneOf(values);
  switch (takes) {
    case "boolean":
      return flag();
    case "number":
      return number();
    case "text":
      return word;
    case "texts":
      return listOf(word);
    case "map":
      return mapping(word);
  }
}
