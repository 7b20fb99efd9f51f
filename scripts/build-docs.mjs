// Builds docs/rules/ from the rules themselves (from what `tsc` put into build/) and the README's tables of inputs and
// outputs from action.yml. With --check it only says what is stale.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { root } from "./rule-files.mjs";
import { writeOrCheck } from "./write-or-check.mjs";
import { allRules } from "../build/rules/all-rules.js";
import { internalErrorPage, ruleIndexPage, rulePage } from "../build/report/rule-page.js";

const folder = path.join(root, "docs/rules");
const action = parse(readFileSync(path.join(root, "action.yml"), "utf8"));

/** A Markdown table, one row for each of a mapping's entries. */
function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => ":--")), ...rows.map(line)].join("\n");
}

function oneLine(text) {
  return text.trim().replace(/\s+/g, " ").replaceAll("|", "\\|");
}

function readme() {
  const inputs = Object.entries(action.inputs).map(([name, { description, default: value }]) => [
    `\`${name}\``,
    value === "" ? "" : `\`${value}\``,
    oneLine(description),
  ]);
  const outputs = Object.entries(action.outputs).map(([name, { description }]) => [
    `\`${name}\``,
    oneLine(description),
  ]);
  return readFileSync(path.join(root, "README.md"), "utf8")
    .replace(
      section("inputs"),
      `$1\n\n${table(["Input", "Default", "What it does"], inputs)}\n\n$2`,
    )
    .replace(section("outputs"), `$1\n\n${table(["Output", "What it says"], outputs)}\n\n$2`);
}

function section(name) {
  return new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- /${name} -->)`);
}

const files = new Map([
  [path.join(root, "README.md"), readme()],
  [path.join(folder, "README.md"), ruleIndexPage(allRules)],
  [path.join(folder, "internal-error.md"), internalErrorPage()],
  ...allRules.map((rule) => [path.join(folder, `${rule.name}.md`), rulePage(rule)]),
]);
await writeOrCheck(files);

// Pages of rules that are gone.
for (const name of existsSync(folder) ? readdirSync(folder) : []) {
  const file = path.join(folder, name);
  if (files.has(file)) continue;
  if (process.argv.includes("--check")) {
    console.error(`docs/rules/${name} belongs to no rule: run \`npm run generate\` and commit it.`);
    process.exitCode = 1;
  } else rmSync(file);
}
