import { isErrorWithCode } from "../git/system-error.ts";
import { dayOf } from "../source/day.ts";
import type { Terminal } from "./terminal.ts";

/** The streams and the directory of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin } = process;
  ignoreBrokenPipe(stdout);
  ignoreBrokenPipe(stderr);
  return {
    workingDirectory: process.cwd(),
    today: dayOf(new Date()),
    colour: wantsColour(stdout.isTTY, process.env),
    progress: stderr.isTTY && process.env.TERM !== "dumb" && (process.env.CI ?? "") === "",
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
    readInput: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of stdin as AsyncIterable<Buffer>) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  };
}

/**
 * Colours are for terminals whose user has not asked to be spared them (no-color.org), and for logs that show them
 * (force-color.org).
 */
export function wantsColour(isTerminal: boolean | undefined, env: NodeJS.ProcessEnv): boolean {
  if ((env.NO_COLOR ?? "") !== "") return false;
  if (env.FORCE_COLOR !== undefined) return !/^(?:|0|false)$/.test(env.FORCE_COLOR);
  return isTerminal === true && env.TERM !== "dumb";
}

/** A reader that has seen enough, such as `head`, is no error: what is left is not printed, and the exit state stays. */
function ignoreBrokenPipe(stream: NodeJS.WriteStream): void {
  stream.on("error", (error) => {
    if (!isErrorWithCode(error, "EPIPE")) throw error;
  });
}
