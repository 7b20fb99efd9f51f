import { removeInstruction } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { TextEdit } from "../../source/text-edit.ts";
import { removeLink } from "./chain-edits.ts";
import type { ShellCommand } from "../model.ts";
import { shellOf } from "../parse-shell.ts";

/**
 * Takes a command out of a RUN that is one `a && b && c` chain; with the RUN, where nothing else is in it.
 * @returns null where that would change what the rest does, or take a comment along
 */
export function dropCommand(
  dockerfile: Dockerfile,
  run: RunInstruction,
  command: ShellCommand,
): TextEdit[] | null {
  const script = shellOf(dockerfile, run);
  const chain = script?.chains[0];
  if (script?.form !== "shell" || chain === undefined || script.chains.length !== 1) return null;
  if (!command.topLevel || command.redirects.length > 0 || run.onbuild !== null) return null;
  if (chain.links.length === 1) {
    return script.commands.length === 1 ? removeInstruction(dockerfile, run) : null;
  }
  if (command.link < chain.links.length - 1) {
    const edit = removeLink(dockerfile, chain, command.link);
    return edit === null ? null : [edit];
  }
  const before = chain.links[command.link - 1];
  const here = chain.links[command.link];
  if (before === undefined || here === undefined) return null;
  if (chain.operators[command.link - 1]?.text !== "&&") return null;
  const gone = { start: before.end, end: here.end };
  return dockerfile.source.slice(gone).includes("#") ? null : [{ ...gone, newText: "" }];
}
