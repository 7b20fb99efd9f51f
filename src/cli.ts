#!/usr/bin/env node
import { processTerminal } from "./cli/process-terminal.ts";
import { runCommandLine } from "./cli/run.ts";

void runCommandLine(process.argv.slice(2), processTerminal()).then((state) => {
  // Not process.exit: what was written may still be on its way.
  process.exitCode = state;
});
