import { Notes } from "../../source/notes.ts";
import type { Pipeline, ShellCommand, ShellScript } from "../model.ts";

const known = new Notes<ShellScript, ReadonlyMap<ShellCommand, Pipeline>>();

/** The pipeline that each command of a script stands in, for those that stand in one. Cached. */
export function pipedCommands(script: ShellScript): ReadonlyMap<ShellCommand, Pipeline> {
  let found = known.get(script);
  if (found === undefined) {
    found = new Map(
      script.pipelines.flatMap((pipeline) =>
        pipeline.stages.flatMap((stage) => (stage === null ? [] : [[stage, pipeline] as const])),
      ),
    );
    known.set(script, found);
  }
  return found;
}
