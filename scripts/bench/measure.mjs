// Runs a program of dist/ on one core and says how long it took and how much memory it had.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const memoryReporter = pathToFileURL(
  fileURLToPath(new URL("report-memory.mjs", import.meta.url)),
).href;

/** Whether programs can be bound to one core here. */
export const canBind = spawnSync("taskset", ["-c", "0", "true"]).status === 0;

/**
 * Runs `node <args>` once.
 * @returns {{ milliseconds: number, mebibytes: number, status: number, stdout: string }} wall-clock time and peak memory
 */
export function run(args, options = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), "dockerfile-review-bench-"));
  try {
    const memory = path.join(folder, "memory");
    const node = [
      process.execPath,
      ...(options.memory ? ["--import", memoryReporter] : []),
      ...args,
    ];
    const [program, ...rest] = canBind ? ["taskset", "-c", "0", ...node] : node;
    const begin = process.hrtime.bigint();
    const result = spawnSync(program, rest, {
      cwd: options.cwd,
      encoding: "utf8",
      maxBuffer: 1024 ** 3,
      env: { ...process.env, BENCH_MEMORY_FILE: memory },
    });
    const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
    if (result.error) throw result.error;
    if (result.status === null || result.status > 1) {
      throw new Error(
        `${node.slice(0, 6).join(" ")} ended with ${result.status ?? result.signal}:\n${result.stderr}`,
      );
    }
    const kibibytes = options.memory ? Number(readFileSync(memory, "utf8")) : 0;
    return {
      milliseconds,
      mebibytes: kibibytes / 1024,
      status: result.status,
      stdout: result.stdout,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The middle of several runs, in milliseconds. */
export function medianTime(times, args, options) {
  const all = Array.from({ length: times }, () => run(args, options).milliseconds);
  return all.sort((a, b) => a - b)[Math.floor(times / 2)];
}
