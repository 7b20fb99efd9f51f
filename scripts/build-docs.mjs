// Builds docs/rules/ from the rules themselves (from what `tsc` put into build/), the README's tables of inputs and
// outputs from action.yml, and the schema of the settings file with the tables of docs/configuration.md. With --check it only
// says what is stale.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { root } from "./rule-files.mjs";
import { optionsReference, settingsReference, settingsSchema, table } from "./settings-schema.mjs";
import { writeOrCheck } from "./write-or-check.mjs";
import { allRules } from "../build/rules/all-rules.js";
import { internalErrorPage, ruleIndexPage, rulePage } from "../build/report/rule-page.js";

const folder = path.join(root, "docs/rules");
const action = parse(readFileSync(path.join(root, "action.yml"), "utf8"));

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
  return withSections("README.md", {
    inputs: table(["Input", "Default", "What it does"], inputs),
    outputs: table(["Output", "What it says"], outputs),
  });
}

/** A page with what stands between `<!-- name -->` and `<!-- /name -->` replaced. */
function withSections(page, sections) {
  let text = readFileSync(path.join(root, page), "utf8");
  for (const [name, content] of Object.entries(sections)) {
    const section = new RegExp(`(<!-- ${name} -->)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!section.test(text)) throw new Error(`${page} has no section ${name}`);
    text = text.replace(section, (_, open, close) => `${open}\n\n${content}\n\n${close}`);
  }
  return text;
}

const configuration = () =>
  withSections("docs/configuration.md", {
    reference: settingsReference(),
    "rule-options": optionsReference(),
  });

const files = new Map([
  [path.join(root, "README.md"), readme()],
  [path.join(root, "docs/configuration.md"), configuration()],
  [
    path.join(root, "schema/dockerfile-review.schema.json"),
    `${JSON.stringify(settingsSchema(), null, 2)}\n`,
  ],
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
