import { Notes } from "../../source/notes.ts";
import type {
  Dockerfile,
  ImageUse,
  Instruction,
  ShellInstruction,
  Stage,
} from "../../dockerfile/model.ts";
import type { Dialect } from "../model.ts";
import { baseName, shellDialect } from "./shell-options.ts";
import { withoutWrappers } from "./wrappers.ts";

/** Image names that are only used for Windows, found in the whole reference as written. */
const windowsImages =
  /windowsservercore|nanoserver|servercore|(?:^|\/)windows(?:\/|:|@|$)|dotnet\/(?:nightly\/)?framework\/|^microsoft\/(?:dotnet-framework|iis|aspnet|wcf)\b/i;

/**
 * The language of an instruction's shell text: SHELL decides when one is in force, else a backtick as escape character or a
 * Windows base image means `cmd`, else it is `/bin/sh`.
 */
export function dialectOf(dockerfile: Dockerfile, instruction: Instruction): Dialect {
  const shell = instruction.state.shell;
  const named = shell === null ? null : dialectOfShell(shell);
  return named ?? (isWindows(dockerfile, instruction) ? "cmd" : "posix");
}

/** Whether an instruction's image is one for Windows, as far as the file tells. */
export function isWindows(dockerfile: Dockerfile, instruction: Instruction): boolean {
  if (dockerfile.escape === "`") return true;
  return instruction.stage !== null && standsOnWindows(instruction.stage);
}

const windowsStages = new Notes<Stage, boolean>();

/** Whether a stage or one that it is built on is for Windows. Kept by stage: each lineage is walked once. */
function standsOnWindows(stage: Stage): boolean {
  const unknown: Stage[] = [];
  let found = false;
  for (let at: Stage | null = stage; at !== null && !found; at = at.parent) {
    const known = windowsStages.get(at);
    if (known === undefined) unknown.push(at);
    found = known ?? isWindowsStage(at);
    if (known !== undefined) break;
  }
  for (const one of unknown) windowsStages.set(one, found);
  return found;
}

/** The words of SHELL from the shell's own name on, wrappers such as `conda run -n x` left out; empty when there is none. */
export function shellArguments(shell: ShellInstruction | null): readonly string[] {
  const values = shell?.exec?.items.map((item) => item.value) ?? [];
  return withoutWrappers(values);
}

function dialectOfShell(shell: ShellInstruction): Dialect | null {
  const first = shellArguments(shell)[0];
  if (first === undefined) return null;
  const name = baseName(first).toLowerCase();
  if (name === "powershell" || name === "pwsh" || name === "pwsh-preview") return "powershell";
  if (name === "cmd") return "cmd";
  // The entry script of the micromamba images: bash with pipefail and an activated environment.
  if (name === "_dockerfile_shell.sh") return "bash";
  return shellDialect(name) ?? "other";
}

function isWindowsStage(stage: Stage): boolean {
  return /^windows\b/i.test(stage.from.platform?.value ?? "") || isWindowsImage(stage.base);
}

function isWindowsImage(image: ImageUse): boolean {
  return image.stage === null && windowsImages.test(image.reference?.text ?? image.text);
}
