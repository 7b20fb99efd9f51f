import { noted } from "../../source/notes.ts";
import { baseUser } from "../../dockerfile/base-users.ts";
import type { Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { isRoot } from "../../dockerfile/users.ts";
import { wordText } from "../reading/command-options.ts";
import { createdUsers, type CreatedUser } from "./created-users.ts";
import { shellOf } from "../parse-shell.ts";
import { dropsPrivileges } from "../services/privileges.ts";
import {
  startedProgram,
  startedScript,
  startingInstruction,
  startsRootService,
} from "../services/started-program.ts";

/**
 * The user that the image has for its program and never switches to: one that is made in the stages of the image while no
 * USER is set and the program starts as root. Null when the image gives up root by itself, starts a script or a server
 * that may do so, or makes several users.
 */
export const userWithoutUse = noted(findUnused);

function findUnused(dockerfile: Dockerfile): CreatedUser | null {
  const stage = dockerfile.finalStage;
  if (stage?.endState.user !== null) return null;
  const starts = startingInstruction(stage);
  if (starts === null || dropsPrivileges(dockerfile, stage)) return null;
  const { base } = rootStage(stage);
  if (!base.scratch && (base.reference === null || baseUser(base.reference) !== "root"))
    return null;
  if (startedProgram(dockerfile, starts) === null || startsRootService(dockerfile, stage))
    return null;
  if (startedScript(dockerfile, starts) !== null) return null;
  const users = usersOf(dockerfile, stage);
  const [user] = users;
  if (user?.name == null || new Set(users.map(({ name }) => name)).size > 1) return null;
  if (isRoot(user.name) || mentions(dockerfile, starts, user.name)) return null;
  return user;
}

/** The users that are made in a stage and its ancestors. */
export function usersOf(dockerfile: Dockerfile, stage: Stage): CreatedUser[] {
  return stage.lineage.flatMap(({ instructions }) =>
    instructions.flatMap((run) =>
      run.kind === "run" && run.onbuild === null ? createdUsers(dockerfile, run) : [],
    ),
  );
}

/** `CMD su app -c ...`, `CMD ["uwsgi", "--uid", "app"]`: the program is told whom to become. */
function mentions(dockerfile: Dockerfile, starts: Instruction, user: string): boolean {
  const commands = shellOf(dockerfile, starts)?.commands ?? [];
  return commands.some(({ args, wrappers, name }) => {
    if (name === "su" || wrappers.includes("sudo")) return true;
    const words = args.map((arg) => wordText(arg));
    return words.some((word, index) => {
      const [option = "", value = words[index + 1]] = word.split("=");
      return /^--?(?:u|user|uid|username|setuid|chuid)$/.test(option) && value === user;
    });
  });
}
