// npm run rename-rule -- <old-name> <new-name>: renames a rule everywhere in src, __tests__ and scripts.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { camelCase, root, ruleFiles } from "./rule-files.mjs";

const [from, to] = process.argv.slice(2);
const found = ruleFiles().find(({ name }) => name === from);
if (found === undefined || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(to ?? "")) {
  console.error(
    "Usage: npm run rename-rule -- <old-name> <new-name>; the old name must be a rule.",
  );
  process.exit(2);
}

for (const [folder, ending] of [
  ["src/rules", ".ts"],
  ["__tests__/rules", ".test.ts"],
]) {
  const inFolder = (name) => path.join(root, folder, found.category, name + ending);
  renameSync(inFolder(from), inFolder(to));
}
const word = (text) => new RegExp(`(?<![A-Za-z0-9-])${text}(?![A-Za-z0-9-])`, "g");
for (const folder of ["src", "__tests__", "scripts"]) {
  for (const entry of readdirSync(path.join(root, folder), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile() || !/\.(ts|mjs)$/.test(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const before = readFileSync(file, "utf8");
    const after = before.replace(word(from), to).replace(word(camelCase(from)), camelCase(to));
    if (after !== before) writeFileSync(file, after);
  }
}
execFileSync(process.execPath, [path.join(root, "scripts/build-rule-index.mjs")]);
console.log(
  `Renamed ${from} to ${to}. Run \`npm run generate\`, and keep the old name as an alias if it was released.`,
);
