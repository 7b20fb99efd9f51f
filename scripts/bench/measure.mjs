// Runs a program of dist/ on one core and says how long it took and how much memory it had.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const usageReporter = new URL("report-usage.mjs", import.meta.url).href;

/** Whether programs can be bound to one core here. */
export const canBind = spawnSync("taskset", ["-c", "0", "true"]).status === 0;

/**
 * Runs `node <args>` once; throws when it does not end with 0 or 1.
 * @returns wall-clock milliseconds, processor milliseconds (which other programs of a busy machine do not change), peak
 * memory in MiB, and what it printed
 */
export function run(args) {
  const folder = mkdtempSync(path.join(tmpdir(), "dockerfile-review-bench-"));
  try {
    const usageFile = path.join(folder, "usage");
    const node = [process.execPath, "--import", usageReporter, ...args];
    const [program, ...rest] = canBind ? ["taskset", "-c", "0", ...node] : node;
    const begin = performance.now();
    const result = spawnSync(program, rest, {
      encoding: "utf8",
      maxBuffer: 1024 ** 3,
      env: { ...process.env, BENCH_USAGE_FILE: usageFile },
    });
    const wall = performance.now() - begin;
    if (result.error) throw result.error;
    if (result.status === null || result.status > 1) {
      const command = args.slice(0, 6).join(" ");
      throw new Error(`${command} ended with ${result.status ?? result.signal}:\n${result.stderr}`);
    }
    const usage = JSON.parse(readFileSync(usageFile, "utf8"));
    return {
      wall,
      processor: (usage.userCPUTime + usage.systemCPUTime) / 1000,
      mebibytes: usage.maxRSS / 1024,
      stdout: result.stdout,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The middle of several runs: of their `wall` or `processor` milliseconds. */
export function median(times, kind, args) {
  const all = Array.from({ length: times }, () => run(args)[kind]);
  return all.sort((a, b) => a - b)[Math.floor(times / 2)];
}
