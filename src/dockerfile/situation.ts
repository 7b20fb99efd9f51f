import { posix, win32 } from "node:path";
import {
  emptyState,
  PlaceState,
  predefinedValue,
  Variables,
  type PlainState,
} from "./build-state.ts";
import type {
  ArgInstruction,
  BuildState,
  Instruction,
  KeyValueInstruction,
  WorkdirInstruction,
} from "./model.ts";
import { expandWord, lacksDefault } from "./variables.ts";

/** Longest WORKDIR that is followed (Linux' PATH_MAX). */
const longestPath = 4096;

/** Everything that instructions of a stage change. Never changed itself: a step gives a new one. */
export interface Situation {
  readonly plain: PlainState;
  readonly variables: Variables;
  /** Whether the lineage begins with the empty image, which has no working directory of its own. */
  readonly onScratch: boolean;
}

/** What a stage begins with. */
export function firstSituation(onScratch: boolean): Situation {
  return { plain: emptyState, variables: Variables.none, onScratch };
}

/** What rules may ask of a situation. */
export function stateOf({ plain, variables }: Situation): BuildState {
  return new PlaceState(plain, variables, "stage");
}

/**
 * The situation behind an instruction that changes it.
 * @param globals the ARGs before the first FROM: an ARG without a default takes theirs
 */
export function step(
  situation: Situation,
  instruction: Instruction,
  globals: Variables,
): Situation {
  const { plain } = situation;
  switch (instruction.kind) {
    case "env":
      return { ...situation, variables: behindEnv(instruction, situation) };
    case "arg":
      return { ...situation, variables: behindArg(instruction, situation.variables, globals) };
    case "workdir": {
      const workdir = nextWorkdir(instruction, situation);
      return { ...situation, plain: { ...plain, workdir, workdirSetBy: instruction } };
    }
    case "user":
      return { ...situation, plain: { ...plain, user: instruction } };
    case "shell":
      if (instruction.exec === null) return situation;
      return { ...situation, plain: { ...plain, shell: instruction } };
    default:
      return situation;
  }
}

/** The global variables behind an ARG that stands before the first FROM. */
export function behindGlobalArg(instruction: ArgInstruction, globals: Variables): Variables {
  let variables = globals;
  for (const { key, value } of instruction.pairs) {
    const { lookup } = new PlaceState(emptyState, variables, "global");
    // Without a default it only declares: an earlier default and BuildKit's own values stay.
    if (value === null && lookup(key) !== undefined) continue;
    const expanded = value === null ? null : expandWord(value, lookup);
    variables = variables.with(key, { value: expanded, kind: "global-arg", instruction });
  }
  return variables;
}

/** The pairs of one ENV do not see each other. */
function behindEnv(instruction: KeyValueInstruction, situation: Situation): Variables {
  const { lookup } = stateOf(situation);
  let { variables } = situation;
  for (const { key, value } of instruction.pairs) {
    const expanded = value === null ? null : expandWord(value, lookup);
    variables = variables.with(key, { value: expanded, kind: "env", instruction });
  }
  return variables;
}

/** The pairs of one ARG do see each other. */
function behindArg(instruction: ArgInstruction, before: Variables, globals: Variables): Variables {
  let variables = before;
  for (const { key, value } of instruction.pairs) {
    if (value !== null) {
      const { lookup } = new PlaceState(emptyState, variables, "stage");
      const expanded = expandWord(value, lookup);
      variables = variables.with(key, { value: expanded, kind: "arg", instruction });
    } else {
      variables = withDeclared(key, instruction, variables, globals);
    }
  }
  return variables;
}

/** `ARG NAME`: takes the global default, else BuildKit's own value; an earlier value stays when there is neither. */
function withDeclared(
  name: string,
  instruction: ArgInstruction,
  variables: Variables,
  globals: Variables,
): Variables {
  const global = new PlaceState(emptyState, globals, "global").lookup(name);
  if (global?.kind === "predefined") return variables.with(name, predefinedValue);
  if (global !== undefined && !lacksDefault(global, name)) {
    // Where the default is not known, the ARG that gives it is kept: this one looks as if there were none.
    const source = global.value === null ? global.instruction : instruction;
    return variables.with(name, { value: global.value, kind: "arg", instruction: source });
  }
  if (variables.get(name) !== undefined) return variables;
  return variables.with(name, { value: null, kind: "arg", instruction });
}

/** The working directory behind a WORKDIR: a relative one is joined to the one before. */
function nextWorkdir({ path }: WorkdirInstruction, situation: Situation): string | null {
  const written = path === null ? null : expandWord(path, stateOf(situation).lookup);
  if (written === null || written === "") return null;
  if (/^[A-Za-z]:[\\/]/.test(written)) return within(win32.normalize(written));
  if (written.startsWith("/")) return within(clean(written));
  const { workdir, workdirSetBy } = situation.plain;
  const base = workdir ?? (situation.onScratch && workdirSetBy === null ? "/" : null);
  if (base === null) return null;
  return within(base.startsWith("/") ? clean(`${base}/${written}`) : win32.join(base, written));
}

function clean(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 && normal.endsWith("/") ? normal.slice(0, -1) : normal;
}

function within(path: string): string | null {
  return path.length > longestPath ? null : path;
}
