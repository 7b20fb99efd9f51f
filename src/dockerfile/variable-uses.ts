import type { Instruction, VariableUse, Word } from "./model.ts";

/**
 * The variables that BuildKit fills in when it reads an instruction, in order. Shell text is not among them, its shell fills
 * it in; nor is FROM, which sees other variables.
 */
export function expandedVariables(instruction: Instruction): readonly VariableUse[] {
  return expandedWords(instruction)
    .flatMap(({ variables }) => variables)
    .filter(({ name }) => /^[A-Za-z_]\w*$/.test(name));
}

function expandedWords(instruction: Instruction): readonly Word[] {
  switch (instruction.kind) {
    case "env":
    case "label":
    case "arg":
      return instruction.pairs.flatMap(({ value }) => value ?? []);
    case "copy":
    case "add":
      return [
        ...instruction.sources,
        ...(instruction.destination === null ? [] : [instruction.destination]),
      ];
    case "workdir":
      return instruction.path === null ? [] : [instruction.path];
    case "user":
      return instruction.user === null ? [] : [instruction.user];
    case "expose":
    case "volume":
    case "stopsignal":
      return instruction.words;
    default:
      return [];
  }
}

/** Whether a use says what is to be done when the variable is not set: `${A:-x}`, `${A:+x}`, `${A?message}`. */
export function setsByDefault({ operator }: VariableUse): boolean {
  return operator !== null && /^:?[-+?]$/.test(operator);
}
