import { compareText } from "../source/compare-text.ts";
import { UserError } from "./user-error.ts";

/** Where a baseline is when nobody says otherwise, from the repository's root. */
export const usualBaseline = ".github/dockerfile-review-baseline.json";

/** A finding that a team has accepted. */
export interface BaselineEntry {
  readonly rule: string;
  /** The Dockerfile, from the repository's root. */
  readonly path: string;
  readonly fingerprint: string;
  /** Why it is accepted; empty when nobody has said. */
  readonly reason: string;
  /** The last day on which it is accepted, `2027-06-30`; null for ever. */
  readonly expires: string | null;
}

/** The findings that a team has accepted. */
export type Baseline = readonly BaselineEntry[];

/**
 * Reads a baseline file.
 * @param text its JSON: `{ "version": 1, "findings": [{ "rule", "path", "fingerprint", "reason"?, "expires"? }] }`
 * @param path its name, for messages
 * @throws UserError that names the file, the entry and what is wrong with it
 */
export function parseBaseline(text: string, path: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`The baseline ${path} is not JSON: ${reason}. ${remedy}`, { cause });
  }
  if (!isRecord(value) || value.version !== 1 || !Array.isArray(value.findings)) {
    throw new UserError(
      `The baseline ${path} should be an object with \`"version": 1\` and a list \`findings\`. ${remedy}`,
    );
  }
  return value.findings.map((entry: unknown, index) =>
    toEntry(entry, `${path}, finding ${index + 1}`),
  );
}

const remedy = "`dockerfile-review audit --write-baseline` writes a new one.";

/** A baseline as the text of its file: entries in the order of paths, so that changes to it are small. */
export function printBaseline(baseline: Baseline): string {
  const findings = [...baseline]
    .sort(
      (left, right) =>
        compareText(left.path, right.path) ||
        compareText(left.rule, right.rule) ||
        compareText(left.fingerprint, right.fingerprint),
    )
    .map(({ expires, ...entry }) => (expires === null ? entry : { ...entry, expires }));
  return `${JSON.stringify({ version: 1, findings }, null, 2)}\n`;
}

function toEntry(value: unknown, place: string): BaselineEntry {
  if (!isRecord(value)) throw new UserError(`${place} should be an object. ${remedy}`);
  const { reason = "", expires = null } = value;
  if (typeof reason !== "string") throw new UserError(`${place}: \`reason\` should be text.`);
  if (expires !== null && (typeof expires !== "string" || !isDay(expires))) {
    throw new UserError(
      `${place}: \`expires\` is ${JSON.stringify(expires)}; it should be a day such as "2027-06-30".`,
    );
  }
  return {
    rule: text(value, "rule", place),
    path: text(value, "path", place),
    fingerprint: text(value, "fingerprint", place),
    reason,
    expires,
  };
}

function text(value: Readonly<Record<string, unknown>>, key: string, place: string): string {
  const found = value[key];
  if (typeof found === "string" && found !== "") return found;
  throw new UserError(`${place} has no text at \`${key}\`. ${remedy}`);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
