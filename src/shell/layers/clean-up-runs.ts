import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";

/** Whether a RUN does nothing but delete files and empty caches: `rm`, `apt-get clean`, `npm cache clean`. */
export function onlyCleansUp(dockerfile: Dockerfile, run: RunInstruction): boolean {
  const commands = shellOf(dockerfile, run)?.commands ?? [];
  const cleaning = new Set(
    packageCalls(dockerfile, run)
      .filter(({ action }) => action === "clean")
      .map(({ command }) => command),
  );
  return (
    commands.length > 0 &&
    commands.every((command) => command.name === "rm" || cleaning.has(command))
  );
}
