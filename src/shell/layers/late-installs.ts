import { Notes } from "../../source/notes.ts";
import {
  bindsContext,
  copiedSources,
  instructionsBefore,
  meantArguments,
  originOf,
  workdirOf,
  type CopiedSource,
} from "../../dockerfile/context-copies.ts";
import type { DependencyTool } from "../../dockerfile/dependency-tools.ts";
import type {
  CopyInstruction,
  Dockerfile,
  Instruction,
  RunInstruction,
  Stage,
} from "../../dockerfile/model.ts";
import { relativeTo } from "../../dockerfile/paths.ts";
import {
  dependencyInstalls,
  type DependencyInstall,
} from "../package-managers/dependency-installs.ts";
import { isSourceFree } from "./source-free.ts";
import { shellOf } from "../parse-shell.ts";

/** An install that runs after the source was copied. */
export interface LateInstall extends DependencyInstall {
  /** The project's directory in the build context, from its root. */
  readonly from: string;
  /** Whether its manifest, and its lockfile if it may have one, were copied by name before the source. */
  readonly hasManifest: boolean;
}

/** The installs of one stage that a broad COPY comes before. */
export interface LateInstalls {
  readonly copied: CopiedSource;
  readonly stage: Stage;
  /** In file order, at least one. */
  readonly installs: readonly LateInstall[];
}

/** What has to be known of manifests to find late installs. */
export interface ManifestKnowledge {
  /** The names that make a directory a project of a tool; `*.csproj` is a pattern. */
  manifestsOf(tool: DependencyTool): readonly string[];
  /** The names of its lockfiles; empty when it has none. */
  lockfilesOf(tool: DependencyTool): readonly string[];
  /** Whether a directory of the build context holds a project of a tool; null when that is not known. */
  holds(directory: string, tool: DependencyTool): boolean | null;
  /** Whether a directory of the build context is known not to be there. */
  lacks(directory: string): boolean;
}

/** Where dependencies come from when another stage, or an image, has installed them already. */
const installedElsewhere =
  /(^|\/)(node_modules|vendor|site-packages|\.venv|venv|\.m2|\.gradle|\.cargo|cargo|\.nuget|\.local|pkg(\/mod)?|bundle)$/;

/**
 * Finds the installs for which the whole source was copied although their manifests would have been enough.
 * @returns one group for each COPY and stage, in file order
 */
export function findLateInstalls(
  dockerfile: Dockerfile,
  knowledge: ManifestKnowledge,
): readonly LateInstalls[] {
  const groups = new Map<string, { copied: CopiedSource; stage: Stage; installs: LateInstall[] }>();
  for (const run of dockerfile.instructions) {
    if (run.kind !== "run" || run.stage === null || run.onbuild !== null || bindsContext(run))
      continue;
    const installs = installsOf(dockerfile, run);
    if (installs.length === 0 || isAside(dockerfile, run.stage)) continue;
    const history = historyOf(run);
    for (const [index, install] of installs.entries()) {
      if (installs.slice(0, index).some((earlier) => covers(earlier, install))) continue;
      const late = lateInstall(dockerfile, install, history, knowledge);
      if (late === null) continue;
      const key = `${late.copied.copy.index} ${run.stage.index}`;
      const group = groups.get(key) ?? { copied: late.copied, stage: run.stage, installs: [] };
      groups.set(key, group);
      group.installs.push({ ...install, ...late.place });
    }
  }
  return [...groups.values()].sort((a, b) => a.copied.copy.index - b.copied.copy.index);
}

/** A stage that is only built to test or check: what it costs is not paid by who builds the image. */
function isAside(dockerfile: Dockerfile, stage: Stage): boolean {
  if (stage === dockerfile.finalStage) return false;
  if (
    !/(^|[-_.])(tests?|testing|lint(er|ing)?|checks?|e2e|ci|dev|development|docs?|format)([-_.]|$)/i.test(
      stage.name ?? "",
    )
  )
    return false;
  return !dockerfile.stages.some(({ dependencies }) => dependencies.includes(stage));
}

const installsOfRuns = new Notes<RunInstruction, readonly DependencyInstall[]>();

