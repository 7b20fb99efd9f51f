import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { isRoot } from "../../dockerfile/users.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { createdUsers, type CreatedUser } from "./created-users.ts";
import { resolveWord } from "../reading/words.ts";

/** Who runs in the containers of a stage's image. */
export interface RunningUser {
  /** As USER says, the group left out: a name or a number. */
  readonly name: string;
  /** How it is made in the stages of the image; null when it is not. */
  readonly created: CreatedUser | null;
  /** Its home directory, as far as it is known. */
  readonly home: string | null;
}

/** The unprivileged user that a stage ends with; null when it is root, the base image's, or not known. */
export function unprivilegedUser(dockerfile: Dockerfile, stage: Stage): RunningUser | null {
  const { user, lookup } = stage.endState;
  const written = user?.user == null ? null : expandWord(user.user, user.state.lookup);
  if (written === null || isRoot(written)) return null;
  const name = written.replace(/:.*/, "");
  const created =
    stage.lineage
      .flatMap(({ instructions }) => instructions)
      .flatMap((run) =>
        run.kind === "run" && run.onbuild === null ? createdUsers(dockerfile, run) : [],
      )
      .find((one) => one.name === name || one.uid === name) ?? null;
  const home = lookup("HOME")?.value ?? (created === null ? null : homeOf(created));
  return { name, created, home };
}

/** The home directory of a user that a RUN makes; null when it is not known, or it has none. */
function homeOf({ run, command, arguments: { options }, name }: CreatedUser): string | null {
  const names =
    command.name === "useradd" ? ["-d", "--home-dir", "--home"] : ["-h", "--home", "-d"];
  const option = options.findLast((one) => names.includes(one.name));
  if (option !== undefined) {
    if (option.valueWord !== null) return resolveWord(option.valueWord, run.state);
    return option.value;
  }
  // Debian's adduser gives a system user none.
  const isSystem = command.name === "adduser" && options.some((one) => one.name === "--system");
  return isSystem || name === null ? null : `/home/${name}`;
}
