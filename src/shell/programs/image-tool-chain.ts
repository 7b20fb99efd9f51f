import { noted } from "../../source/notes.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { imageStages } from "../../dockerfile/queries.ts";
import {
  isRemoval,
  leftBuildPackages,
  removes,
  type LeftBuildPackages,
} from "../package-managers/build-packages.ts";
import type { PackageCall, PackageManager } from "../model.ts";
import { flagValue, hasFlag } from "../package-managers/flags.ts";
import { packageCalls } from "../package-managers/package-calls.ts";

/** Managers of languages whose packages may have to be compiled when they are installed. */
const compiling = new Set<PackageManager>([
  ..."pip pipenv poetry uv npm yarn pnpm gem bundle".split(" "),
] as PackageManager[]);

/** Build packages that stay in the image. */
export interface ImageToolChain extends LeftBuildPackages {
  /** The RUN, the same one or a later one, that installs packages of a language, for which they are there. */
  readonly neededBy: RunInstruction | null;
  /** All such RUNs, in file order. */
  readonly builds: readonly RunInstruction[];
}

/** The build packages that stay in the image, but for those that a later RUN removes, which is another mistake. */
export const imageToolChains = noted(readToolChains);

function readToolChains(dockerfile: Dockerfile): readonly ImageToolChain[] {
  const runs = imageStages(dockerfile)
    .flatMap(({ instructions }) => instructions)
    .filter((one): one is RunInstruction => one.kind === "run" && one.onbuild === null)
    .sort((a, b) => a.index - b.index);
  // In a branch they are for some platforms or distributions only.
  const left = runs
    .flatMap((run) => leftBuildPackages(dockerfile, run))
    .filter(({ call }) => !call.command.conditional);
  if (left.length === 0) return [];
  const removals = runs.flatMap((run) =>
    packageCalls(dockerfile, run)
      .filter(isRemoval)
      .map((call) => ({ run, call })),
  );
  const installs = runs.filter((run) =>
    packageCalls(dockerfile, run).some(
      (call) =>
        compiling.has(call.manager) &&
        !takesBinaries(call) &&
        (call.action === "install-manifest" ||
          (call.action === "install" && !hasFlag(call, "-g", "--global") && !updatesItself(call))),
    ),
  );
  return left.flatMap((one): ImageToolChain[] => {
    const removed = removals.some(
      ({ run, call }) => run.index > one.run.index && removes(call, one.call),
    );
    const builds = installs.filter(({ index }) => index >= one.run.index);
    return removed ? [] : [{ ...one, neededBy: builds[0] ?? null, builds }];
  });
}

/** `pip install --only-binary=:all:`: what has to be compiled is refused. */
function takesBinaries(call: PackageCall): boolean {
  return call.manager === "pip" && flagValue(call, "--only-binary") === ":all:";
}

/** `pip install --upgrade pip setuptools`, `gem install bundler`: nothing is compiled. */
function updatesItself({ packages }: PackageCall): boolean {
  return (
    packages.length > 0 &&
    packages.every(({ name }) =>
      /^(?:pip|setuptools|wheel|virtualenv|pipenv|poetry|uv|bundler|npm|yarn|pnpm|corepack)$/.test(
        name ?? "",
      ),
    )
  );
}
