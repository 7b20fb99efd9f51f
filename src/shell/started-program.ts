import type { Dockerfile, Instruction, Stage } from "../dockerfile/model.ts";
import { lastOfKind } from "../dockerfile/queries.ts";
import { shellOf } from "./parse-shell.ts";

/** The instruction that starts the image: the last ENTRYPOINT of its lineage, else the last CMD; null when there is none. */
export function startingInstruction(stage: Stage): Instruction | null {
  return lastOfKind(stage.lineage, "entrypoint") ?? lastOfKind(stage.lineage, "cmd");
}

/** The base name of the program that an ENTRYPOINT or CMD starts; null when it is not known. */
export function startedProgram(dockerfile: Dockerfile, starts: Instruction): string | null {
  const [command] = shellOf(dockerfile, starts)?.commands ?? [];
  // A shell that is handed a script is as good as the script.
  const script = command?.args.find(({ value }) => value?.endsWith(".sh"))?.value;
  const isShell = command?.name != null && /^(ba|da|a)?sh$/.test(command.name);
  return (isShell ? script : null) ?? command?.name ?? null;
}

/** Servers whose master process is root by design and whose workers are not. */
const masters = new Set(
  (
    "apache2 apache2-foreground apachectl apache2ctl crond cron dockerd dovecot httpd httpd-foreground init master nginx " +
    "openresty php-fpm postfix sshd supervisord systemd"
  ).split(" "),
);

/** Whether a program is a server whose master process is root by design and whose workers are not. */
export function isRootService(program: string): boolean {
  return masters.has(program);
}
