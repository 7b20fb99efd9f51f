import type {
  ArgInstruction,
  Dockerfile,
  Instruction,
  KeyValueInstruction,
} from "../../dockerfile/model.ts";
import { expandedVariables } from "../../dockerfile/variable-uses.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";

/** Names of what is another value in every build: the commit, the time, the number of the build. */
const changing =
  /^(?:\w+_)?(?:(?:GIT|VCS|SOURCE|CI|BUILD)_?(?:COMMIT|SHA1?|HASH|REV(?:ISION)?|REF|DATE|TIME(?:STAMP)?|NUM(?:BER)?|ID|NO)|COMMIT(?:_?(?:SHA|HASH|ID|REF))?|REVISION|BUILDTIME|BUILDDATE|TIMESTAMP|DATE_CREATED|CREATED|GITHUB_SHA)$/i;

/** Names of the version of what is built, which counts where no version is written as its default. */
const ownVersion = /^(?:(?:APP|BUILD|RELEASE|IMAGE|GIT|PROJECT|PACKAGE)_?)?VERSION$/i;

/** An ARG whose value changes with every build, and what is lost by it. */
export interface BustingArgument {
  readonly argument: ArgInstruction;
  readonly name: string;
  /** The ARG and the ENVs and LABELs that only hand its value on, in file order. */
  readonly group: readonly (ArgInstruction | KeyValueInstruction)[];
  /** The first and the last RUN behind it that install packages and do not need it. */
  readonly first: Instruction;
  readonly last: Instruction;
}

/** The ARGs of a file's stages that change with every build and stand before RUNs which install packages without them. */
export function bustingArguments(dockerfile: Dockerfile): readonly BustingArgument[] {
  return dockerfile.instructions.flatMap((argument): BustingArgument[] => {
    if (argument.kind !== "arg" || argument.stage === null || argument.onbuild !== null) return [];
    const [pair, another] = argument.pairs;
    if (pair === undefined || another !== undefined) return [];
    if (!changesAlways(pair.key, pair.value?.value ?? null)) return [];
    const found = stepsBehind(dockerfile, argument, pair.key);
    return found === null ? [] : [{ argument, name: pair.key, ...found }];
  });
}

function changesAlways(name: string, value: string | null): boolean {
  if (changing.test(name)) return true;
  const isOpen =
    value === null ||
    /^(?:|dev(?:el(?:opment)?)?|unknown|latest|local|snapshot|none|n\/a|v?0\.0\.0(?:-\w+)?)$/i.test(
      value,
    );
  return ownVersion.test(name) && isOpen;
}

function stepsBehind(
  dockerfile: Dockerfile,
  argument: ArgInstruction,
  name: string,
): Pick<BustingArgument, "group" | "first" | "last"> | null {
  const names = new Set([name]);
  const group: (ArgInstruction | KeyValueInstruction)[] = [argument];
  const pending: KeyValueInstruction[] = [];
  const installs: Instruction[] = [];
  for (const one of argument.stage?.instructions ?? []) {
    if (one.index <= argument.index || one.onbuild !== null) continue;
    if (handsOn(one, names)) {
      if (one.kind === "env") for (const { key } of one.pairs) names.add(key);
      pending.push(one);
      continue;
    }
    if (depends(one, names)) break;
    if (one.kind !== "run") continue;
    if (mentions(dockerfile, one, names) || !onlyInstalls(dockerfile, one)) break;
    installs.push(one);
    group.push(...pending.splice(0));
  }
  const [first] = installs;
  const last = installs.at(-1);
  return first === undefined || last === undefined ? null : { group, first, last };
}

function uses(one: Instruction, names: ReadonlySet<string>): boolean {
  return expandedVariables(one).some((use) => names.has(use.name));
}

/** Whether an instruction takes one of the variables, or declares it anew. */
function depends(one: Instruction, names: ReadonlySet<string>): boolean {
  return uses(one, names) || (one.kind === "arg" && one.pairs.some(({ key }) => names.has(key)));
}

/** Whether an instruction is an ENV or LABEL of which every pair takes its value from one of the variables. */
function handsOn(one: Instruction, names: ReadonlySet<string>): one is KeyValueInstruction {
  return (
    (one.kind === "env" || one.kind === "label") &&
    uses(one, names) &&
    one.pairs.every(({ value }) => value?.variables.some((use) => names.has(use.name)) === true)
  );
}

function mentions(dockerfile: Dockerfile, run: Instruction, names: ReadonlySet<string>): boolean {
  const text = dockerfile.source.slice(run.span);
  return [...names].some((name) => text.includes(name));
}

/** Whether a RUN installs packages and does nothing that may read a variable of the environment. */
function onlyInstalls(dockerfile: Dockerfile, run: Instruction): boolean {
  const calls = packageCalls(dockerfile, run);
  if (!calls.some(({ action }) => action === "install" || action === "install-manifest"))
    return false;
  if (
    calls.some(
      ({ action, packages }) => action === "build" || packages.some(({ kind }) => kind === "path"),
    )
  )
    return false;
  const known = new Set(calls.map(({ command }) => command));
  return (shellOf(dockerfile, run)?.commands ?? []).every(
    (command) => known.has(command) || readsNothing.has(command.name ?? ""),
  );
}

/** Commands that do the same whatever the environment says of the program that is built. */
const readsNothing = new Set(
  ": apt-key apt-mark cat cd chmod chown cp curl dpkg echo find gpg groupadd install ln mkdir mv printf rm sed set tar tee touch true unzip update-ca-certificates useradd wget".split(
    " ",
  ),
);
