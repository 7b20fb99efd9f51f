// Fails when anything generated (rule index, dist, documentation) is not what its sources give.
import { execFileSync } from "node:child_process";
import path from "node:path";
import { root } from "./rule-files.mjs";

const steps = [
  ["scripts/build-rule-index.mjs", "--check"],
  ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"],
  ["scripts/build-bundle.mjs", "--check"],
  ["scripts/build-docs.mjs", "--check"],
];

for (const step of steps) {
  try {
    execFileSync(process.execPath, step, { cwd: root, stdio: "inherit" });
  } catch {
    console.error(
      `Check failed: node ${path.join(...step.slice(0, 1))} ${step.slice(1).join(" ")}`,
    );
    process.exit(1);
  }
}
