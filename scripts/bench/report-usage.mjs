// Loaded before the program that is measured: at its end, writes what it used to the file BENCH_USAGE_FILE.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify(process.resourceUsage()));
});
