import { posix, win32 } from "node:path";
import { span, type Span } from "../source/span.ts";
import type { Draft } from "./build-instruction.ts";
import {
  changesState,
  emptyState,
  predefinedValue,
  ScopedState,
  VariableScope,
  type PlainState,
} from "./build-state.ts";
import { parseImageReference } from "./image-reference.ts";
import type {
  ArgInstruction,
  BuildState,
  FromInstruction,
  ImageUse,
  Instruction,
  KeyValueInstruction,
  Stage,
  SyntaxProblem,
  WorkdirInstruction,
} from "./model.ts";
import { expandWord, lacksDefault } from "./variables.ts";

/** Longest WORKDIR that is followed (Linux' PATH_MAX). */
const longestPath = 4096;

/** The stages of a file, and what stands before them. */
export interface StageGraph {
  readonly stages: readonly Stage[];
  readonly globalArguments: readonly ArgInstruction[];
  /** What BuildKit would refuse of the images that FROM names. */
  readonly problems: readonly SyntaxProblem[];
}

/** Finds the stages of a file's instructions, and completes the instructions: stage, state, and the stages they name. */
export function linkStages(instructions: readonly Instruction[]): StageGraph {
  return new StageLinker().link(instructions);
}

/** A stage while it is made. Its lineage is made when it is asked for: kept ones would cost the square of their number. */
class LinkedStage implements Stage {
  readonly index: number;
  readonly name: string | null;
  readonly from: FromInstruction;
  readonly instructions: Instruction[];
  readonly dependencies: Stage[] = [];
  parent: Stage | null = null;
  endState: BuildState;
  span: Span;

  constructor(index: number, from: FromInstruction, state: BuildState) {
    this.index = index;
    this.name = from.name?.text ?? null;
    this.from = from;
    this.instructions = [from];
    this.endState = state;
    this.span = from.span;
  }

  get base(): ImageUse {
    return this.from.image;
  }

  get lineage(): readonly Stage[] {
    const lineage: Stage[] = [this];
    for (let stage = this.parent; stage !== null; stage = stage.parent) lineage.push(stage);
    return lineage;
  }
}

/** What a stage hands on to the stages built on it: its end, changed by its ONBUILD triggers. */
interface Outcome {
  readonly plain: PlainState;
  readonly scope: VariableScope;
  readonly triggers: readonly Instruction[];
}

class StageLinker {
  private readonly stages: LinkedStage[] = [];
  private readonly globalArguments: ArgInstruction[] = [];
  private readonly problems: SyntaxProblem[] = [];
  private readonly globals = new VariableScope(null, "global");
  private readonly outcomes = new Map<Stage, Outcome>();
  /** By name in small letters: the last stage of that name so far. */
  private readonly byName = new Map<string, LinkedStage>();

  link(instructions: readonly Instruction[]): StageGraph {
    let at = 0;
    for (; at < instructions.length && instructions[at]?.kind !== "from"; at++) {
      this.readGlobal(instructions[at]);
    }
    while (at < instructions.length) {
      const start = at++;
      while (at < instructions.length && instructions[at]?.kind !== "from") at++;
      this.readStage(instructions, start, at);
    }
    for (const stage of this.stages) this.linkSources(stage);
    const { stages, globalArguments, problems } = this;
    return { stages, globalArguments, problems };
  }

  private readGlobal(instruction: Instruction | undefined): void {
    if (instruction === undefined) return;
    (instruction as Draft<Instruction>).state = new ScopedState(emptyState, this.globals);
    if (instruction.kind !== "arg" || instruction.onbuild !== null) return;
    this.globalArguments.push(instruction);
    for (const { key, value } of instruction.pairs) {
      const { lookup } = new ScopedState(emptyState, this.globals);
      const expanded = value === null ? null : expandWord(value, lookup);
      // Without a default it only declares: an earlier default and BuildKit's own values stay.
      if (value === null && lookup(key) !== undefined) continue;
      this.globals.define(key, { value: expanded, kind: "global-arg", instruction });
    }
  }

