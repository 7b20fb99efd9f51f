import { isSpdxExpression } from "./spdx-licences.ts";

/** The kinds of value that a label can be asked to have, by the names that hadolint's `label-schema` gives them. */
export const labelTypes = [
  "text",
  "url",
  "rfc3339",
  "semver",
  "spdx",
  "hash",
  "email",
  "raw",
] as const;

export type LabelType = (typeof labelTypes)[number];

/** What a type asks of a value, to be read behind "is not", and the id by which hadolint knows it. */
interface TypeFacts {
  readonly noun: string;
  readonly alias: string;
  readonly fits: (value: string) => boolean;
}

const facts: Readonly<Record<Exclude<LabelType, "text" | "raw">, TypeFacts>> = {
  url: { noun: "a URL, such as `https://example.com/project`", alias: "DL3052", fits: isUrl },
  rfc3339: {
    noun: "a time by RFC 3339, such as `2026-01-31T12:00:00Z`",
    alias: "DL3053",
    fits: isTime,
  },
  spdx: {
    noun: "an SPDX licence expression, such as `Apache-2.0`",
    alias: "DL3054",
    fits: isSpdxExpression,
  },
  // Git abbreviates to seven digits or more; SHA-256 repositories have 64.
  hash: {
    noun: "a Git hash: 7 to 40 or 64 hexadecimal digits",
    alias: "DL3055",
    fits: (value) => /^([0-9a-f]{7,40}|[0-9a-f]{64})$/.test(value),
  },
  semver: { noun: "a semantic version, such as `1.4.0`", alias: "DL3056", fits: isSemanticVersion },
  email: { noun: "an e-mail address", alias: "DL3058", fits: isEmailAddress },
};

/** Why a value does not fit a type. */
export interface Misfit {
  readonly noun: string;
  readonly alias: string;
}

/** What a value should be and is not; null when it fits its type. `text` and `raw` take anything. */
export function misfitOf(value: string, type: LabelType): Misfit | null {
  if (type === "text" || type === "raw") return null;
  const { noun, alias, fits } = facts[type];
  return fits(value) ? null : { noun, alias };
}

/** An absolute URI: a scheme and something behind it, without blanks. */
function isUrl(value: string): boolean {
  return /^[a-z][a-z0-9+.-]*:[^\s<>"\\^`{|}]+$/i.test(value) && URL.canParse(value);
}

/** Days of the months in a leap year. */
const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isTime(value: string): boolean {
  const found =
    /^\d{4}-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.\d{1,12})?(?:[Zz]|[+-](\d\d):(\d\d))$/.exec(
      value,
    );
  if (found === null) return false;
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] =
    found.slice(1).map((text: string | undefined) => Number(text ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > (daysOf[month - 1] ?? 0)) return false;
  return hour < 24 && minute < 60 && second <= 60 && offsetHour < 24 && offsetMinute < 60;
}

/** By semver.org, version 2.0.0. */
function isSemanticVersion(value: string): boolean {
  const [version = "", ...build] = value.split("+");
  if (build.length > 1 || !build.every((text) => /^[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$/.test(text)))
    return false;
  const found = /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(.+))?$/.exec(version);
  if (found === null) return false;
  const parts = found[1]?.split(".") ?? [];
  return parts.every((part) => /^[0-9A-Za-z-]+$/.test(part) && !/^0\d+$/.test(part));
}

/** The address itself, without a name before it. */
function isEmailAddress(value: string): boolean {
  return (
    value.length <= 254 && /^[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/.test(value)
  );
}
