import { nearest } from "../source/nearest.ts";
import type { Flag, InstructionKind, SyntaxProblem } from "./model.ts";

/** How a flag is given: once with a value, as a switch, or as often as one likes. */
type FlagType = "value" | "switch" | "list";

const known: Partial<Record<InstructionKind | "onbuild", Readonly<Record<string, FlagType>>>> = {
  from: { platform: "value" },
  run: { mount: "list", network: "value", security: "value", device: "list" },
  copy: {
    from: "value",
    chown: "value",
    chmod: "value",
    link: "switch",
    parents: "switch",
    exclude: "list",
  },
  add: {
    chown: "value",
    chmod: "value",
    link: "switch",
    checksum: "value",
    "keep-git-dir": "switch",
    unpack: "switch",
    exclude: "list",
  },
  healthcheck: {
    interval: "value",
    timeout: "value",
    "start-period": "value",
    "start-interval": "value",
    retries: "value",
  },
};

/** Adds what BuildKit would refuse of an instruction's flags. */
export function checkFlags(
  text: string,
  kind: InstructionKind | "onbuild",
  flags: readonly Flag[],
  problems: SyntaxProblem[],
): void {
  const types = known[kind] ?? {};
  const seen = new Set<string>();
  for (const flag of flags) {
    const type = Object.hasOwn(types, flag.name) ? types[flag.name] : undefined;
    if (type === undefined) {
      problems.push(unknownFlag(text, kind, flag, Object.keys(types)));
      continue;
    }
    if (seen.has(flag.name) && type !== "list") {
      const message = `The flag \`--${flag.name}\` is given twice.`;
      problems.push({ kind: "duplicate-flag", message, span: flag.span });
      continue;
    }
    seen.add(flag.name);
    const wrong = wrongValue(flag, type) ?? wrongSetting(kind, flag);
    if (wrong !== null) problems.push({ ...wrong, span: flag.span });
  }
}

type Wrong = Pick<SyntaxProblem, "kind" | "message">;

function wrongValue(flag: Flag, type: FlagType): Wrong | null {
  if (type === "switch") {
    if (flag.value === null || /^(true|false)$/i.test(flag.value)) return null;
    const message = `\`--${flag.name}\` takes \`true\` or \`false\`, not \`${flag.value}\`.`;
    return { kind: flag.value === "" ? "missing-argument" : "invalid-argument", message };
  }
  if (flag.value !== null) return null;
  const message = `\`--${flag.name}\` needs a value: \`--${flag.name}=...\`.`;
  return { kind: "missing-argument", message };
}

const settings: Readonly<Record<string, readonly string[]>> = {
  network: ["default", "none", "host"],
  security: ["insecure", "sandbox"],
};

function wrongSetting(kind: InstructionKind | "onbuild", flag: Flag): Wrong | null {
  const value = flag.value ?? "";
  if (kind === "copy" || kind === "add") return wrongForCopy(flag.name, value);
  if (kind === "run") {
    const allowed = Object.hasOwn(settings, flag.name) ? (settings[flag.name] ?? []) : [];
    if (allowed.length === 0 || allowed.includes(value)) return null;
    const list = allowed.map((name) => `\`${name}\``).join(", ");
    return invalid(`\`--${flag.name}\` takes one of ${list}, not \`${value}\`.`);
  }
  if (kind !== "healthcheck" || value === "") return null;
  if (flag.name === "retries") {
    if (/^\+?\d+$/.test(value) && Number(value) <= 0x7fffffff) return null;
    return invalid(`\`--retries\` takes a whole number from 0 on, not \`${value}\`.`);
  }
  return wrongDuration(flag.name, value);
}

/** The clauses of a symbolic mode: `u=rwX,go-w`. */
const symbolicMode = /^(?:[ugoa]*[-+=][rwxXstugo+=-]*(?:,(?!$)|$))+$/;

function wrongForCopy(name: string, value: string): Wrong | null {
  if (name === "from" && /\$(?:\w|\{)/.test(value)) {
    return invalid(
      `\`--from\` takes no variables: write \`FROM ${value} AS <name>\` above, with the ARG before the first FROM, and copy ` +
        "from that name.",
    );
  }
  if (name !== "chmod" || value === "" || /["'\\$]/.test(value)) return null;
  if (/^[0-7]+$/.test(value) ? Number.parseInt(value, 8) <= 0o7777 : symbolicMode.test(value))
    return null;
  return invalid(`\`--chmod\` takes an octal mode such as \`755\`, not \`${value}\`.`);
}

/** Milliseconds of a unit of Go's `time.ParseDuration`. */
const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "\u00b5s": 1e-3,
  "\u03bcs": 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const longestDuration = 100;

function wrongDuration(name: string, value: string): Wrong | null {
  const advice = `\`--${name}\` takes a time such as \`30s\` or \`1m30s\`, not \`${value}\``;
  if (value.length > longestDuration) return invalid(`${advice}.`);
  if (!/^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$|^[-+]?0$/.test(value)) {
    return invalid(/^\d+$/.test(value) ? `${advice}: the unit is missing.` : `${advice}.`);
  }
  let milliseconds = 0;
  for (const [, number, unit] of value.matchAll(/([\d.]+)([^\d.]+)/g)) {
    milliseconds += Number(number) * (units[unit ?? ""] ?? 0);
  }
  if (milliseconds === 0) return null;
  if (milliseconds >= 1 && !value.startsWith("-")) return null;
  return invalid(`\`--${name}\` takes \`0s\` or at least \`1ms\`, not \`${value}\`.`);
}

function invalid(message: string): Wrong {
  return { kind: "invalid-argument", message };
}

function unknownFlag(
  text: string,
  kind: InstructionKind | "onbuild",
  flag: Flag,
  names: readonly string[],
): SyntaxProblem {
  const span = { start: flag.span.start, end: Math.max(flag.nameSpan.end, flag.span.start) };
  const keyword = kind.toUpperCase();
  const meant = nearest(flag.name, names);
  const rest =
    meant !== null
      ? `; did you mean \`--${meant}\`?`
      : names.length === 0
        ? "; it takes none."
        : `; it takes ${names.map((name) => `\`--${name}\``).join(", ")}.`;
  const message = `\`${text.slice(span.start, span.end)}\` is no flag of \`${keyword}\`${rest}`;
  const suggestion = meant === null ? {} : { suggestion: `--${meant}` };
  return { kind: "unknown-flag", message, span, ...suggestion };
}
