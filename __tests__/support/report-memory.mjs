// Given to node with --import: writes the most memory that the process had, in kilobytes, to the file that MEMORY_FILE names.
import { writeFileSync } from "node:fs";

process.on("exit", () => {
  writeFileSync(process.env.MEMORY_FILE ?? "", String(process.resourceUsage().maxRSS));
});
