// Writes generated files, or with --check compares them and fails naming those that are stale.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./rule-files.mjs";

/** @param {Map<string, string>} files absolute path to content */
export async function writeOrCheck(files) {
  const stale = [...files].filter(([file, content]) => readOrNull(file) !== content);
  if (!process.argv.includes("--check")) {
    for (const [file, content] of stale) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return;
  }
  for (const [file] of stale) {
    console.error(`${path.relative(root, file)} is stale: run \`npm run generate\` and commit it.`);
  }
  if (stale.length > 0) process.exitCode = 1;
}

function readOrNull(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}
