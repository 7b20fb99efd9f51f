import { noted } from "../../source/notes.ts";
import { exposedPorts } from "../../dockerfile/exposed-ports.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import { knownBase } from "../../dockerfile/known-images.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { commandInstructions, imageCommand } from "./image-command.ts";
import { commandPort, servedPorts } from "./served-ports.ts";
import { shellDialect } from "../reading/shell-options.ts";

/** Whether the image is one that runs and listens on a TCP port, as far as can be told. */
export function servesPort(dockerfile: Dockerfile, stage: Stage): boolean {
  return readServesPort(stage, dockerfile);
}

const readServesPort = noted((stage: Stage, dockerfile: Dockerfile): boolean => {
  const { base } = rootStage(stage);
  if ((base.reference === null && !base.scratch) || familyOfStage(stage) === "windows")
    return false;
  const { entrypoint, cmd } = commandInstructions(stage);
  if (entrypoint === null && cmd === null)
    return (
      knownBase(rootStage(stage).base)?.starts === "service" &&
      servedPorts(dockerfile, stage).length > 0
    );
  if (startsPrompt(dockerfile, stage)) return false;
  if (commandPort(dockerfile, stage) !== null) return true;
  const ports = exposedPorts(stage).ports.filter(({ protocol }) => protocol === "tcp");
  if (ports.some(({ word }) => word !== null)) return true;
  return ports.length > 0 && entrypoint === null && startsOwnService(dockerfile, stage);
});

/** Whether the command is a shell or an interpreter without a script, or help: an image to work in or to build with. */
export function startsPrompt(dockerfile: Dockerfile, stage: Stage): boolean {
  return readStartsPrompt(stage, dockerfile);
}

const readStartsPrompt = noted((stage: Stage, dockerfile: Dockerfile): boolean => {
  const main = imageCommand(dockerfile, stage)?.main;
  if (main?.name == null) return false;
  // Images that build others (source-to-image) print how they are used.
  if (main.name === "usage") return true;
  const isShell =
    shellDialect(main.name) !== null ||
    /^(python[\d.]*|node|irb|R|php|tail|sleep|true)$/.test(main.name);
  const operands = main.args.filter(({ text }) => !/^["']?-/.test(text));
  return isShell && (operands.length === 0 || /^(tail|sleep)$/.test(main.name));
});

/** Whether a CMD starts what the base image is there for: `nginx -g ...` on nginx, `redis-server` on redis. */
function startsOwnService(dockerfile: Dockerfile, stage: Stage): boolean {
  const program = imageCommand(dockerfile, stage)?.main?.name;
  const image = rootStage(stage).base.reference?.repository.split("/").at(-1);
  if (program == null || image === undefined) return false;
  return (
    program.startsWith(image.slice(0, 5)) ||
    /^(catalina|php-fpm|apache2-foreground|docker-entrypoint)/.test(program)
  );
}
