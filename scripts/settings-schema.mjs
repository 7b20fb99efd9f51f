// The published JSON Schema of the settings file and the tables of its reference, from the schema that validates it (what
// `tsc` put into build/).
import { toJsonSchema } from "@valibot/to-json-schema";
import { allRules } from "../build/rules/all-rules.js";
import { settingsFileSchema } from "../build/settings/file-schema.js";

/** Where editors find the schema of this version. */
const id =
  "https://raw.githubusercontent.com/dockerfile-review/dockerfile-review/main/schema/dockerfile-review.schema.json";

/** Names of rules of other linters, beside those of our own rules. */
const foreignIds =
  "^([Dd][Ll]|[Ss][Cc])\\d{4}$|^(AVD-)?DS-?\\d+$|^CKV2?_DOCKER_\\d+$|^[A-Z][A-Za-z]+$";

/** The JSON Schema as an object. */
export function settingsSchema() {
  const { $schema, ...schema } = toJsonSchema(settingsFileSchema(allRules), {
    errorMode: "ignore",
  });
  const shared = {};
  for (const holder of [schema, schema.properties.overrides.items]) {
    const { rules, labels } = holder.properties;
    // Said once each: what most rules take is the same, and there are many of them.
    shared.setting = rules.additionalProperties;
    shared.rules = withShared(rules, shared.setting);
    shared.labels = labels;
    holder.properties.rules = { $ref: "#/$defs/rules" };
    holder.properties.labels = { $ref: "#/$defs/labels" };
  }
  return { $schema, $id: id, ...schema, $defs: shared };
}

/** The mapping of rules, with a reference in the place of what most of them take. */
function withShared(rules, setting) {
  const common = JSON.stringify(setting);
  const properties = Object.entries(rules.properties).map(([name, { description, ...schema }]) => {
    const same = JSON.stringify(schema) === common;
    return [
      name,
      same ? { description, allOf: [{ $ref: "#/$defs/setting" }] } : { description, ...schema },
    ];
  });
  return {
    ...rules,
    properties: Object.fromEntries(properties),
    patternProperties: { [foreignIds]: { $ref: "#/$defs/setting" } },
    additionalProperties: false,
  };
}

/** The reference of the settings file as Markdown: a table of its keys, one of the rules' options. */
export function settingsReference() {
  const { properties, $defs } = settingsSchema();
  const rows = [];
  const add = (path, schema) => {
    const resolved = schema.$ref === undefined ? schema : $defs[schema.$ref.split("/").at(-1)];
    rows.push([`\`${path}\``, typeOf(resolved), text(resolved.description)]);
    const children =
      resolved.items?.properties ?? (path === "rules" ? undefined : resolved.properties);
    for (const [key, child] of Object.entries(children ?? {})) {
      // What an entry of `overrides` may say beside its paths is what may be said of all.
      if (resolved.items !== undefined && key !== "paths") continue;
      add(resolved.items === undefined ? `${path}.${key}` : `${path}[].${key}`, child);
    }
  };
  for (const [key, schema] of Object.entries(properties)) if (key !== "$schema") add(key, schema);
  return table(["Key", "Takes", "What it says"], rows);
}

/** The options of rules as a Markdown table. */
export function optionsReference() {
  const rows = allRules.flatMap((rule) =>
    Object.entries(rule.optionTypes ?? {}).map(([name, type]) => [
      `[\`${rule.name}\`](rules/${rule.name}.md)`,
      `\`${name}\``,
      optionType(type),
      defaultOf(rule.options?.[name]),
      text(type.description),
    ]),
  );
  return table(["Rule", "Option", "Takes", "Default", "What it says"], rows);
}

function defaultOf(value) {
  const shown = JSON.stringify(value);
  return shown.length > 60 ? "see the rule's page" : `\`${shown}\``;
}

function optionType({ takes, values }) {
  const words = values === undefined ? "" : `: ${values.map((value) => `\`${value}\``).join(", ")}`;
  const names = {
    boolean: "`true` or `false`",
    number: "a number",
    text: "a text",
    texts: "a list of texts",
    map: "a mapping of names to texts",
  };
  return `${names[takes]}${words}`;
}

function typeOf(schema) {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(", ");
  if (schema.type === "boolean") return "`true` or `false`";
  if (schema.type === "array") return schema.items.type === "string" ? "a list of texts" : "a list";
  if (schema.type === "object") return "a mapping";
  return "a text";
}

function text(description) {
  return (description ?? "").replaceAll("|", "\\|");
}

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => ":--")), ...rows.map(line)].join("\n");
}
