import type {
  BuildState,
  Instruction,
  ShellInstruction,
  UserInstruction,
  VariableValue,
  WorkdirInstruction,
} from "./model.ts";
import { PersistentMap } from "./persistent-map.ts";
import { isPlatformArgument, isProxyArgument } from "./variables.ts";

interface Definition {
  readonly value: VariableValue;
  /** Counts the definitions along the lineage. */
  readonly order: number;
  /** The stage it was run in. */
  readonly run: number;
}

/** A value that BuildKit gives when it builds. */
export const predefinedValue: VariableValue = {
  value: null,
  kind: "predefined",
  instruction: null,
};

/**
 * The variables in force at one place. Never changed: a definition gives a new one.
 *
 * In one stage the later definition counts, be it an ENV or an ARG. A stage built on another begins with the
 * environment of its image, so there an ENV stands above every ARG of the stages before.
 */
export class Variables {
  private readonly environment: PersistentMap<Definition>;
  private readonly args: PersistentMap<Definition>;
  private readonly order: number;
  private readonly run: number;

  private constructor(
    environment: PersistentMap<Definition>,
    args: PersistentMap<Definition>,
    order: number,
    run: number,
  ) {
    this.environment = environment;
    this.args = args;
    this.order = order;
    this.run = run;
  }

  static readonly none = new Variables(new PersistentMap(), new PersistentMap(), 0, 0);

  /** The variables that a stage begins with which is built on the stage that these are the last of. */
  nextStage(): Variables {
    return new Variables(this.environment, this.args, this.order, this.run + 1);
  }

  with(name: string, value: VariableValue): Variables {
    const definition = { value, order: this.order, run: this.run };
    const isEnvironment = value.kind === "env";
    return new Variables(
      isEnvironment ? this.environment.with(name, definition) : this.environment,
      isEnvironment ? this.args : this.args.with(name, definition),
      this.order + 1,
      this.run,
    );
  }

  get(name: string): VariableValue | undefined {
    const environment = this.environment.get(name);
    const arg = this.args.get(name);
    if (environment === undefined || arg === undefined) return (environment ?? arg)?.value;
    const isLater = arg.run === this.run && arg.order > environment.order;
    return isLater ? arg.value : environment.value;
  }
}

/** What is in force at one place, except variables. */
export interface PlainState {
  readonly workdir: string | null;
  readonly workdirSetBy: WorkdirInstruction | null;
  readonly user: UserInstruction | null;
  readonly shell: ShellInstruction | null;
}

/** What is in force where nothing is set. */
export const emptyState: PlainState = {
  workdir: null,
  workdirSetBy: null,
  user: null,
  shell: null,
};

/** What is in force at one place. */
export class PlaceState implements BuildState {
  readonly workdir: string | null;
  readonly workdirSetBy: WorkdirInstruction | null;
  readonly user: UserInstruction | null;
  readonly shell: ShellInstruction | null;
  /** Bound, so that it can be handed on by itself. */
  readonly lookup: (name: string) => VariableValue | undefined;

  /** @param where a place before the stages knows the platform arguments, one in a stage the proxies */
  constructor(plain: PlainState, variables: Variables, where: "global" | "stage") {
    this.workdir = plain.workdir;
    this.workdirSetBy = plain.workdirSetBy;
    this.user = plain.user;
    this.shell = plain.shell;
    const isPredefined = where === "global" ? isPlatformArgument : isProxyArgument;
    this.lookup = (name) =>
      variables.get(name) ?? (isPredefined(name) ? predefinedValue : undefined);
  }
}

/** Whether an instruction changes the state of those behind it. */
export function changesState({ kind }: Instruction): boolean {
  return (
    kind === "env" || kind === "arg" || kind === "workdir" || kind === "user" || kind === "shell"
  );
}
