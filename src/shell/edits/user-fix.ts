import { copyTarget } from "../../dockerfile/copied-paths.ts";
import { insertBeforeStart } from "../../dockerfile/end-block.ts";
import { familyOfStage, type ImageFamily } from "../../dockerfile/image-family.ts";
import { addFlag } from "../../dockerfile/instruction-edits.ts";
import type { CopyInstruction, Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import { flagOf, instructionsOfKind, rootStage } from "../../dockerfile/queries.ts";
import { isRoot } from "../../dockerfile/users.ts";
import type { TextEdit } from "../../source/text-edit.ts";
import { lateAttributes } from "../layers/late-attributes.ts";
import { shellOf } from "../parse-shell.ts";
import { isKnownOwner, takesOwner, userOfBase } from "../users/users-at.ts";

/** Edits after which an image runs as an unprivileged user, and what they do as an order. */
export interface UserFix {
  readonly title: string;
  readonly safety: "review";
  readonly edits: readonly TextEdit[];
}

/** The commands that make a user with fixed ids the way a family of images does. */
const creation: Readonly<Partial<Record<ImageFamily, string>>> = {
  alpine: "addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app",
  busybox: "addgroup -S -g 10001 app && adduser -S -D -H -u 10001 -G app app",
  debian: "groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app app",
  rhel: "groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app app",
};

/** Images of RPM distributions that come without shadow-utils, and so without `useradd`. */
const withoutUserTools = /minimal|micro|slim|amazonlinux|photon|azurelinux|mariner/;

/**
 * Lets the image of a stage run as an unprivileged user: its base image's own one, else one that is made with fixed ids,
 * else a number alone. What COPY brings to the working directory gets that owner, but for the program itself.
 * @param starts what starts the image
 * @returns undefined where it is not known how users are made, the stage does not start the image itself, or it keeps what
 *   it runs in `/root`
 */
export function userFix(
  dockerfile: Dockerfile,
  stage: Stage,
  starts: Instruction | null,
): UserFix | undefined {
  if (starts?.stage !== stage || starts.onbuild !== null || usesRootHome(stage)) return undefined;
  const owner = ownerOfProgram(dockerfile, stage);
  const user = owner === null ? userLines(stage) : { lines: `USER ${owner}`, owner: null };
  if (user === null) return undefined;
  return {
    title: "Run as an unprivileged user (check what it has to write to)",
    safety: "review",
    edits: [
      ...(user.owner === null ? [] : ownedBy(stage, user.owner, programPath(dockerfile, starts))),
      ...insertBeforeStart(dockerfile, stage, user.lines),
    ],
  };
}

/**
 * Gives the program's own files to an owner.
 * @param program what is started: who may not write to it cannot change what runs next time
 */
function ownedBy(stage: Stage, owner: string, program: string | null): readonly TextEdit[] {
  const copies = stage.instructions.filter(
    (one): one is CopyInstruction =>
      one.kind === "copy" && isOwnFile(stage, one, program) && takesOwner(one, owner),
  );
  return copies.flatMap((copy) => addFlag(copy, `--chown=${owner}`));
}

/** Users that Debian's and Alpine's base files know. */
const everywhere = new Set(["nobody", "daemon"]);

/** The user to whom a stage gives its working directory in the end, `RUN chown -R nobody /app`: it is meant to run as that one. */
function ownerOfProgram(dockerfile: Dockerfile, stage: Stage): string | null {
  const { workdir } = stage.endState;
  const family = familyOfStage(stage);
  for (const run of instructionsOfKind(stage, "run").reverse()) {
    const late = lateAttributes(dockerfile, run, "chown").find(
      ({ recursive, paths }) => recursive && workdir !== null && paths.includes(workdir),
    );
    const [user = ""] = late?.value?.split(/[:.]/) ?? [];
    if (user === "") continue;
    const isKnown =
      (everywhere.has(user) && (family === "debian" || family === "alpine")) ||
      isKnownOwner(dockerfile, run, user);
    return isKnown && !isRoot(user) ? user : null;
  }
  return null;
}

/** Whether a stage works in `/root`, copies to it or names it as a place of its data: its mode is 700 everywhere, so that no other user gets in. */
export function usesRootHome({ endState, instructions }: Stage): boolean {
  const isInside = (path: string | null) => path !== null && relativeTo("/root", path) !== null;
  return (
    isInside(endState.workdir) ||
    instructions.some((one) => {
      switch (one.kind) {
        case "copy":
        case "add":
          return isInside(copyTarget(one, one.sources[0]?.value ?? ""));
        case "env":
          return one.pairs.some(({ value }) => (value?.value ?? "").split(":").some(isInside));
        case "volume":
          return one.words.some(({ text }) => isInside(text.replace(/[[\]",]/g, "")));
        default:
          return false;
      }
    })
  );
}

/** The lines that make a user and switch to it, and whom its files are to belong to. */
function userLines(stage: Stage): { readonly lines: string; readonly owner: string } | null {
  const own = userOfBase(stage);
  if (own !== null) return { lines: `USER ${own}`, owner: `${own}:${own}` };
  const family = familyOfStage(stage);
  if (family === "scratch" || family === "distroless")
    return { lines: "USER 65532:65532", owner: "65532:65532" };
  const { reference } = rootStage(stage).base;
  const command = family === null ? undefined : creation[family];
  if (command === undefined) return null;
  // By number, so that Kubernetes' runAsNonRoot can tell that it is not root.
  const owner = "10001:10001";
  const bare =
    family === "rhel" &&
    withoutUserTools.test(`${reference?.repository ?? ""}:${reference?.tag ?? ""}`);
  return { lines: bare ? `USER ${owner}` : `RUN ${command}\nUSER ${owner}`, owner };
}

/** The absolute path of the program that an instruction starts; null when it is sought by its name, or not known. */
function programPath(dockerfile: Dockerfile, starts: Instruction): string | null {
  const word = shellOf(dockerfile, starts)?.commands[0]?.words[0]?.value ?? null;
  const { workdir } = starts.state;
  if (word?.includes("/") !== true || (workdir === null && !word.startsWith("/"))) return null;
  return resolvePath(workdir ?? "/", word);
}

/**
 * Whether a COPY brings the program's own files: to the working directory that the file sets, and to no owner yet.
 * @param program the path of a file that stays root's
 */
function isOwnFile(stage: Stage, copy: CopyInstruction, program: string | null): boolean {
  const { workdir, workdirSetBy } = stage.endState;
  if (workdir === null || workdir === "/" || workdirSetBy === null) return false;
  if (copy.onbuild !== null || flagOf(copy, "chown") !== null) return false;
  const target = copyTarget(copy, copy.sources[0]?.value ?? "");
  return target !== null && target !== program && relativeTo(workdir, target) !== null;
}
