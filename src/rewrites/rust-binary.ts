import { workdirOf } from "../dockerfile/context-copies.ts";
import { hubName } from "../dockerfile/known-images.ts";
import { relativeTo, resolvePath } from "../dockerfile/paths.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { directoryOf } from "../shell/package-managers/working-directory.ts";
import { isPlainBuild, probeOf } from "./known-steps.ts";
import { baseOf, sourceCheck, splitTitle, type Recipe } from "./rewrite.ts";
import { copyTo, runTimeFiles } from "./run-time-files.ts";
import type { BuildStep } from "./build-steps.ts";
import type { SingleStage } from "./single-stage.ts";
import { execForm, startWords } from "./start-command.ts";
import { hasVolume, lowPortNote, withoutItsUser } from "./users.ts";

/**
 * A Rust program goes to a distroless image: from Alpine, where it is linked statically, to one without a C library, else to one
 * with that of Debian 13, which is as new as that of any `rust` image.
 */
export const rustBinary: Recipe = (found) => {
  const build = found.builds.at(-1);
  const tag = rustTag(found);
  if (tag === null || build?.call.manager !== "cargo") return null;
  const isAlpine = tag.includes("alpine");
  const packages = isAlpine ? [] : ["libssl-dev"];
  if (!isPlainBuild(found, { managers: ["cargo"], packages })) return null;
  if (probeOf(found).kind !== "none" || hasVolume(found)) return null;
  const words = startWords(found);
  const made = words === null ? null : startedBinary(found, build, words[0] ?? "");
  const places = withoutItsUser(found, false);
  const files = runTimeFiles(found, new Set());
  if (words === null || made === null || places === null || files === null) return null;
  const { command } = found.start.instruction;
  const isMoved = made.start !== words[0];
  const newText = execForm([made.start, ...words.slice(1)]);
  return {
    title: splitTitle("a distroless runtime", [
      ...(isAlpine ? [] : ["the libraries that it links"]),
      ...lowPortNote(found),
      sourceCheck,
    ]),
    image: isAlpine
      ? "gcr.io/distroless/static-debian13:nonroot"
      : "gcr.io/distroless/cc-debian13:nonroot",
    places,
    edits: isMoved || command.form !== "exec" ? [{ ...command.span, newText }] : [],
    copies: [
      copyTo(made.from, made.to, found.workdir),
      ...files.map((path) => copyTo(path, path, found.workdir)),
    ],
  };
};

/** The tag of the image of Rust that a stage stands on, empty for none; null for other images, and for old ones. */
function rustTag(found: SingleStage): string | null {
  const base = baseOf(found);
  if (base === null || hubName(base) !== "rust") return null;
  // Programs of these are linked with an OpenSSL that newer images do not have.
  return /bullseye|buster|stretch/.test(base.tag ?? "") ? null : (base.tag ?? "");
}

/** The program that is started: where the build leaves it, where it goes, and how it is started there. */
interface Binary {
  readonly from: string;
  readonly to: string;
  readonly start: string;
}

function startedBinary(
  found: SingleStage,
  { run, call }: BuildStep,
  program: string,
): Binary | null {
  if (call.action === "install") {
    const isPlain = /^[\w-]+$/.test(program) && !hasFlag(call, "--root");
    return isPlain
      ? { from: `/usr/local/cargo/bin/${program}`, to: `/usr/local/bin/${program}`, start: program }
      : null;
  }
  const isRelease = hasFlag(call, "--release", "-r");
  const isElsewhere =
    hasFlag(call, "--target", "--target-dir", "--profile", "--manifest-path") ||
    ["CARGO_TARGET_DIR", "CARGO_BUILD_TARGET"].some((name) => run.state.lookup(name) !== undefined);
  const script = shellOf(found.dockerfile, run);
  const directory =
    script === null ? null : directoryOf(script, call.command, workdirOf(run.state));
  if (!isRelease || isElsewhere || directory === null || directory.startsWith("/?")) return null;
  if (found.workdir === "/" || found.workdir.startsWith("/?")) return null;
  const from = resolvePath(found.workdir, program);
  const name = relativeTo(`${directory === "/" ? "" : directory}/target/release`, from);
  if (name === null || !/^[\w-]+$/.test(name)) return null;
  return { from, to: `${found.workdir}/${name}`, start: `./${name}` };
}
