// Finds the rule files and knows how their names are built. Used by every script that generates from rules.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** `latest-base-image` -> `latestBaseImage` */
export function camelCase(name) {
  return name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** Every rule file, in order of category and name. */
export function ruleFiles() {
  const rules = path.join(root, "src/rules");
  return readdirSync(rules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((folder) =>
      readdirSync(path.join(rules, folder.name))
        .filter((file) => file.endsWith(".ts"))
        .map((file) => ({ category: folder.name, name: file.slice(0, -".ts".length) })),
    )
    .sort((a, b) => compare(a.category, b.category) || compare(a.name, b.name));
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