  private readStage(instructions: readonly Instruction[], start: number, end: number): void {
    const from = instructions[start] as FromInstruction;
    const globalState = new ScopedState(emptyState, this.globals);
    const stage = new LinkedStage(this.stages.length, from, globalState);
    this.place(from, stage, globalState);
    this.resolveBase(stage, globalState);
    const inherited = stage.parent === null ? undefined : this.outcomes.get(stage.parent);
    const isScratch = stage.base.scratch;
    let plain = inherited?.plain ?? emptyState;
    const scope = new VariableScope(inherited?.scope ?? null);
    let state = new ScopedState(plain, scope);
    const triggers: Instruction[] = [];
    for (let at = start + 1; at < end; at++) {
      const instruction = instructions[at];
      if (instruction === undefined) continue;
      stage.instructions.push(instruction);
      if (instruction.onbuild !== null) {
        triggers.push(instruction);
        continue;
      }
      this.place(instruction, stage, state);
      if (!changesState(instruction)) continue;
      plain = this.apply(instruction, { plain, scope, state, isScratch });
      state = new ScopedState(plain, scope);
    }
    stage.endState = state;
    stage.span = span(from.span.start, stage.instructions.at(-1)?.span.end ?? from.span.end);
    this.outcomes.set(stage, this.runTriggers(stage, triggers, { plain, scope, state, isScratch }));
    this.stages.push(stage);
    if (stage.name !== null) this.byName.set(stage.name.toLowerCase(), stage);
  }

  /** What the stages built on this one begin with. The triggers get the states they will run in. */
  private runTriggers(stage: LinkedStage, triggers: readonly Instruction[], end: Current): Outcome {
    if (triggers.length === 0) return { plain: end.plain, scope: end.scope, triggers };
    const scope = new VariableScope(end.scope, "triggers");
    let { plain } = end;
    let state = new ScopedState(plain, scope);
    for (const trigger of triggers) {
      this.place(trigger, stage, state);
      if (!changesState(trigger)) continue;
      plain = this.apply(trigger, { plain, scope, state, isScratch: end.isScratch });
      state = new ScopedState(plain, scope);
    }
    return { plain, scope, triggers };
  }

  private place(instruction: Instruction, stage: Stage, state: BuildState): void {
    const draft = instruction as Draft<Instruction>;
    draft.stage = stage;
    draft.state = state;
  }

