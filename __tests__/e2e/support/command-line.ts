import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));

/**
 * What the command line makes of a Dockerfile with all verified fixes of some rules.
 * @throws Error with its messages when it does not end with 0
 */
export function fixedByCommandLine(text: string, rules: string): string {
  const args = [cli, "fix", "--safety", "review", "--rule", rules, "-"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    input: text,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the command line ended with ${String(status)}: ${stderr}`);
  return stdout;
}

/** The baseline that the command line writes for a directory with these files. @throws Error when it fails */
export function baselineFor(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), "dockerfile-review-baseline-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
    const file = join(directory, "baseline.json");
    const args = [cli, "audit", directory, "--write-baseline", file];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`the command line ended with ${String(status)}: ${stderr}`);
    return readFileSync(file, "utf8");
  } finally {
    rmSync(directory, { recursive: true });
  }
}
