// Writes src/rules/all-rules.ts from the files in src/rules/<category>/. With --check it only says whether it is stale.
import path from "node:path";
import { camelCase, root, ruleFiles } from "./rule-files.mjs";
import { writeOrCheck } from "./write-or-check.mjs";

export function ruleIndex() {
  const files = ruleFiles();
  const imports = files.map(
    ({ category, name }) => `import { ${camelCase(name)} } from "./${category}/${name}.ts";`,
  );
  return [
    "// Built by `npm run build:rules` from the files in this folder. Do not edit.",
    ...imports,
    'import type { Rule } from "./rule.ts";',
    "",
    "/** Every rule, by category and name. */",
    "export const allRules: readonly Rule[] = [",
    ...files.map(({ name }) => `  ${camelCase(name)},`),
    "];",
    "",
  ].join("\n");
}

await writeOrCheck(new Map([[path.join(root, "src/rules/all-rules.ts"), ruleIndex()]]));
