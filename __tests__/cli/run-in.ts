import { runCommandLine } from "../../src/cli/run.ts";

/** What a run of the command line printed, and how it ended. */
export interface Run {
  readonly state: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in a directory, in this process. */
export async function runIn(
  directory: string,
  args: readonly string[],
  options: { readonly input?: string | Buffer; readonly colour?: boolean } = {},
): Promise<Run> {
  let stdout = "";
  let stderr = "";
  const state = await runCommandLine(args, {
    workingDirectory: directory,
    today: "2026-11-21",
    colour: options.colour ?? false,
    progress: false,
    write: (text) => {
      stdout += text;
    },
    writeError: (text) => {
      stderr += text;
    },
    readInput: () => Promise.resolve(Buffer.from(options.input ?? "")),
  });
  return { state, stdout, stderr };
}
