import { instructionsBefore } from "../../dockerfile/context-copies.ts";
import type { Dockerfile, Instruction, RunInstruction } from "../../dockerfile/model.ts";
import { shellOf } from "../parse-shell.ts";
import { resolveWord } from "../reading/words.ts";
import { createdUsers } from "./created-users.ts";

/** Which part of an owner a RUN makes. */
export type MadePart = "user" | "group";

/**
 * Which part of `user:group` is made after an instruction and at the latest in a RUN, so that it cannot be named there: the
 * user, else only the group; null where neither is made in between, as far as the RUNs tell.
 */
export function madeBetween(
  dockerfile: Dockerfile,
  after: Instruction,
  last: RunInstruction,
  owner: string,
): MadePart | null {
  const [user = "", group = ""] = owner.split(":");
  const runs = [...instructionsBefore(last), last].filter(
    (one): one is RunInstruction => one.kind === "run" && one.index > after.index,
  );
  const users = runs.flatMap((run) =>
    createdUsers(dockerfile, run).flatMap(({ name }) => name ?? []),
  );
  if (users.includes(user)) return "user";
  const groups = runs.flatMap((run) => createdGroups(dockerfile, run));
  return group !== "" && (groups.includes(group) || users.includes(group)) ? "group" : null;
}

function createdGroups(dockerfile: Dockerfile, run: RunInstruction): readonly string[] {
  return (shellOf(dockerfile, run)?.commands ?? []).flatMap(({ name, args }) => {
    const last = name === "groupadd" || name === "addgroup" ? args.at(-1) : undefined;
    return last === undefined ? [] : (resolveWord(last, run.state) ?? []);
  });
}
