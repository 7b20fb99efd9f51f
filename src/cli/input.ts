import { visible } from "../report/untrusted.ts";
import type { CommandHost, Terminal } from "./terminal.ts";

/** Standard input when one of the paths is `-`, else null. */
export async function readInputFor(
  terminal: Terminal,
  paths: readonly string[],
): Promise<Buffer | null> {
  return paths.includes("-") ? terminal.readInput() : null;
}

/** Says what the user named and what could not be read, and ends with 2; does nothing when there is no such thing. */
export function printInputErrors(host: CommandHost, errors: readonly string[]): void {
  if (errors.length === 0) return;
  for (const error of errors) host.terminal.writeError(`dockerfile-review: ${visible(error)}\n`);
  host.terminal.writeError(
    "Name readable UTF-8 text files of at most 512 KiB, directories to search, or - for standard input.\n",
  );
  host.end(2);
}
