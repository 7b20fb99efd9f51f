import type { Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { lastOfKind } from "../../dockerfile/queries.ts";
import { shellOf } from "../parse-shell.ts";
import { baseName, shellDialect } from "../reading/shell-options.ts";

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
    "openresty php-fpm postfix sshd"
  ).split(" "),
);

/** Whether a program is a server whose master process is root by design and whose workers are not. */
function isRootService(program: string): boolean {
  return masters.has(program);
}

/** Whether what an image starts is such a server: by itself, or as the CMD that an entrypoint's script hands over to. */
export function startsRootService(dockerfile: Dockerfile, stage: Stage): boolean {
  return (["entrypoint", "cmd"] as const).some((kind) => {
    const instruction = lastOfKind(stage.lineage, kind);
    const program = instruction === null ? null : startedProgram(dockerfile, instruction);
    return program !== null && isRootService(program);
  });
}

/** How scripts are named, or the directories they are kept in. */
const scriptPath = /\.(?:sh|bash)$|entrypoint[^/]*$|(?:^|\/)(?:hack|scripts?)\/[^/]+$/;

/**
 * The base name of the script that an ENTRYPOINT or CMD starts, by itself or in a shell: what it does before it starts
 * something else is not known. Null when what is started is none, as far as its name tells.
 */
export function startedScript(dockerfile: Dockerfile, starts: Instruction): string | null {
  const [command] = shellOf(dockerfile, starts)?.commands ?? [];
  const name = command?.name ?? null;
  if (command === undefined || name === null) return null;
  if (shellDialect(name) === null) {
    const program = command.words[command.words.length - command.args.length - 1];
    return scriptPath.test(program?.value ?? name) ? name : null;
  }
  const values = command.args.map(({ value }) => value);
  if (values.some((value) => value !== null && /^-\w*c$/.test(value))) return null;
  const script = values.find((value) => value !== null && !value.startsWith("-"));
  return script == null ? null : baseName(script);
}
