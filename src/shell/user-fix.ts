import { copyTarget } from "../dockerfile/copied-paths.ts";
import { insertBeforeStart } from "../dockerfile/end-block.ts";
import { familyOfStage, type ImageFamily } from "../dockerfile/image-family.ts";
import { addFlag } from "../dockerfile/instruction-edits.ts";
import type {
  CopyInstruction,
  Dockerfile,
  ImageReference,
  Instruction,
  Stage,
} from "../dockerfile/model.ts";
import { relativeTo } from "../dockerfile/paths.ts";
import { flagOf, rootStage } from "../dockerfile/queries.ts";
import type { TextEdit } from "../source/text-edit.ts";
import { takesOwner, userOfBase } from "./users-at.ts";

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
 * else a number alone. What COPY brings to the working directory gets that owner.
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
  const user = userLines(stage);
  if (user === null) return undefined;
  const owned = stage.instructions.filter(
    (one): one is CopyInstruction =>
      one.kind === "copy" && isOwnFile(stage, one) && takesOwner(one, user.owner),
  );
  return {
    title: "Run as an unprivileged user (check what it has to write to)",
    safety: "review",
    edits: [
      ...owned.flatMap((copy) => addFlag(copy, `--chown=${user.owner}`)),
      ...insertBeforeStart(dockerfile, stage, user.lines),
    ],
  };
}

/** Whether a stage works in `/root` or copies to it: its mode is 700 everywhere, so that no other user gets in. */
export function usesRootHome({ endState, instructions }: Stage): boolean {
  const isInside = (path: string | null) => path !== null && relativeTo("/root", path) !== null;
  return (
    isInside(endState.workdir) ||
    instructions.some(
      (one) => one.kind === "copy" && isInside(copyTarget(one, one.sources[0]?.value ?? "")),
    )
  );
}

function userLines(stage: Stage): { readonly lines: string; readonly owner: string } | null {
  const own = userOfBase(stage);
  if (own !== null) return { lines: `USER ${own}`, owner: `${own}:${own}` };
  // .NET's images bring the user `app`, so that no other can have that name. From their documentation, 2026-11.
  if (hasDotnetUser(rootStage(stage).base.reference))
    return { lines: "USER 1654", owner: "1654:1654" };
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

/** Whether a COPY brings the program's own files: to the working directory that the file sets, and to no owner yet. */
function isOwnFile(stage: Stage, copy: CopyInstruction): boolean {
  const { workdir, workdirSetBy } = stage.endState;
  if (workdir === null || workdir === "/" || workdirSetBy === null) return false;
  if (copy.onbuild !== null || flagOf(copy, "chown") !== null) return false;
  const target = copyTarget(copy, copy.sources[0]?.value ?? "");
  return target !== null && relativeTo(workdir, target) !== null;
}

/** Whether an image is one of .NET 8 or later for Linux. */
function hasDotnetUser(image: ImageReference | null): boolean {
  if (image?.registry !== "mcr.microsoft.com" || !image.repository.startsWith("dotnet/"))
    return false;
  return Number(/^\d+/.exec(image.tag ?? "")?.[0] ?? 0) >= 8;
}
