import { spawnSync } from "node:child_process";
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
