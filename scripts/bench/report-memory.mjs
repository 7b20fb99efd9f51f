// Loaded before the program that is measured: at its end, writes its peak memory in KiB to BENCH_MEMORY_FILE.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.BENCH_MEMORY_FILE, String(process.resourceUsage().maxRSS));
});
