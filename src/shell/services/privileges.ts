import type { Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";

/** Programs whose purpose is to start another one as another user. */
const droppers = new Set([
  "gosu",
  "su-exec",
  "setpriv",
  "setuidgid",
  "chpst",
  "runuser",
  "s6-setuidgid",
  "dumb-init-su",
]);

/** A script that hands over to another user, as it is written where a Dockerfile makes it: `exec gosu app "$@"`. */
const handsOver =
  /(?:\b|\\n)exec\s+(?:\S*\/)?(?:gosu|su-exec|setpriv|setuidgid|chpst|runuser|s6-setuidgid|su\s|sudo\s+(?:-\w+\s+)*-\w*u)/;

/** Service supervisors that run as root so that each service can run as its own user. */
const supervisors = new Set(["s6-svscan", "supervisord", "runsvdir", "systemd"]);

/** The init of a system (systemd, OpenRC), or that of s6-overlay, by itself or handed to an entrypoint's script. */
const init = /^\/(?:(?:usr\/)?sbin\/)?init$/;

/**
 * Whether the image gives up root by itself when it starts: its command goes through a program such as gosu, or such a
 * program was put into it, which only an entrypoint uses.
 */
export function dropsPrivileges(dockerfile: Dockerfile, stage: Stage): boolean {
  return stage.lineage.some((one) =>
    one.instructions.some((instruction) => mentionsDropper(dockerfile, instruction)),
  );
}

function mentionsDropper(dockerfile: Dockerfile, instruction: Instruction): boolean {
  switch (instruction.kind) {
    case "cmd":
    case "entrypoint": {
      const commands = shellOf(dockerfile, instruction)?.commands ?? [];
      return commands.some(
        ({ name, wrappers, words }) =>
          (name !== null && (droppers.has(name) || supervisors.has(name) || name === "su")) ||
          wrappers.some((wrapper) => droppers.has(wrapper)) ||
          (wrappers.includes("sudo") &&
            words.some(({ value }) => /^(?:-u|--user)/.test(value ?? ""))) ||
          words.some(({ value }) => init.test(value ?? "")),
      );
    }
    case "run":
      return (
        handsOver.test(dockerfile.source.slice(instruction.span)) ||
        packageCalls(dockerfile, instruction).some(({ packages }) =>
          packages.some(
            ({ name }) => name !== null && (droppers.has(name) || name === "supervisor"),
          ),
        ) ||
        (shellOf(dockerfile, instruction)?.commands ?? []).some(installsDropper)
      );
    case "copy":
    case "add":
      if (
        instruction.heredocs.some(({ bodySpan }) =>
          handsOver.test(dockerfile.source.slice(bodySpan)),
        )
      )
        return true;
      return [...instruction.sources, instruction.destination].some(
        (word) => word !== null && namesDropper(word.value),
      );
    default:
      return false;
  }
}

/** `curl -o /usr/local/bin/gosu ...`, `chmod +x /usr/local/bin/gosu`, `gosu nobody true` */
function installsDropper({
  name,
  wrappers,
  args,
}: {
  name: string | null;
  wrappers: readonly string[];
  args: readonly { value: string | null }[];
}): boolean {
  if ((name !== null && droppers.has(name)) || wrappers.some((wrapper) => droppers.has(wrapper)))
    return true;
  return args.some(({ value }) => value !== null && namesDropper(value));
}

function namesDropper(path: string): boolean {
  return droppers.has(path.slice(path.lastIndexOf("/") + 1));
}
