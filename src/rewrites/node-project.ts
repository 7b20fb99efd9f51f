import { workdirOf } from "../dockerfile/context-copies.ts";
import { hubName } from "../dockerfile/known-images.ts";
import { joinRelative } from "../dockerfile/paths.ts";
import {
  dependencyInstalls,
  type DependencyInstall,
} from "../shell/package-managers/dependency-installs.ts";
import { leavesOutDevelopment } from "../shell/package-managers/development-installs.ts";
import { isPlainBuild } from "./known-steps.ts";
import { baseOf } from "./rewrite.ts";
import { contextPathOf } from "./run-time-files.ts";
import type { SingleStage } from "./single-stage.ts";

/** A Node project that is installed and built by one package manager in the directory that it is started in. */
export interface NodeProject {
  readonly manager: "npm" | "yarn" | "pnpm";
  /** The install of its dependencies. */
  readonly install: DependencyInstall;
  /** Whether development dependencies are there after it. */
  readonly development: boolean;
  /** The scripts of its package.json; null when that is not known. */
  readonly scripts: Readonly<Record<string, string>> | null;
  /** Whether a file or directory of the project is in the build context; null when that is not known. */
  readonly holds: (name: string) => boolean | null;
}

/** Package managers that the `node` image is made for. */
const managers = ["npm", "yarn", "pnpm"] as const;

/** The project of an image on `node`; null when it is not plain: workspaces, several projects, other work in between. */
export function nodeProject(found: SingleStage): NodeProject | null {
  const base = baseOf(found);
  if (base === null || hubName(base) !== "node" || found.workdir.startsWith("/?")) return null;
  if (!isPlainBuild(found, { managers, programs: ["corepack"] })) return null;
  const installs = found.stage.instructions.flatMap((run) =>
    run.kind === "run" ? dependencyInstalls(found.dockerfile, run, workdirOf(run.state)) : [],
  );
  const [install, another] = installs;
  const manager = managers.find((name) => name === install?.tool);
  if (install === undefined || another !== undefined || manager === undefined) return null;
  if (install.kind !== "install" || install.directory !== found.workdir || found.workdir === "/")
    return null;
  if (found.builds.some(({ call }) => call.manager !== manager)) return null;
  const directory = contextPathOf(found, found.workdir);
  const manifest =
    directory === null ? null : readManifest(found, joinRelative(directory, "package.json"));
  if (manifest?.workspaces !== undefined) return null;
  return {
    manager,
    install,
    development: !leavesOutDevelopment(install.call) && !isProduction(install),
    scripts: manifest === null ? null : (manifest.scripts ?? {}),
    holds: (name) =>
      directory === null ? null : found.context.exists(joinRelative(directory, name)),
  };
}

function isProduction({ run }: DependencyInstall): boolean {
  return run.state.lookup("NODE_ENV")?.value === "production";
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly workspaces?: unknown;
}

function readManifest({ context }: SingleStage, path: string): Manifest | null {
  const text = context.readText?.(path) ?? null;
  if (text === null) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : null;
  } catch {
    return null;
  }
}

/** The script of package.json that a command of npm, yarn or pnpm starts: `npm start`, `yarn run serve`; null for any other. */
export function scriptOf({ main }: SingleStage): string | null {
  if (!/^(npm|yarn|pnpm)$/.test(main.name ?? "")) return null;
  const operands = main.args.filter(({ text }) => !/^["']?-/.test(text)).map(({ value }) => value);
  const [first = null, second = null] = operands;
  return first === "run" || first === "run-script" ? second : first;
}
