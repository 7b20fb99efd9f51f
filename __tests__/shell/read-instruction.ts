import type { Dockerfile, Instruction } from "../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import type { PackageCall, ShellScript } from "../../src/shell/model.ts";
import { packageCalls } from "../../src/shell/package-managers/package-calls.ts";
import { shellOf } from "../../src/shell/parse-shell.ts";

/** A Dockerfile and the last instruction of it. */
export interface Read {
  readonly dockerfile: Dockerfile;
  readonly instruction: Instruction;
}

/** Reads a Dockerfile; `FROM debian` is put before a text without a FROM. */
export function read(text: string): Read {
  const dockerfile = parseDockerfile(/^FROM/m.test(text) ? text : `FROM debian\n${text}`);
  const instruction = dockerfile.instructions.at(-1);
  if (instruction === undefined) throw new Error("the text has no instruction");
  return { dockerfile, instruction };
}

/** The script of the last instruction. */
export function scriptOf(text: string): ShellScript | null {
  const { dockerfile, instruction } = read(text);
  return shellOf(dockerfile, instruction);
}

/** The script of the last instruction, which must have one, and the text of the file. */
export function knownScript(text: string): ShellScript & { readonly text: string } {
  const { dockerfile, instruction } = read(text);
  const script = shellOf(dockerfile, instruction);
  if (script === null) throw new Error(`no script in ${JSON.stringify(text)}`);
  return { ...script, text: dockerfile.source.text };
}

/** The package manager calls of `RUN text`. */
export function callsOf(command: string): readonly PackageCall[] {
  const { dockerfile, instruction } = read(`RUN ${command}`);
  return packageCalls(dockerfile, instruction);
}

/** The only package manager call of `RUN text`. */
export function callOf(command: string): PackageCall {
  const [call, another] = callsOf(command);
  if (call === undefined || another !== undefined) {
    throw new Error(`not one call: ${command}`);
  }
  return call;
}
