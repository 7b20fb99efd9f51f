import { Notes } from "../../source/notes.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import type { CopyInstruction, Dockerfile, Instruction, Stage } from "../../dockerfile/model.ts";
import { commandForm, lastOfKind, rootStage } from "../../dockerfile/queries.ts";
import { isWindows } from "../reading/dialect.ts";
import { shellOf } from "../parse-shell.ts";
import { baseName, shellDialect } from "../reading/shell-options.ts";

/**
 * The image that has no shell although an instruction needs one: it is written in shell form, or in an exec form that calls
 * a shell. What is copied into the stage may bring a shell; where that is possible, nothing is said.
 * @returns how to name the image, `scratch` or the reference as written; null when there is a shell, or may be one
 */
export function shellLessImage(dockerfile: Dockerfile, instruction: Instruction): string | null {
  const { stage } = instruction;
  if (stage === null || !needsShell(dockerfile, instruction)) return null;
  const { base } = rootStage(stage);
  if (!isShellLess(stage) || isWindows(dockerfile, instruction)) return null;
  if (instruction.state.shell !== null) return null;
  // It is then handed to ENTRYPOINT as arguments.
  if (instruction.kind === "cmd" && lastOfKind(stage.lineage, "entrypoint") !== null) return null;
  if (instruction.kind === "run" && instruction.mounts.some(({ from }) => from !== null))
    return null;
  const program = programOf(dockerfile, instruction);
  const from = instruction.kind === "run" ? instruction.index : Infinity;
  const brought = stage.lineage.some((one) => {
    const { first, files } = bringers(dockerfile, one);
    return first < from || files.size > 1 || (files.size === 1 && !files.has(program ?? ""));
  });
  if (brought) return null;
  return base.scratch ? "scratch" : base.text;
}

/** Whether an instruction that runs something goes through a shell of the image. */
function needsShell(dockerfile: Dockerfile, instruction: Instruction): boolean {
  const command = commandForm(instruction);
  if (command === null) return false;
  if (command.form === "shell")
    return instruction.words.length > 0 && !readsOtherwise(dockerfile, instruction);
  const [first] = command.exec.items;
  return (
    first !== undefined &&
    shellDialect(baseName(first.value)) !== null &&
    !first.value.includes("busybox")
  );
}

/** A here-document that names its interpreter is still started by the image's own programs. */
function readsOtherwise(dockerfile: Dockerfile, instruction: Instruction): boolean {
  return instruction.heredocs.length > 0 && shellOf(dockerfile, instruction) === null;
}

/** Whether the image that a stage stands on has no shell by its name; whatever is copied into it left aside. */
export function isShellLess(stage: Stage): boolean {
  const root = rootStage(stage);
  const family = familyOfStage(stage);
  if (family === "scratch") return true;
  const reference = root.base.reference;
  if (family !== "distroless" || reference === null) return false;
  if (/debug|(?:^|-)(?:dev|shell|extra)(?:-|$)/.test(reference.tag ?? "")) return false;
  // Of Chainguard's images these hold a program's ground only; many of the others have a shell.
  if (reference.registry === "cgr.dev")
    return /\/(?:static|glibc-dynamic|cc-dynamic)$/.test(reference.repository);
  return true;
}

/** The base name of the program that a command starts. */
function programOf(dockerfile: Dockerfile, instruction: Instruction): string | null {
  return shellOf(dockerfile, instruction)?.commands[0]?.name ?? null;
}

const shellNames =
  /^(?:sh|bash|dash|ash|busybox.*|toybox|bin|sbin|usr|lib|rootfs.*|.*[-_.]?root|root[-_.].*|.*\.tar.*|.*\.tgz|.*\.txz)$/;

/** Directories that a shell may come into along with others. */
const systemDirectories = /^\/(?:(?:usr\/)?(?:local\/)?s?bin|usr|usr\/local|lib|busybox)?\/?$/;

/** What of a stage may bring a shell. */
interface Bringers {
  /** The index of the first instruction that may do so in any case; Infinity when there is none. */
  readonly first: number;
  /** The names of what is copied to where shells are, and is no shell if it is the program that is started. */
  readonly files: ReadonlySet<string>;
}

const known = new Notes<Stage, Bringers>();

function bringers(dockerfile: Dockerfile, stage: Stage): Bringers {
  let found = known.get(stage);
  if (found === undefined) {
    const files = new Set<string>();
    const first = stage.instructions.find((one) => {
      // A program that runs may make anything.
      if (one.kind === "run") return !needsShell(dockerfile, one);
      if (one.kind !== "copy" && one.kind !== "add") return false;
      return copiesShell(one, files);
    });
    found = { first: first?.index ?? Infinity, files };
    known.set(stage, found);
  }
  return found;
}

/**
 * Whether a COPY or ADD may put a shell into the image.
 * @param files takes the names of sources that may be one file or a directory with anything in it
 */
function copiesShell({ sources, destination }: CopyInstruction, files: Set<string>): boolean {
  const target = destination?.value ?? "";
  if (/^(?:sh|bash|busybox)$/.test(baseName(target))) return true;
  const system = systemDirectories.test(target);
  let brings = false;
  for (const { value } of sources) {
    const name = baseName(value.replace(/\/+$/, ""));
    if (!system) brings ||= /^(?:sh|bash|dash|ash|busybox.*)$/.test(name);
    else if (/[$*?]|\/$|^\.?$/.test(value) || shellNames.test(name)) brings = true;
    else if (!plainFile.test(name)) files.add(name);
  }
  return brings;
}

/** Files that are no programs by their name. */
const plainFile =
  /\.(?:crt|pem|json|ya?ml|conf|toml|txt|html?|js|jar|py|so[.\d]*)$|^(?:passwd|group|zoneinfo)$/;