  private resolveBase(stage: LinkedStage, globals: BuildState): void {
    const word = stage.from.words[0];
    const image = stage.from.image as Draft<ImageUse>;
    if (word === undefined) return;
    image.variables = word.variables;
    const text = expandWord(word, globals.lookup);
    if (text === null) return;
    const parent = this.byName.get(text.toLowerCase());
    if (parent !== undefined) {
      stage.parent = parent;
      stage.dependencies.push(parent);
    }
    setImage(image, text, parent ?? null);
    // A quote or a substitution that cannot be read is reported where words are.
    if (!/["'$\\`]/.test(word.text)) this.checkImage(image, text);
  }

  /** BuildKit compares the image with the stages' names in small letters, and takes it for a reference otherwise. */
  private checkImage(image: ImageUse, text: string): void {
    const lower = text.toLowerCase();
    const names = image.stage !== null && lower !== text;
    if (!names && (image.stage !== null || image.scratch || image.reference !== null)) return;
    const capitals = names || parseImageReference(lower) !== null;
    const reason = names
      ? `\`FROM\` finds a stage only by its name in small letters: \`${lower}\``
      : capitals
        ? `an image is written in small letters: \`${lower}\``
        : "it is written as `[registry/]name[:tag][@digest]`";
    const message = `\`${shorten(text)}\` is no image: ${reason}.`;
    const suggestion = capitals ? { suggestion: lower } : {};
    this.problems.push({ kind: "invalid-argument", message, span: image.span, ...suggestion });
  }

  private apply(instruction: Instruction, current: Current): PlainState {
    const { plain, scope } = current;
    switch (instruction.kind) {
      case "env":
        this.defineEnvironment(instruction, current);
        return plain;
      case "arg":
        this.defineArguments(instruction, scope);
        return plain;
      case "workdir":
        return { ...plain, workdir: nextWorkdir(instruction, current), workdirSetBy: instruction };
      case "user":
        return { ...plain, user: instruction };
      case "shell":
        return instruction.exec === null ? plain : { ...plain, shell: instruction };
      default:
        return plain;
    }
  }

  /** The pairs of one ENV do not see each other. */
  private defineEnvironment(instruction: KeyValueInstruction, { scope, state }: Current): void {
    for (const { key, value } of instruction.pairs) {
      const expanded = value === null ? null : expandWord(value, state.lookup);
      scope.define(key, { value: expanded, kind: "env", instruction });
    }
  }

  /** The pairs of one ARG do see each other. */
  private defineArguments(instruction: ArgInstruction, scope: VariableScope): void {
    for (const { key, value } of instruction.pairs) {
      if (value !== null) {
        const { lookup } = new ScopedState(emptyState, scope);
        scope.define(key, { value: expandWord(value, lookup), kind: "arg", instruction });
        continue;
      }
      const global = this.globals.lookup(key, this.globals.order);
      if (global?.kind === "predefined") {
        scope.define(key, predefinedValue);
      } else if (global !== undefined && !lacksDefault(global, key)) {
        // Where the default is not known, the ARG that gives it is kept: this one looks as if there were none.
        const source = global.value === null ? global.instruction : instruction;
        scope.define(key, { value: global.value, kind: "arg", instruction: source });
      } else if (scope.lookup(key, scope.order) === undefined) {
        scope.define(key, { value: null, kind: "arg", instruction });
      }
    }
  }

  /** Stages that COPY --from and mounts name. BuildKit looks names up when all stages are known, so the last one counts. */
  private linkSources(stage: LinkedStage): void {
    const seen = new Set<Stage>(stage.dependencies);
    const add = (image: ImageUse | null): void => {
      const source = image?.stage ?? null;
      if (source === null || source === stage || seen.has(source)) return;
      seen.add(source);
      stage.dependencies.push(source);
    };
    for (const instruction of stage.instructions) {
      const images = this.resolveSources(instruction);
      if (instruction.onbuild === null) images.forEach(add);
    }
    const inherited = stage.parent === null ? undefined : this.outcomes.get(stage.parent);
    for (const trigger of inherited?.triggers ?? []) sourcesOf(trigger).forEach(add);
  }

  private resolveSources(instruction: Instruction): ImageUse[] {
    const images = sourcesOf(instruction);
    for (const image of images) {
      const { text } = image;
      if (text.includes("$")) continue;
      const isIndex = instruction.kind === "copy" && /^\+?\d+$/.test(text);
      const named = isIndex ? this.stages[Number(text)] : this.byName.get(text.toLowerCase());
      if (isIndex && named === undefined) continue;
      setImage(image, text, named ?? null);
    }
    return images;
  }
}

/** Where an instruction runs. */
interface Current {
  readonly plain: PlainState;
  readonly scope: VariableScope;
  readonly state: ScopedState;
  readonly isScratch: boolean;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function sourcesOf(instruction: Instruction): ImageUse[] {
  if (instruction.kind === "copy") return instruction.from === null ? [] : [instruction.from];
  if (instruction.kind !== "run") return [];
  return instruction.mounts.flatMap(({ from }) => (from === null ? [] : [from]));
}

function setImage(image: Draft<ImageUse>, text: string, stage: Stage | null): void {
  image.stage = stage;
  image.scratch = stage === null && text === "scratch";
  image.reference = stage === null && !image.scratch ? parseImageReference(text) : null;
}

/** The working directory behind a WORKDIR: relative ones are joined to the one before. */
function nextWorkdir({ path }: WorkdirInstruction, current: Current): string | null {
  const written = path === null ? null : expandWord(path, current.state.lookup);
  if (written === null || written === "") return null;
  if (/^[A-Za-z]:[\\/]/.test(written)) return within(win32.normalize(written));
  if (written.startsWith("/")) return within(clean(written));
  const { workdir, workdirSetBy } = current.plain;
  const base = workdir ?? (current.isScratch && workdirSetBy === null ? "/" : null);
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
