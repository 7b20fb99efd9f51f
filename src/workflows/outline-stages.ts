import { stageLabel } from "../dockerfile/queries.ts";
import type { Dockerfile, ImageUse, Instruction, Stage } from "../dockerfile/model.ts";
import type { StageOutline } from "../report/lint-report.ts";

type StageInput = StageOutline["inputs"][number];

/** What a drawing of the stages needs: each stage with what it is built on and what is copied into it. */
export function outlineStages(dockerfile: Dockerfile): StageOutline[] {
  return dockerfile.stages.map((stage) => ({
    label: stageLabel(stage),
    image: stage.parent === null ? imageText(stage.base) : null,
    final: stage === dockerfile.finalStage,
    inputs: distinct([...baseInput(stage), ...stage.instructions.flatMap(inputsOf)]),
  }));
}

function baseInput(stage: Stage): StageInput[] {
  return stage.parent === null ? [] : [{ from: stage.parent.index, kind: "base", label: "" }];
}

function inputsOf(instruction: Instruction): StageInput[] {
  if ((instruction.kind === "copy" || instruction.kind === "add") && instruction.from !== null) {
    const label = instruction.sources.map((word) => word.value).join(" ");
    return [{ from: origin(instruction.from), kind: "copy", label }];
  }
  if (instruction.kind !== "run") return [];
  return instruction.mounts.flatMap((mount) =>
    mount.from === null
      ? []
      : [{ from: origin(mount.from), kind: "mount" as const, label: mount.source ?? "" }],
  );
}

function origin(use: ImageUse): number | string {
  return use.stage?.index ?? imageText(use);
}

function imageText(use: ImageUse): string {
  return use.reference?.text ?? use.text;
}

function distinct(inputs: readonly StageInput[]): StageInput[] {
  return [...new Map(inputs.map((input) => [JSON.stringify(input), input])).values()];
}
