import { familyOfStage } from "../dockerfile/image-family.ts";
import type { CopyInstruction, Dockerfile, Instruction, Stage } from "../dockerfile/model.ts";
import { lastOfKind, rootStage } from "../dockerfile/queries.ts";
import { isWindows } from "./dialect.ts";
import { shellOf } from "./parse-shell.ts";
import { baseName, shellDialect } from "./shell-options.ts";

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
  if (instruction.kind === "run" && instruction.mounts.some(({ from }) => from !== null)) return null;
  const program = programOf(dockerfile, instruction);
  for (const one of stage.lineage.flatMap(({ instructions }) => instructions)) {
    if (instruction.kind === "run" && one.index > instruction.index) continue;
    if ((one.kind === "copy" || one.kind === "add") && mayBringShell(one, program)) return null;
    // A program that runs before may make anything.
    if (one.kind === "run" && one !== instruction && !needsShell(dockerfile, one)) return null;
  }
  return base.scratch ? "scratch" : base.text;
}

/** Whether an instruction that runs something goes through a shell of the image. */
function needsShell(dockerfile: Dockerfile, instruction: Instruction): boolean {
  switch (instruction.kind) {
    case "run":
    case "cmd":
    case "entrypoint":
    case "healthcheck":
      break;
    default:
      return false;
  }
  const { command } = instruction;
  if (command === null) return false;
  if (command.form === "shell") return instruction.words.length > 0 && !readsOtherwise(dockerfile, instruction);
  const [first] = command.exec.items;
  return first !== undefined && shellDialect(baseName(first.value)) !== null && !/busybox/.test(first.value);
}

/** A here-document that names its interpreter is still started by the image's own programs. */
function readsOtherwise(dockerfile: Dockerfile, instruction: Instruction): boolean {
  return instruction.heredocs.length > 0 && shellOf(dockerfile, instruction) === null;
}

function isShellLess(stage: Stage): boolean {
  const root = rootStage(stage);
  const family = familyOfStage(stage);
  if (family === "scratch") return true;
  const reference = root.base.reference;
  if (family !== "distroless" || reference === null) return false;
  if (/debug|(?:^|-)(?:dev|shell|extra)(?:-|$)/.test(reference.tag ?? "")) return false;
  // Of Chainguard's images these hold a program's ground only; many of the others have a shell.
  if (reference.registry === "cgr.dev") return /\/(?:static|glibc-dynamic|cc-dynamic)$/.test(reference.repository);
  return true;
}

/** The base name of the program that a command starts. */
function programOf(dockerfile: Dockerfile, instruction: Instruction): string | null {
  return shellOf(dockerfile, instruction)?.commands[0]?.name ?? null;
}

const shellNames = /^(?:sh|bash|dash|ash|busybox.*|toybox|bin|sbin|usr|lib|rootfs.*|.*[-_.]?root|root[-_.].*|.*\.tar.*|.*\.tgz|.*\.txz)$/;

/** Directories that a shell may come into along with others. */
const systemDirectories = /^\/(?:(?:usr\/)?(?:local\/)?s?bin|usr|usr\/local|lib|busybox)?\/?$/;

/** Whether a COPY or ADD may put a shell into the image. */
function mayBringShell({ sources, destination }: CopyInstruction, program: string | null): boolean {
  const names = sources.map(({ value }) => baseName(value.replace(/\/+$/, "")));
  if (/^(?:sh|bash|busybox)$/.test(baseName(destination?.value ?? ""))) return true;
  if (!systemDirectories.test(destination?.value ?? "")) return names.some((name) => /^(?:sh|bash|dash|ash|busybox.*)$/.test(name));
  // A file by the name of the program that is started is that program.
  return sources.some(
    ({ value }, index) =>
      /[$*?]/.test(value) || /^\.?\/?$/.test(value) || value.endsWith("/") || shellNames.test(names[index] ?? "") || !isFile(names[index] ?? "", program),
  );
}

function isFile(name: string, program: string | null): boolean {
  return name === program || /\.(?:crt|pem|json|ya?ml|conf|toml|txt|html?|js|jar|py|so[.\d]*)$/.test(name) || name === "passwd" || name === "group" || name === "zoneinfo";
}

