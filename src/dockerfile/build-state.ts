import type {
  BuildState,
  Instruction,
  ShellInstruction,
  UserInstruction,
  VariableValue,
  WorkdirInstruction,
} from "./model.ts";
import { isPlatformArgument, isProxyArgument } from "./variables.ts";

interface Definition {
  /** How many definitions of the scope stand before it, of whatever name. */
  readonly order: number;
  readonly value: VariableValue;
}

/**
 * The variables that one stage (or its ONBUILD triggers, or the part before the first FROM) defines. Every definition
 * is kept with its place, so that the value at any instruction can be looked up without copying.
 */
export class VariableScope {
  private readonly parent: VariableScope | null;
  private readonly definitions = new Map<string, Definition[]>();
  /** The last ENV of each name: it is part of the image, and so stands above every ARG in the stages built on it. */
  private readonly environment = new Map<string, VariableValue>();
  private readonly isGlobal: boolean;
  /** Whether the parent's definitions are made in this very stage: those of ONBUILD triggers are. */
  private readonly continuesParent: boolean;
  private readonly isTriggers: boolean;
  private count = 0;

  /**
   * @param parent the scope whose end this one begins with
   * @param role `global` for what stands before the first FROM, `triggers` for the ONBUILD triggers of the parent
   */
  constructor(parent: VariableScope | null, role: "stage" | "global" | "triggers" = "stage") {
    // Scopes that define nothing are passed over: a lookup costs one step for each stage that defines something.
    this.parent = parent === null || parent.count > 0 ? parent : parent.parent;
    this.isGlobal = role === "global";
    this.isTriggers = role === "triggers";
    this.continuesParent = parent !== null && parent.isTriggers && parent.count > 0;
  }

  /** The place right behind the definitions so far. */
  get order(): number {
    return this.count;
  }

  define(name: string, value: VariableValue): void {
    const definition = { order: this.count++, value };
    const earlier = this.definitions.get(name);
    if (earlier === undefined) this.definitions.set(name, [definition]);
    else earlier.push(definition);
    if (value.kind === "env") this.environment.set(name, value);
  }

  /** The value of a variable for an instruction before which `order` definitions stand. */
  lookup(name: string, order: number): VariableValue | undefined {
    return this.lookupOwn(name, order) ?? this.lookupInherited(name) ?? this.lookupPredefined(name);
  }

  private lookupOwn(name: string, order: number): VariableValue | undefined {
    const found = this.definitions.get(name);
    if (found === undefined) return undefined;
    let low = 0;
    let high = found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((found[middle]?.order ?? 0) < order) low = middle + 1;
      else high = middle;
    }
    return found[low - 1]?.value;
  }

  private lookupInherited(name: string): VariableValue | undefined {
    if (this.continuesParent) {
      const triggered = this.parent?.definitions.get(name)?.at(-1)?.value;
      if (triggered !== undefined) return triggered;
    }
    let argument: VariableValue | undefined;
    for (let scope = this.parent; scope !== null; scope = scope.parent) {
      const environment = scope.environment.get(name);
      if (environment !== undefined) return environment;
      argument ??= scope.definitions.get(name)?.at(-1)?.value;
    }
    return argument;
  }

  private lookupPredefined(name: string): VariableValue | undefined {
    const known = this.isGlobal ? isPlatformArgument(name) : isProxyArgument(name);
    return known ? predefinedValue : undefined;
  }
}

/** A value that BuildKit gives when it builds. */
export const predefinedValue: VariableValue = {
  value: null,
  kind: "predefined",
  instruction: null,
};

/** What of a state is not a variable. */
export interface PlainState {
  readonly workdir: string | null;
  readonly workdirSetBy: WorkdirInstruction | null;
  readonly user: UserInstruction | null;
  readonly shell: ShellInstruction | null;
}

/** What a stage begins with. */
export const emptyState: PlainState = {
  workdir: null,
  workdirSetBy: null,
  user: null,
  shell: null,
};

/** The state at one place of a scope. */
export class ScopedState implements BuildState {
  readonly workdir: string | null;
  readonly workdirSetBy: WorkdirInstruction | null;
  readonly user: UserInstruction | null;
  readonly shell: ShellInstruction | null;
  /** Bound, so that it can be handed on by itself. */
  readonly lookup: (name: string) => VariableValue | undefined;

  constructor(plain: PlainState, scope: VariableScope) {
    this.workdir = plain.workdir;
    this.workdirSetBy = plain.workdirSetBy;
    this.user = plain.user;
    this.shell = plain.shell;
    const { order } = scope;
    this.lookup = (name) => scope.lookup(name, order);
  }
}

/** The state of an instruction that no stage holds and no ARG stands before. */
export function stateOutsideStages(scope: VariableScope): BuildState {
  return new ScopedState(emptyState, scope);
}

/** Whether an instruction changes the state of those behind it. */
export function changesState({ kind }: Instruction): boolean {
  return (
    kind === "env" || kind === "arg" || kind === "workdir" || kind === "user" || kind === "shell"
  );
}
