import { Notable } from "../source/notes.ts";
import { span, type Span } from "../source/span.ts";
import type { Draft } from "./build-instruction.ts";
import { changesState, emptyState, PlaceState, Variables } from "./build-state.ts";
import { parseImageReference } from "./image-reference.ts";
import type {
  ArgInstruction,
  BuildState,
  FromInstruction,
  ImageUse,
  Instruction,
  Stage,
  SyntaxProblem,
} from "./model.ts";
import { behindGlobalArg, firstSituation, stateOf, step, type Situation } from "./situation.ts";
import { expandWord } from "./variables.ts";

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

/** Longer lineages are not kept: those of a file whose stages are each built on the one before cost the square of their number. */
const longestKept = 16;

/** A stage while it is made. */
class LinkedStage extends Notable implements Stage {
  readonly index: number;
  readonly name: string | null;
  readonly from: FromInstruction;
  readonly instructions: Instruction[];
  readonly dependencies: Stage[] = [];
  parent: Stage | null = null;
  root: Stage = this;
  // Private by the language, so that a frozen model can still be asked.
  #lineage: readonly Stage[] | null = null;
  endState: BuildState;
  span: Span;

  constructor(index: number, from: FromInstruction, state: BuildState) {
    super();
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
    if (this.#lineage !== null) return this.#lineage;
    const lineage: Stage[] = [this];
    for (let stage = this.parent; stage !== null; stage = stage.parent) lineage.push(stage);
    if (lineage.length <= longestKept) this.#lineage = lineage;
    return lineage;
  }
}

/** What a stage hands on to the stages built on it. */
interface Outcome {
  /** What they begin with: its end, changed by its ONBUILD triggers, which run there. */
  readonly situation: Situation;
  readonly triggers: readonly Instruction[];
}

class StageLinker {
  private readonly stages: LinkedStage[] = [];
  private readonly globalArguments: ArgInstruction[] = [];
  private readonly problems: SyntaxProblem[] = [];
  private globals = Variables.none;
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
    (instruction as Draft<Instruction>).state = this.globalState();
    if (instruction.kind !== "arg" || instruction.onbuild !== null) return;
    this.globalArguments.push(instruction);
    this.globals = behindGlobalArg(instruction, this.globals);
  }

  private globalState(): BuildState {
    return new PlaceState(emptyState, this.globals, "global");
  }

  private readStage(instructions: readonly Instruction[], start: number, end: number): void {
    const from = instructions[start] as FromInstruction;
    const globalState = this.globalState();
    const stage = new LinkedStage(this.stages.length, from, globalState);
    this.place(from, stage, globalState);
    this.resolveBase(stage, globalState);
    const inherited = stage.parent === null ? undefined : this.outcomes.get(stage.parent);
    const triggers: Instruction[] = [];
    const own: Instruction[] = [];
    for (let at = start + 1; at < end; at++) {
      const instruction = instructions[at];
      if (instruction === undefined) continue;
      stage.instructions.push(instruction);
      (instruction.onbuild === null ? own : triggers).push(instruction);
    }
    const first = inherited?.situation ?? firstSituation(stage.base.scratch);
    const last = this.walk(stage, own, first);
    stage.endState = stateOf(last);
    stage.span = span(from.span.start, stage.instructions.at(-1)?.span.end ?? from.span.end);
    const next = { ...last, variables: last.variables.nextStage() };
    this.outcomes.set(stage, { situation: this.walk(stage, triggers, next), triggers });
    this.stages.push(stage);
    if (stage.name !== null) this.byName.set(stage.name.toLowerCase(), stage);
  }

  /** Gives instructions the state before them. Returns the situation behind the last. */
  private walk(
    stage: LinkedStage,
    instructions: readonly Instruction[],
    first: Situation,
  ): Situation {
    let situation = first;
    let state = stateOf(situation);
    for (const instruction of instructions) {
      this.place(instruction, stage, state);
      if (!changesState(instruction)) continue;
      situation = step(situation, instruction, this.globals);
      state = stateOf(situation);
    }
    return situation;
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
      stage.root = parent.root;
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
