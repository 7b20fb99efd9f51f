import { isRemoteSource } from "../../dockerfile/copy-sources.ts";
import { addFlag } from "../../dockerfile/instruction-edits.ts";
import type { CopyInstruction, Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { workdirOf } from "../../dockerfile/context-copies.ts";
import { relativeTo } from "../../dockerfile/paths.ts";
import { flagOf } from "../../dockerfile/queries.ts";
import type { TextEdit } from "../../source/text-edit.ts";
import { dropCommand } from "./drop-command.ts";
import type { LateAttribute } from "../layers/late-attributes.ts";
import { packageCallOf } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { isSystemManager } from "../system-managers.ts";

/** Commands that write nothing to a directory which they do not name. */
const elsewhere = new Set(
  "useradd adduser usermod groupadd addgroup chown chmod echo true set rm".split(" "),
);

/**
 * The edits that give the COPYs (and ADDs) a flag and drop the command that did its work.
 * @param value of the flag: an owner or an octal mode
 * @returns null where the command does more than that: it has other paths, a RUN wrote something there, a COPY stands in another stage or
 *   has such a flag with another value
 */
export function attributeFix(
  dockerfile: Dockerfile,
  late: LateAttribute,
  flag: "chown" | "chmod",
  value: string,
): TextEdit[] | null {
  const { run, command, copies, complete } = late;
  if (!complete || command.conditional || run.mounts.length > 0) return null;
  if (copies.some((copy) => !canTake(copy, late, flag, value))) return null;
  if (late.recursive && isWrittenTo(dockerfile, late)) return null;
  const dropped = dropCommand(dockerfile, run, command);
  if (dropped === null) return null;
  const added = copies
    .filter((copy) => flagOf(copy, flag) === null)
    .flatMap((copy) => addFlag(copy, `--${flag}=${value}`));
  return [...added, ...dropped];
}

function canTake(
  copy: CopyInstruction,
  { run, paths, recursive }: LateAttribute,
  flag: "chown" | "chmod",
  value: string,
): boolean {
  if (copy.stage !== run.stage || copy.onbuild !== null) return false;
  // Of an image's own files, or of what is unpacked or fetched, nothing is known.
  if (copy.kind === "add" && copy.sources.some((word) => !isRemoteSource(word.value))) return false;
  const own = flagOf(copy, flag);
  if (own !== null && own.value !== value) return false;
  // A flag holds for all that a COPY brings.
  return recursive || copy.sources.length <= paths.length;
}

/** Whether a RUN up to the command may have made files at its paths, which the command changes too. */
function isWrittenTo(dockerfile: Dockerfile, { run, command, paths }: LateAttribute): boolean {
  const runs = (run.stage?.instructions ?? []).filter(
    (one): one is RunInstruction => one.kind === "run" && one.index <= run.index,
  );
  return runs.some((one) => {
    const inside = paths.some((path) => relativeTo(path, workdirOf(one.state)) !== null);
    return (shellOf(dockerfile, one)?.commands ?? [null]).some((each) => {
      if (each === null) return true;
      if (each === command || each.span.start > command.span.start) return false;
      const call = packageCallOf(each);
      const harmless =
        (call !== null && isSystemManager(call.manager)) || elsewhere.has(each.name ?? "");
      const text = dockerfile.source.slice(each.span);
      return paths.some((path) => text.includes(path)) || (inside && !harmless);
    });
  });
}
