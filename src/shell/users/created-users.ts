import { noted } from "../../source/notes.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import {
  readCommandOptions,
  type CommandArguments,
  type OptionSyntax,
} from "../reading/command-options.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { shellOf } from "../parse-shell.ts";
import { resolveWord } from "../reading/words.ts";

/** A `useradd` or `adduser` that makes a user. */
export interface CreatedUser {
  readonly run: RunInstruction;
  readonly script: ShellScript;
  readonly command: ShellCommand;
  readonly arguments: CommandArguments;
  /** Null when it is known only when it runs. */
  readonly name: string | null;
  /** Digits; null when the system picks it, or it is not known. */
  readonly uid: string | null;
}

const useradd: OptionSyntax = {
  shortValues: "bcdefgGkKpPRsuZ",
  longValues: (
    "--base-dir --comment --home-dir --home --expiredate --inactive --gid --groups --skel --key --password --prefix " +
    "--root --shell --uid --selinux-user"
  ).split(" "),
};

/** Those of Debian's script, of BusyBox, and of useradd, for which it is another name on RPM distributions. */
const adduser: OptionSyntax = {
  shortValues: "hgsGkudcbefpKRZ",
  longValues: (
    "--home --shell --uid --gid --ingroup --gecos --comment --firstuid --lastuid --firstgid --lastgid --conf --add-extra-groups " +
    "--base-dir --home-dir --groups --skel --password"
  ).split(" "),
};

/** The users that the commands of a RUN make, in source order. */
export function createdUsers(dockerfile: Dockerfile, run: RunInstruction): readonly CreatedUser[] {
  const script = shellOf(dockerfile, run);
  if (script === null) return [];
  return script.commands.flatMap((command) => {
    const syntax =
      command.name === "useradd" ? useradd : command.name === "adduser" ? adduser : null;
    if (syntax === null) return [];
    const args = readCommandOptions(command.args, syntax);
    const [user, another] = args.operands;
    // With two names adduser puts a user that exists into a group.
    if (user === undefined || another !== undefined) return [];
    const name = resolveWord(user, run.state);
    return [{ run, script, command, arguments: args, name, uid: uidOf(args, run) }];
  });
}

function uidOf({ options }: CommandArguments, { state }: RunInstruction): string | null {
  const option = options.findLast(({ name }) => name === "-u" || name === "--uid");
  if (option === undefined) return null;
  const attached = resolveWord(option.word, state)?.replace(/^(?:--uid=|-[a-zA-Z]*?u)/, "") ?? null;
  const value = option.valueWord === null ? attached : resolveWord(option.valueWord, state);
  return value !== null && /^\d+$/.test(value) ? value : null;
}

/** The numbers of the users that the RUNs of a file, of any stage, make with a known one. The last of a name counts. */
export const knownUids = noted((dockerfile: Dockerfile): ReadonlyMap<string, string> => {
  const users = dockerfile.instructions.flatMap((run) =>
    run.kind === "run" ? createdUsers(dockerfile, run) : [],
  );
  return new Map(
    users.flatMap(({ name, uid }) => (name === null || uid === null ? [] : [[name, uid] as const])),
  );
});
