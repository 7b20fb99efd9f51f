import type { ShellWord } from "../shell/model.ts";
import { plainWords } from "../shell/reading/plain-words.ts";
import type { TextEdit } from "../source/text-edit.ts";
import type { SingleStage } from "./single-stage.ts";

/** The words of the instruction that names the program, when no shell has anything to do in them; else null. */
export function startWords({ start }: SingleStage): readonly string[] | null {
  const { command } = start.instruction;
  if (command.form === "exec") return command.exec.items.map(({ value }) => value);
  return command.brokenExec === null ? plainWords(start.script) : null;
}

/** The edits that write the start command in exec form, as an image without a shell needs it; null where it needs a shell. */
export function execFormEdits(found: SingleStage): TextEdit[] | null {
  const words = startWords(found);
  if (words === null) return null;
  const { command } = found.start.instruction;
  return command.form === "exec" ? [] : [{ ...command.span, newText: execForm(words) }];
}

/** The edit that puts another word in the place of one of the start command, which is left in its form. */
export function replaceStartWord({ start }: SingleStage, word: ShellWord, text: string): TextEdit {
  // The text of `sh -c` stands inside of a string already.
  const isString = start.instruction.command.form === "exec" && start.script.form === "exec";
  return { ...word.span, newText: isString ? JSON.stringify(text) : text };
}

/** Words as the JSON array of an exec form. */
export function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}
