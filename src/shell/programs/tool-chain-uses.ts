import {
  instructionsBefore,
  workdirOf,
  type CopiedSource,
} from "../../dockerfile/context-copies.ts";
import type { Dockerfile, Instruction, RunInstruction, Stage } from "../../dockerfile/model.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { directoryOf } from "../package-managers/working-directory.ts";
import { shellOf } from "../parse-shell.ts";
import { installsPackages, mayCompile } from "./compiling-commands.ts";
import { flatten } from "../reading/flatten.ts";
import { maskBody } from "../reading/masked-text.ts";
import { commandInstructions } from "../services/image-command.ts";
import {
  contextCopies,
  contextTextOf,
  scriptsOf,
  type ReadText,
} from "../services/project-scripts.ts";

/** Names of scripts that are there to build, to test or to measure: `gobuild.sh`, `run-tests.py`, `INSTALL.py`. */
const buildName =
  /build|compil|make|install|setup|(?<![a-z])tests?(?![a-z])|bench|package|release/i;

/** Where installed programs lie; a script of the project in such a place is told by how its name ends. */
const installed =
  /^[/~$].*\/s?bin\/[^/.]+$|^\/s?bin\/[^/.]+$|(?:^|\/)(?:node_modules|\.?venv\/bin)\//;

const shellScript = /(?:\.(?:sh|bash)|(?:^|\/)[^/.]+)$/;

/** What is asked of commands: where they stand, what they read, and what to think of a script that cannot be read. */
interface Question {
  readonly dockerfile: Dockerfile;
  readonly copies: readonly CopiedSource[];
  readonly readText: ReadText;
  readonly unread: (path: string) => boolean;
}

/** Whether a RUN may compile something with the tools that are installed, beside packages of a language. */
export function runMayCompile(
  dockerfile: Dockerfile,
  run: RunInstruction,
  readText: ReadText,
): boolean {
  const script = shellOf(dockerfile, run);
  if (script === null) return true;
  const copies = contextCopies(instructionsBefore(run));
  // What a shell script does is not known; scripts of other languages seldom compile, unless they say so.
  const unread = (path: string): boolean => shellScript.test(path) || isBuildScript(path);
  const question = { dockerfile, copies, readText, unread };
  return script.commands.some(
    (command) => mayCompile(command) || scriptCompiles(question, run, script, command),
  );
}

/** Whether a container may compile something: by what starts it, or because a script that builds is there to be called. */
export function startMayCompile(dockerfile: Dockerfile, stage: Stage, readText: ReadText): boolean {
  const all = stage.lineage.flatMap(({ instructions }) => instructions);
  const copies = contextCopies(all);
  const question = { dockerfile, copies, readText, unread: isBuildScript };
  const { entrypoint, cmd } = commandInstructions(stage);
  const starts = [entrypoint, cmd].some((instruction) => {
    const script = instruction === null ? null : shellOf(dockerfile, instruction);
    return script?.commands.some(
      (command) =>
        mayCompile(command) ||
        installsPackages(command) ||
        (instruction !== null && scriptCompiles(question, instruction, script, command)),
    );
  });
  return starts || bringsBuildScript(question, all);
}

/** Whether a script is copied by its name that compiles and that no RUN runs: it is there for who starts the container. */
function bringsBuildScript(question: Question, instructions: readonly Instruction[]): boolean {
  const { dockerfile, copies, readText } = question;
  const names = copies.flatMap(({ source, directory, pattern }) =>
    !directory && !pattern && /\.(?:sh|bash)$/.test(source) ? [source] : [],
  );
  return names.some((source) => {
    const text = readText(source);
    if (text === null ? !isBuildScript(source) : !textCompiles(source, text)) return false;
    const name = source.slice(source.lastIndexOf("/") + 1);
    return !instructions.some(
      (one) => one.kind === "run" && dockerfile.source.slice(one.span).includes(name),
    );
  });
}

function isBuildScript(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return buildName.test(name) && !/^(?:manage|docker-entrypoint|entrypoint)\b/.test(name);
}

/** Whether a command starts a script of the project that compiles, or may do so. */
function scriptCompiles(
  { copies, readText, unread }: Question,
  { state }: Instruction,
  script: ShellScript,
  command: ShellCommand,
): boolean {
  return scriptsOf(command, state).some((path) => {
    if (installed.test(path)) return false;
    const directory = directoryOf(script, command, workdirOf(state));
    const text = contextTextOf(copies, directory, path, readText);
    return text === null ? unread(path) : textCompiles(path, text);
  });
}

/** Whether a script compiles by its own commands, or installs packages that have to be. */
function textCompiles(path: string, text: string): boolean {
  const shebang = /^#!(.*)/.exec(text)?.[1];
  const isShell =
    shebang === undefined ? shellScript.test(path) : /\b(?:ba|da|a)?sh\b/.test(shebang);
  // Of other languages only what they are told to start tells.
  if (!isShell)
    return /\b(?:g?cc|g\+\+|c?make|ninja|meson|setuptools|distutils|setup\.py)\b/.test(text);
  const flat = flatten(text, maskBody(text, { start: 0, end: text.length }), false);
  return (
    flat === null ||
    flat.commands.some(
      (command) =>
        mayCompile(command) ||
        installsPackages(command) ||
        scriptsOf(command, null).some((other) => !installed.test(other) && isBuildScript(other)),
    )
  );
}
