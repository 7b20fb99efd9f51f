import type { Document } from "yaml";
import * as v from "valibot";
import { isForeignId } from "../lint/rule-ids.ts";
import { flag, listOf, mapping, oneOf, shown, text } from "./schema-parts.ts";
import type { WrittenSettings } from "./file-settings.ts";
import { readYamlFile } from "./yaml-file.ts";

/** hadolint's severities. */
const severities = ["error", "warning", "info", "style"] as const;

/** A key that may be left out, or stand there without a value: hadolint reads both alike. */
function maybe<Value extends v.GenericSchema>(value: Value) {
  return v.optional(
    v.pipe(
      v.nullable(value),
      v.transform((read) => read ?? undefined),
    ),
  );
}

/** What hadolint's configuration says, as its documentation of version 2.15 describes it; keys that only its output needs are passed over. */
const schema = v.objectWithRest(
  {
    ignored: maybe(listOf(text())),
    override: maybe(
      v.objectWithRest(
        Object.fromEntries(severities.map((one) => [one, maybe(listOf(text()))])),
        v.unknown(),
        ({ input }) => `is ${shown(input)}, and must be a mapping.`,
      ),
    ),
    trustedRegistries: maybe(v.union([text(), listOf(text())])),
    "label-schema": maybe(
      mapping(
        oneOf(["text", "url", "rfc3339", "semver", "spdx", "hash", "email", "raw", "rawtext"]),
      ),
    ),
    "strict-labels": maybe(flag()),
    "failure-threshold": maybe(oneOf([...severities, "ignore", "none"])),
    "no-fail": maybe(flag()),
    "disable-ignore-pragma": maybe(flag()),
  },
  v.unknown(),
  ({ input }) => `is ${shown(input)}, and must be a mapping.`,
);

type HadolintSettings = v.InferOutput<typeof schema>;

/** What a file of hadolint's means in our words. */
export interface HadolintFile {
  readonly settings: WrittenSettings;
  readonly document: Document;
}

/** Whether a settings file is hadolint's, by its name. */
export function isHadolintFile(path: string): boolean {
  return /(^|[\\/])\.?hadolint\.ya?ml$/.test(path);
}

/**
 * Reads hadolint's configuration.
 * @throws UserError for what hadolint would not read either
 */
export function readHadolintFile(path: string, text: string): HadolintFile {
  const { value, document } = readYamlFile(path, text, schema);
  return { settings: inOurWords(value), document };
}

function inOurWords(file: HadolintSettings): WrittenSettings {
  const rules = rulesOf(file);
  const registries = file.trustedRegistries;
  const labels = file["label-schema"];
  const strict = file["strict-labels"];
  const failOn = failLevelOf(file);
  return {
    ...(failOn === null ? {} : { "fail-on": failOn }),
    ...(Object.keys(rules).length === 0 ? {} : { rules }),
    ...(registries === undefined
      ? {}
      : { "trusted-registries": typeof registries === "string" ? [registries] : registries }),
    ...(labels === undefined && strict !== true
      ? {}
      : {
          labels: {
            ...(labels === undefined ? {} : { schema: withoutRawText(labels) }),
            ...(strict === true ? { strict } : {}),
          },
        }),
    ...(file["disable-ignore-pragma"] === true ? { suppressions: "forbid" } : {}),
  };
}

function rulesOf({ ignored = [], override = {} }: HadolintSettings): Record<string, string> {
  const rules: Record<string, string> = {};
  for (const severity of severities) {
    for (const id of override[severity] ?? []) {
      if (isForeignId(id)) rules[id] = severity === "style" ? "info" : severity;
    }
  }
  for (const id of ignored) if (isForeignId(id)) rules[id] = "off";
  return rules;
}

/** hadolint 2.15 fails on whatever it finds with the thresholds `style`, `ignore` and `none`. */
function failLevelOf(file: HadolintSettings): "error" | "warning" | "info" | "never" | null {
  if (file["no-fail"] === true) return "never";
  const threshold = file["failure-threshold"];
  if (threshold === undefined) return null;
  return threshold === "error" || threshold === "warning" ? threshold : "info";
}

function withoutRawText(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([key, type]) => [key, type === "rawtext" ? "raw" : type]),
  );
}
