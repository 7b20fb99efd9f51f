import type { PackageAction, PackageManager, PackageSpec } from "../model.ts";

/** What a word says of a package. */
export type SpecParts = Pick<PackageSpec, "name" | "version" | "kind">;

/** How one package manager reads its arguments. */
export interface ManagerSyntax {
  readonly manager: PackageManager;
  /** The base names of the programs; the first is the common one. */
  readonly programs: readonly string[];
  /** The subcommands that matter, of one or two words; `run *` is `run` with any word. Others are `other`. */
  readonly subcommands: ReadonlyMap<string, PackageAction>;
  /** Judges a subcommand that is not in the table. */
  readonly classify?: (subcommand: string) => PackageAction;
  /** What it does when there is no subcommand. */
  readonly bare?: PackageAction;
  /** Whether every operand is a goal of its own (`mvn clean package`). */
  readonly goals?: boolean;
  /** The operands that may stand before the subcommand, with how many words follow them (`yarn workspace NAME add`). */
  readonly prefixes?: ReadonlyMap<string, number>;
  /** Letters of the short flags that take a value. */
  readonly shortValues: string;
  /** Long flags that take the next word as value when they have no `=`. */
  readonly longValues: readonly string[];
  /** Whether `-name` is one flag, as with go and mvn, not a cluster of letters. */
  readonly singleDash?: boolean;
  /** With `singleDash`: letters that take what is attached to them as value (`-DskipTests`). */
  readonly attached?: string;
  /** Subcommands whose short flags take no value although others' do (`conda clean -afy`). */
  readonly withoutValues?: readonly string[];
  /** What an install without a package is. */
  readonly emptyInstall?: PackageAction;
  /** What an install of nothing but local paths (or of nothing) is, by subcommand. */
  readonly localActions?: ReadonlyMap<string, PackageAction>;
  /** Flags that name a manifest: an install with them and without a package installs what it lists. */
  readonly manifestFlags?: readonly string[];
  /** Flags whose value is a package itself. */
  readonly packageFlags?: readonly string[];
  /** Flags whose value `pattern` makes groups of the packages. */
  readonly groupFlags?: readonly string[];
  /** Flags that give the version of the packages. */
  readonly versionFlags?: readonly string[];
  /** Whether what follows `--` is meant for somebody else (`gem install x -- --with-y`). */
  readonly endsAtDashes?: boolean;
  /** Reads one package. Variables stand in the text as written. */
  readonly spec: (text: string, subcommand: string) => SpecParts;
}

/** A table of subcommands from lists of names. */
export function actions(
  table: Partial<Record<PackageAction, string>>,
): ReadonlyMap<string, PackageAction> {
  const result = new Map<string, PackageAction>();
  for (const [action, names] of Object.entries(table)) {
    for (const name of names.split(",")) result.set(name.trim(), action as PackageAction);
  }
  return result;
}

/** A list of flags from one text. */
export function flags(names: string): readonly string[] {
  return names.trim().split(/\s+/);
}
