import { noted } from "../../source/notes.ts";
import type { Pipeline, ShellCommand, ShellScript } from "../model.ts";

/** The pipeline that each command of a script stands in, for those that stand in one. Cached. */
export const pipedCommands = noted((script: ShellScript): ReadonlyMap<ShellCommand, Pipeline> => {
  return new Map(
    script.pipelines.flatMap((pipeline) =>
      pipeline.stages.flatMap((stage) => (stage === null ? [] : [[stage, pipeline] as const])),
    ),
  );
});
