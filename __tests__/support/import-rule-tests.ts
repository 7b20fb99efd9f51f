import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Brings the tests of all rules of a category into one suite: loading the rules takes longer than most of their tests, and
 * is then done once.
 */
export async function importRuleTests(category: string): Promise<void> {
  const folder = path.resolve(import.meta.dirname, "../rules", category);
  for (const file of readdirSync(folder).sort()) {
    if (file.endsWith(".test.ts")) await import(pathToFileURL(path.join(folder, file)).href);
  }
}
