import { noted } from "../source/notes.ts";
import type {
  CommandForm,
  Dockerfile,
  Instruction,
  InstructionKind,
  InstructionOf,
  Stage,
} from "./model.ts";

/** The instructions of some kinds in a file or a stage, in file order, triggers of ONBUILD included. */
export function instructionsOfKind<K extends InstructionKind>(
  of: { readonly instructions: readonly Instruction[] },
  ...kinds: readonly K[]
): InstructionOf<K>[] {
  return of.instructions.filter((instruction) => hasKind(instruction, kinds));
}

/** Whether an instruction is of one of some kinds. */
export function isOfKind<K extends InstructionKind>(
  instruction: Instruction,
  ...kinds: readonly K[]
): instruction is InstructionOf<K> {
  return hasKind(instruction, kinds);
}

function hasKind<K extends InstructionKind>(
  instruction: Instruction,
  kinds: readonly K[],
): instruction is InstructionOf<K> {
  return (kinds as readonly InstructionKind[]).includes(instruction.kind);
}

/** What RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD runs; null for every other instruction. */
export function commandForm(instruction: Instruction): CommandForm | null {
  switch (instruction.kind) {
    case "run":
    case "cmd":
    case "entrypoint":
    case "healthcheck":
      return instruction.command;
    default:
      return null;
  }
}

/** What to call a stage: its name, else its number (from 0). */
export function stageLabel(stage: Stage): string {
  return stage.name ?? String(stage.index);
}

/** The instruction before one, in the same stage (or among those before the first FROM); null for the first. */
export function previousInstruction(
  dockerfile: Dockerfile,
  instruction: Instruction,
): Instruction | null {
  return neighbour(dockerfile, instruction, -1);
}

/** The instruction behind one, in the same stage (or among those before the first FROM); null for the last. */
export function nextInstruction(
  dockerfile: Dockerfile,
  instruction: Instruction,
): Instruction | null {
  return neighbour(dockerfile, instruction, 1);
}

function neighbour(
  dockerfile: Dockerfile,
  instruction: Instruction,
  step: 1 | -1,
): Instruction | null {
  const found = dockerfile.instructions[instruction.index + step];
  return found?.stage === instruction.stage ? found : null;
}

/** The stages that the image consists of: the final stage and what it is built on, newest first. Empty without a FROM. */
export function imageStages(dockerfile: Dockerfile): readonly Stage[] {
  return dockerfile.finalStage?.lineage ?? [];
}

const stagesOfImage = noted(
  (dockerfile: Dockerfile): ReadonlySet<Stage> => new Set(imageStages(dockerfile)),
);

/** Whether what a stage does is part of the image: it is the final stage, or the final stage is built on it. */
export function isInImage(dockerfile: Dockerfile, stage: Stage | null): boolean {
  return stage !== null && stagesOfImage(dockerfile).has(stage);
}

/** The RUNs that the image is made by, in file order; those of the stages it is not made of are left out. */
export function imageRuns(dockerfile: Dockerfile): readonly InstructionOf<"run">[] {
  return instructionsOfKind(dockerfile, "run").filter(({ stage }) => isInImage(dockerfile, stage));
}

/**
 * The last instruction of a kind along a lineage: in the stage itself, else in its parent, and so on. Triggers of
 * ONBUILD do not count: they run elsewhere.
 */
export function lastOfKind<K extends InstructionKind>(
  lineage: readonly Stage[],
  ...kinds: readonly K[]
): InstructionOf<K> | null {
  for (const stage of lineage) {
    const found = stage.instructions.findLast(
      (instruction) => instruction.onbuild === null && isOfKind(instruction, ...kinds),
    );
    if (found !== undefined) return found as InstructionOf<K>;
  }
  return null;
}

/** Every stage that is built when one is: itself and what it depends on, directly or not. In file order. */
export function requiredStages(stage: Stage): readonly Stage[] {
  const required = new Set<Stage>([stage]);
  for (const one of required) for (const dependency of one.dependencies) required.add(dependency);
  return [...required].sort((a, b) => a.index - b.index);
}

/** The stage whose image (not a stage of the file) a stage is built on in the end: the last of its lineage. */
export function rootStage(stage: Stage): Stage {
  return stage.root;
}

/** The flag of a name, the first if there are several; null when the instruction does not have it. */
export function flagOf(
  instruction: Instruction,
  name: string,
): Instruction["flags"][number] | null {
  return instruction.flags.find((flag) => flag.name === name) ?? null;
}

/** The instruction that an offset lies in (heredocs included), null when it lies between instructions. */
export function instructionAt(dockerfile: Dockerfile, offset: number): Instruction | null {
  const { instructions } = dockerfile;
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const found = instructions[low - 1];
  return found !== undefined && offset <= found.span.end ? found : null;
}
