// Builds docs/rules/ from the rules themselves, from what `tsc` put into build/. With --check it only says what is stale.
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { root } from "./rule-files.mjs";
import { writeOrCheck } from "./write-or-check.mjs";
import { allRules } from "../build/rules/all-rules.js";
import { ruleIndexPage, rulePage } from "../build/report/rule-page.js";

const folder = path.join(root, "docs/rules");
const files = new Map([
  [path.join(folder, "README.md"), ruleIndexPage(allRules)],
  ...allRules.map((rule) => [path.join(folder, `${rule.name}.md`), rulePage(rule)]),
]);
await writeOrCheck(files);

/** Pages of rules that are gone. */
for (const name of readdirSync(folder)) {
  const file = path.join(folder, name);
  if (files.has(file)) continue;
  if (process.argv.includes("--check")) {
    console.error(`docs/rules/${name} belongs to no rule: run \`npm run generate\` and commit it.`);
    process.exitCode = 1;
  } else rmSync(file);
}
