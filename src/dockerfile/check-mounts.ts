import { nearest } from "../source/nearest.ts";
import type { SyntaxProblem } from "./model.ts";
import type { MountReading } from "./reading.ts";

const types = ["bind", "cache", "tmpfs", "secret", "ssh"];
const sharings = ["shared", "private", "locked"];
const switches = new Set(["readonly", "ro", "readwrite", "rw", "required"]);
const options = [
  "type",
  "from",
  "source",
  "src",
  "target",
  "dst",
  "destination",
  "readonly",
  "ro",
  "readwrite",
  "rw",
  "required",
  "id",
  "sharing",
  "size",
  "mode",
  "uid",
  "gid",
  "env",
];

/** Adds what BuildKit would refuse of the `--mount` flags of a RUN: one problem for each mount at most. */
export function checkMounts(
  text: string,
  mounts: readonly MountReading[],
  problems: SyntaxProblem[],
): void {
  for (const mount of mounts) {
    const written = text.slice(mount.span.start, mount.span.end);
    // A value that is quoted or escaped may hold a comma that is none of ours to split at.
    if (/["\\`]/.test(written)) continue;
    const isEmpty = mount.options.size === 0 && written.includes("=");
    const wrong = isEmpty
      ? "a mount needs at least a `target`"
      : (wrongOption(mount.options) ?? wrongForType(mount.options));
    if (wrong !== null) {
      problems.push({
        kind: "invalid-argument",
        message: `\`${written}\`: ${wrong}.`,
        span: mount.span,
      });
    }
  }
}

function wrongOption(given: ReadonlyMap<string, string>): string | null {
  for (const [name, value] of given) {
    if (!options.includes(name)) {
      const meant = nearest(name, options);
      return `\`${name}\` is no option of a mount${meant === null ? "" : `, \`${meant}\` is`}`;
    }
    if (value === "" && !switches.has(name) && (name === "type" || name === "sharing")) {
      return `\`${name}\` needs a value`;
    }
    if (value.includes("$")) {
      if (name !== "from") continue;
      return "`from` takes no variables; name a stage whose `FROM` uses them";
    }
    const wrong = wrongValue(name, value);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongValue(name: string, value: string): string | null {
  if (name === "type" && !types.includes(value.toLowerCase())) {
    return oneOf("type", value, types);
  }
  if (name === "sharing" && !sharings.includes(value.toLowerCase())) {
    return oneOf("sharing", value, sharings);
  }
  if (switches.has(name) && value !== "" && !/^(1|t|true|0|f|false)$/i.test(value)) {
    return `\`${name}\` takes \`true\` or \`false\`, not \`${value}\``;
  }
  if (name === "mode" && !/^[0-7]+$/.test(value)) {
    return `\`mode\` takes an octal number such as \`0755\`, not \`${value}\``;
  }
  if ((name === "uid" || name === "gid") && !/^\d+$/.test(value)) {
    return `\`${name}\` takes a number, not \`${value}\``;
  }
  return null;
}

function oneOf(name: string, value: string, allowed: readonly string[]): string {
  const meant = nearest(value, allowed);
  const list = allowed.map((one) => `\`${one}\``).join(", ");
  return meant === null
    ? `\`${name}\` takes one of ${list}, not \`${value}\``
    : `\`${value}\` is no ${name} of a mount, \`${meant}\` is`;
}

function wrongForType(given: ReadonlyMap<string, string>): string | null {
  const type = (given.get("type") ?? "bind").toLowerCase();
  if (type.includes("$")) return null;
  const has = (...names: string[]): boolean => names.some((name) => given.has(name));
  if (has("required") && type !== "secret" && type !== "ssh") {
    return `\`required\` is no option of a \`${type}\` mount`;
  }
  if (has("size") && type !== "tmpfs") return `\`size\` is no option of a \`${type}\` mount`;
  if (has("sharing") && type !== "cache") return `\`sharing\` is no option of a \`${type}\` mount`;
  if (has("mode", "uid", "gid") && (type === "bind" || type === "tmpfs")) {
    return `\`mode\`, \`uid\` and \`gid\` are no options of a \`${type}\` mount`;
  }
  if (type !== "secret") return null;
  if (has("from")) return "a `secret` mount takes no `from`";
  if (!has("source", "src", "target", "dst", "destination", "id")) {
    return "a `secret` mount needs an `id`";
  }
  return null;
}