/** The installs of a RUN, read once: every later RUN asks for them. */
function installsOf(dockerfile: Dockerfile, run: RunInstruction): readonly DependencyInstall[] {
  let found = installsOfRuns.get(run);
  if (found === undefined) {
    found = dependencyInstalls(dockerfile, run, workdirOf(run.state));
    installsOfRuns.set(run, found);
  }
  return found;
}

interface Event {
  readonly instruction: Instruction;
  readonly copies: readonly CopiedSource[];
}

/** What ran before a RUN in its lineage, the sources of each COPY read once. */
function historyOf(run: RunInstruction): readonly Event[] {
  return instructionsBefore(run).map((instruction) => ({
    instruction,
    copies:
      instruction.kind === "copy" || instruction.kind === "add" ? copiedSources(instruction) : [],
  }));
}

/** The COPY that brings a manifest with all the source, and where from. */
interface Late {
  readonly copied: CopiedSource;
  readonly place: Pick<LateInstall, "from" | "hasManifest">;
}

/** What is known of an install at one point of its history. */
interface Progress {
  hasManifest: boolean;
  hasLockfile: boolean;
  late: Late | null;
}

/** The COPY that brings a manifest with all the source; null when the dependencies had their chance before it. */
function lateInstall(
  dockerfile: Dockerfile,
  install: DependencyInstall,
  history: readonly Event[],
  knowledge: ManifestKnowledge,
): Late | null {
  const { tool, kind, run } = install;
  const isCached = kind === "build" && run.mounts.some(({ type }) => type === "cache");
  if (kind === "fetch" || isCached) return null;
  const progress: Progress = {
    hasManifest: false,
    hasLockfile: knowledge.lockfilesOf(tool).length === 0,
    late: null,
  };
  for (const { instruction, copies } of history) {
    if (instruction.kind === "run" && mayHaveRun(dockerfile, install, instruction, progress))
      return null;
    for (const copied of copies) {
      if (copied.copy.from === null) follow(progress, copied, install, knowledge);
      else if (bringsInstalled(copied, install, knowledge, progress)) return null;
    }
  }
  const { late } = progress;
  if (late === null) return null;
  const isNoModule = tool === "go" && knowledge.holds(late.place.from, tool) === false;
  return isNoModule ? null : late;
}

/** Whether an earlier RUN installs the same, or may do so. */
function mayHaveRun(
  dockerfile: Dockerfile,
  install: DependencyInstall,
  earlier: RunInstruction,
  { late, hasManifest }: Progress,
): boolean {
  if (installsBefore(dockerfile, earlier, install)) return true;
  return (
    late === null && (bindsContext(earlier) || (hasManifest && mayInstall(dockerfile, earlier)))
  );
}

/** Whether a COPY of another stage or image brings what is installed there, or the project before the context does. */
function bringsInstalled(
  copied: CopiedSource,
  install: DependencyInstall,
  knowledge: ManifestKnowledge,
  { late }: Progress,
): boolean {
  if (installedElsewhere.test(copied.target) || installedElsewhere.test(copied.source)) return true;
  return late === null && bringsAll(copied, install, knowledge) !== null;
}

/** Notes what a COPY of the context brings, as long as the whole source is not there. */
function follow(
  progress: Progress,
  copied: CopiedSource,
  install: DependencyInstall,
  knowledge: ManifestKnowledge,
): void {
  if (progress.late !== null) return;
  const from = bringsAll(copied, install, knowledge);
  if (from !== null) {
    const hasManifest = progress.hasManifest && progress.hasLockfile;
    progress.late = { copied, place: { from, hasManifest } };
  } else if (namesManifest(copied, install, knowledge)) progress.hasManifest = true;
  progress.hasLockfile ||= knowledge
    .lockfilesOf(install.tool)
    .some((name) => isNamed(copied, install.directory, name));
}

/** The names of a tool's manifest, with the directories of the image they lie in. */
function manifestPlaces(
  install: DependencyInstall,
  knowledge: ManifestKnowledge,
): readonly (readonly [string, string])[] {
  if (install.tool === "pip") return install.files.map(splitPath);
  return knowledge
    .manifestsOf(install.tool)
    .map((name) => [install.directory, name.replace(/^\*/, "project")]);
}

function splitPath(path: string): readonly [string, string] {
  const slash = path.lastIndexOf("/");
  return [path.slice(0, slash) || "/", path.slice(slash + 1)];
}

