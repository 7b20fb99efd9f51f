// npm run new-rule -- <category> <rule-name>: writes the skeleton of a rule and of its test, both red until filled in.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { camelCase, root } from "./rule-files.mjs";

const [category, name] = process.argv.slice(2);
if (!/^[a-z-]+$/.test(category ?? "") || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(name ?? "")) {
  console.error(
    "Usage: npm run new-rule -- <category> <rule-name>, for example: packages stale-lockfile",
  );
  process.exit(2);
}

const categories = readdirSync(path.join(root, "src/rules"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
if (!categories.includes(category)) {
  console.error(`There is no category "${category}". There are: ${categories.join(", ")}.`);
  process.exit(2);
}

const constant = camelCase(name);
const rule = `import type { Rule } from "../rule.ts";

export const ${constant}: Rule = {
  name: "${name}",
  category: "${category}",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "", // one line without a full stop
  why: "", // what it costs, in numbers where they are known
  sources: [], // { title, url } of Docker's documentation, a paper, a specification
  aliases: [],
  fix: "none",
  scope: "instruction",
  examples: [], // at least two: { bad, good }, and fixed where there is a fix
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== "run") continue;
      // yield { message, span: instruction.span };
    }
  },
};
`;
const test = `import { ${constant} } from "../../../src/rules/${category}/${name}.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(${constant});
`;

const files = new Map([
  [path.join(root, "src/rules", category, `${name}.ts`), rule],
  [path.join(root, "__tests__/rules", category, `${name}.test.ts`), test],
]);
for (const [file, content] of files) {
  if (existsSync(file)) {
    console.error(`${path.relative(root, file)} exists already.`);
    process.exit(2);
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  console.log(`Wrote ${path.relative(root, file)}`);
}
execFileSync(process.execPath, [path.join(root, "scripts/build-rule-index.mjs")]);
console.log(`Write its examples first, see them fail: npm run test:unit -- ${name}`);
console.log("What the fields mean: src/rules/rule.ts. How to go on: docs/writing-a-rule.md");
