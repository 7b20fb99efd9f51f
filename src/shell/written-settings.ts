import { Notes } from "../source/notes.ts";
import type { Dockerfile, Instruction, RunInstruction, Stage } from "../dockerfile/model.ts";
import { shellOf } from "./parse-shell.ts";

/** A setting that a file decides, as far as it shows in a Dockerfile. */
export interface WrittenSetting {
  /** Matches the text that turns it on, in a word or in the body of a here-document. */
  readonly text: RegExp;
  /** Matches the paths of files that may hold it: one that is copied from elsewhere is taken to do so. */
  readonly file: RegExp;
}

const known = new Notes<Dockerfile, Map<WrittenSetting, ReadonlyMap<Stage, number>>>();

/**
 * Whether a setting was written to a file before a RUN, along the lineage of its stage or in the RUN itself:
 * `echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes`, `COPY apt.conf /etc/apt/apt.conf`.
 */
export function isSettingWritten(
  dockerfile: Dockerfile,
  run: RunInstruction,
  setting: WrittenSetting,
): boolean {
  const first = firstWriters(dockerfile, setting);
  if (first.size === 0 || run.stage === null) return false;
  return run.stage.lineage.some((stage) => (first.get(stage) ?? Infinity) <= run.index);
}

/** The index of the first instruction of each stage that writes a setting. */
function firstWriters(dockerfile: Dockerfile, setting: WrittenSetting): ReadonlyMap<Stage, number> {
  const ofFile = known.get(dockerfile) ?? new Map<WrittenSetting, ReadonlyMap<Stage, number>>();
  known.set(dockerfile, ofFile);
  const before = ofFile.get(setting);
  if (before !== undefined) return before;
  const found = new Map<Stage, number>();
  for (const instruction of dockerfile.instructions) {
    const { stage } = instruction;
    if (stage === null || found.has(stage)) continue;
    if (writes(dockerfile, instruction, setting)) found.set(stage, instruction.index);
  }
  ofFile.set(setting, found);
  return found;
}

function writes(
  dockerfile: Dockerfile,
  instruction: Instruction,
  { text, file }: WrittenSetting,
): boolean {
  const inBody = instruction.heredocs.some(({ bodySpan }) =>
    text.test(dockerfile.source.slice(bodySpan)),
  );
  switch (instruction.kind) {
    case "run":
      return (
        inBody ||
        (shellOf(dockerfile, instruction)?.commands ?? []).some((command) =>
          command.args.some((word) => text.test(word.value ?? word.text)),
        )
      );
    case "copy":
    case "add": {
      if (instruction.heredocs.length > 0) return inBody;
      return [...instruction.sources, instruction.destination].some(
        (word) => word !== null && file.test(word.value),
      );
    }
    default:
      return false;
  }
}