/** Whether a COPY brings the manifest by its name or by a pattern. */
function namesManifest(
  copied: CopiedSource,
  install: DependencyInstall,
  knowledge: ManifestKnowledge,
): boolean {
  const base = copied.source.slice(copied.source.lastIndexOf("/") + 1);
  return manifestPlaces(install, knowledge).some(([directory, name]) => {
    // Tools that search upwards, and projects that another project lists, have manifests elsewhere too.
    return (
      isNamed(copied, directory, name) || base === name || /^\*?[\w.-]*\.(cs|fs|vb)proj$/.test(base)
    );
  });
}

function isNamed(copied: CopiedSource, directory: string, name: string): boolean {
  const how = originOf(copied, directory, name)?.how;
  return how === "named" || how === "pattern";
}

/** A directory that holds nothing but what is needed to install: `requirements/`, `deps/`. */
const manifestDirectory =
  /(^|\/)(requirements|reqs?|deps|dependencies|pip|docker|scripts|\.docker)[^/]*$/;

/** The context directory that a COPY takes the whole project from; null when it brings less. */
function bringsAll(
  copied: CopiedSource,
  install: DependencyInstall,
  knowledge: ManifestKnowledge,
): string | null {
  const [place] = manifestPlaces(install, knowledge);
  if (place === undefined) return null;
  const origin = originOf(copied, ...place);
  if (origin === null) return null;
  if (copied.source !== "" && install.tool === "pip") {
    const isAround = relativeTo(copied.target, install.directory) !== null;
    if (!isAround || manifestDirectory.test(copied.source)) return null;
  }
  if (origin.how === "tree") return projectBelow(copied, origin.from, install.tool, knowledge);
  return origin.how === "maybe" && knowledge.holds(origin.from, install.tool) === true
    ? origin.from
    : null;
}

/** The nearest directory upwards that holds the manifest, within what is copied; the directory itself when none is known to. */
function projectBelow(
  copied: CopiedSource,
  from: string,
  tool: DependencyTool,
  knowledge: ManifestKnowledge,
): string {
  // Where the directory that is worked in is not in the context, this is not the context that the build has.
  if (knowledge.lacks(from)) return from;
  const depth = copied.source === "" ? 0 : copied.source.split("/").length;
  const parts = from.split("/");
  for (let length = from === "" ? 0 : parts.length; length >= depth; length--) {
    const directory = parts.slice(0, length).join("/");
    if (knowledge.holds(directory, tool) === true) return directory;
  }
  return from;
}

const nodeTools = new Set<DependencyTool>(["npm", "yarn", "pnpm", "bun"]);

/** Whether an earlier RUN installs the same dependencies already: late too, perhaps, but then that is said of it. */
function installsBefore(
  dockerfile: Dockerfile,
  run: RunInstruction,
  install: DependencyInstall,
): boolean {
  return installsOf(dockerfile, run).some((earlier) => covers(earlier, install));
}

/** Whether after one install another has nothing left to download. */
function covers(earlier: DependencyInstall, later: DependencyInstall): boolean {
  if (earlier.tool === later.tool && (later.kind === "build" || earlier.kind === "fetch"))
    return true;
  const sameTool =
    earlier.tool === later.tool || (nodeTools.has(earlier.tool) && nodeTools.has(later.tool));
  return sameTool && earlier.directory === later.directory;
}

/** Whether a RUN does something that is not known, and so may install what a manifest lists. */
function mayInstall(dockerfile: Dockerfile, run: RunInstruction): boolean {
  const script = shellOf(dockerfile, run);
  if (script === null) return true;
  const workdir = workdirOf(run.state);
  return !script.commands.every((command) =>
    isSourceFree(command, { script, source: workdir, workdir, existing: new Set([workdir]) }),
  );
}

/** The text of a COPY for a message: `COPY . .`, without its flags. */
export function describeCopy(dockerfile: Dockerfile, copy: CopyInstruction): string {
  const { sources, destination } = meantArguments(copy);
  const words = [...sources, ...(destination === null ? [] : [destination])];
  return [dockerfile.source.slice(copy.keywordSpan), ...words.map(({ value }) => value)].join(" ");
}
