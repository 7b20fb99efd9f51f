import type { CopyInstruction, Instruction, Stage } from "./model.ts";
import { rootStage } from "./queries.ts";
import { expandWord } from "./variables.ts";

/** Whether the image of a stage has no `/etc/passwd`: it stands on `scratch`, and nothing along its lineage may bring one. */
export function lacksPasswd(stage: Stage | null): boolean {
  if (stage === null || !rootStage(stage).base.scratch) return false;
  return !stage.lineage.some(({ instructions }) => instructions.some(bringsPasswd));
}

/** Whether a stage stands on one that has the file. */
export function inheritsPasswd(stage: Stage): boolean {
  return stage.lineage.slice(1).some(({ instructions }) => instructions.some(bringsPasswd));
}

/** Whether an instruction may bring `/etc/passwd`: it copies that file, a whole `/etc` or a whole root, or runs something. */
export function bringsPasswd(instruction: Instruction): boolean {
  if (instruction.kind === "run") return true;
  if (instruction.kind !== "copy" && instruction.kind !== "add") return false;
  const { destination } = instruction;
  const target = destination === null ? null : expandWord(destination, instruction.state.lookup);
  if (target === null || /^\/?etc\/passwd$/.test(target)) return true;
  if (/^\/?etc\/?$/.test(target))
    return instruction.sources.some(({ value }) => /passwd|etc\/?$|[*?]/.test(value));
  return /^(?:\/|\.\/?)$/.test(target) && mayBeRoot(instruction);
}

/** Whether what is copied to `/` may be a tree with an `etc` in it: anything that does not look like a single file. */
function mayBeRoot({ sources }: CopyInstruction): boolean {
  return sources.some(({ value }) => {
    if (/(?:^|\/)(?:etc|\.?)\/?$|root-?fs|\/$|[*?]/.test(value)) return true;
    return /\.(?:tar|tgz|txz|tbz2?|zst|xz|gz|bz2)(?:\.\w+)?$/.test(value);
  });
}
