import type { BuildContext } from "../context/build-context.ts";
import { workdirOf } from "../dockerfile/context-copies.ts";
import type { DependencyTool } from "../dockerfile/dependency-tools.ts";
import type { Dockerfile, RunInstruction } from "../dockerfile/model.ts";
import { isMovable, moveCopyBehind, permitsMove } from "../dockerfile/move-copy.ts";
import { joinRelative } from "../dockerfile/paths.ts";
import type { LateInstall, LateInstalls } from "../shell/layers/late-installs.ts";
import type { ShellCommand } from "../shell/model.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { isSourceFree } from "../shell/layers/source-free.ts";
import { splitRun, type RunSplit } from "../shell/edits/split-run.ts";
import { insertAt, type TextEdit } from "../source/text-edit.ts";
import { dependenciesFirst } from "./dependencies-first.ts";
import type { InstallRewrite } from "./install-rewrite.ts";
import { gradleCacheMount } from "./gradle-cache-mount.ts";
import { manifestLines } from "./manifest-lines.ts";

/**
 * The manifests copied first and the source after the last install. Where the install wants the project as well, its
 * dependencies are installed first and the project after the source.
 * @returns null where that may not be right
 */
export function manifestsFirst(
  dockerfile: Dockerfile,
  group: LateInstalls,
  context: BuildContext,
): InstallRewrite | null {
  const { copied, installs, stage } = group;
  const { copy } = copied;
  const kept = gradleCacheMount(dockerfile, group);
  if (kept !== null) return kept;
  if (copy.stage !== stage || !isMovable(copy) || copied.pattern) return null;
  const lines = manifestLines(dockerfile, group, context);
  if (lines === null) return null;
  const builds = installs.filter(({ kind }) => kind === "build");
  const moved = installs.filter(({ kind }) => kind !== "build");
  const [last] = moved.slice(-1);
  if (last === undefined) return dependenciesFirst(dockerfile, group, lines, context);
  // Once the modules are there, a build after it downloads nothing.
  const isLate = (build: LateInstall): boolean =>
    build.run.index < last.run.index || !moved.some(({ tool }) => tool === build.tool);
  if (builds.some(isLate)) return null;
  const split = roomForMove(dockerfile, group, moved, last.run);
  const halves = halvesOf(dockerfile, moved, split, context);
  if (split === null || halves === null) return null;
  const gap = split === "whole" ? null : { ...split, begin: split.begin + halves.begin };
  const edits = moveCopyBehind(dockerfile, copy, last.run, lines, gap, halves);
  if (edits === null) return null;
  const title =
    halves.inserted === null
      ? "Copy the manifests first and the source after the install"
      : "Install the dependencies before the source is copied, and the project after it";
  return { title, edits };
}

/** What an install that wants the project is told to leave it out. */
const withoutProject: Partial<Record<DependencyTool, readonly string[]>> = {
  poetry: ["--no-root"],
  uv: ["--no-install-project"],
  composer: ["--no-scripts", "--no-autoloader"],
};

/** How an install is made twice: once without the project, and once as it is written. */
interface Halves {
  /** What is put into the first one; null when it needs nothing but the manifests as it is. */
  readonly inserted: TextEdit | null;
  /** The second one, as a RUN of its own; empty when there is none, or it begins a RUN that is there. */
  readonly next: string;
  /** The second one, at the beginning of the second part of a RUN that is split. */
  readonly begin: string;
}

function halvesOf(
  dockerfile: Dockerfile,
  moved: readonly LateInstall[],
  split: RunSplit | "whole" | null,
  context: BuildContext,
): Halves | null {
  const greedy = moved.filter((install) => install.needsSource && !isVirtual(install, context));
  const [install, another] = greedy;
  if (install === undefined) return { inserted: null, next: "", begin: "" };
  const { run, call, tool } = install;
  const script = shellOf(dockerfile, run);
  const flags = withoutProject[tool]?.filter((flag) => !hasFlag(call, flag)) ?? [];
  const place = call.command.args.find(({ value }) => value === call.subcommand)?.span.end;
  const isPlain =
    run.command.form === "shell" &&
    run.heredocs.length === 0 &&
    call.command.topLevel &&
    // What sets up the shell would have to be said twice.
    script?.commands.every(({ name }) => !/^(?:cd|set|export|source|\.)$/.test(name ?? "cd")) ===
      true;
  if (another !== undefined || install !== moved.at(-1) || flags.length === 0) return null;
  if (!isPlain || place === undefined) return null;
  const text = projectInstall(dockerfile, install, context);
  const keyword = [run.keywordSpan, ...run.flags.map(({ span }) => span)];
  const start = keyword.map((span) => dockerfile.source.slice(span)).join(" ");
  return {
    inserted: insertAt(place, ` ${flags.join(" ")}`),
    next: split === "whole" ? `${start} ${text}` : "",
    begin: `${text} && `,
  };
}

/** The command that installs what the first half has left out: the project, or for Composer its autoloader. */
function projectInstall(
  dockerfile: Dockerfile,
  { tool, call, from }: LateInstall,
  context: BuildContext,
): string {
  const written = dockerfile.source
    .slice(call.command.span)
    .replaceAll(dockerfile.escape, " ")
    .replace(/\s+/g, " ");
  const program = call.command.words[0]?.text ?? call.manager;
  const keep = (...names: readonly string[]): string =>
    call.flags
      .filter(({ name }) => names.includes(name))
      .map(({ name }) => ` ${name}`)
      .join("");
  if (tool === "poetry" && call.command.wrappers.length === 0) {
    return `${program} install --only-root${keep("--no-interaction", "-n", "--no-ansi", "--quiet", "-q")}`;
  }
  const manifest = context.readText?.(joinRelative(from, "composer.json")) ?? "post-install-cmd";
  const runsScripts = manifest.includes("post-install-cmd") && !hasFlag(call, "--no-scripts");
  if (tool !== "composer" || runsScripts || call.command.wrappers.length > 0) return written;
  const optimizes = hasFlag(call, "-o", "--optimize-autoloader") ? " --optimize" : "";
  return `${program} dump-autoload${optimizes}${keep("--no-dev", "-a", "--classmap-authoritative", "--no-interaction")}`;
}

/** Whether a project is no package, so that its install takes nothing but the dependencies. */
function isVirtual({ tool, from }: LateInstall, context: BuildContext): boolean {
  const text = context.readText?.(joinRelative(from, "pyproject.toml")) ?? "";
  if (tool === "poetry") return /^package-mode[ \t]*=[ \t]*false/m.test(text);
  return tool === "uv" && text !== "" && !/^\[build-system\]/m.test(text);
}

/** Whether all that stands between the COPY and the last install can do without the source, and how that RUN is to be split. */
function roomForMove(
  dockerfile: Dockerfile,
  { copied, stage }: LateInstalls,
  moved: readonly LateInstall[],
  last: RunInstruction,
): RunSplit | "whole" | null {
  const { copy, target } = copied;
  const needed = new Set<ShellCommand>(moved.map(({ call }) => call.command));
  const existing = new Set([workdirOf(copy.state), ...moved.map(({ directory }) => directory)]);
  for (const between of stage.instructions) {
    if (between.index <= copy.index || between.index > last.index) continue;
    if (between.kind !== "run") {
      if (!permitsMove(copy, between, target)) return null;
      continue;
    }
    const script = shellOf(dockerfile, between);
    if (script === null) return null;
    const question = { script, source: target, workdir: workdirOf(between.state), existing };
    const split = splitRun(
      dockerfile,
      between,
      script,
      (command) => isSourceFree(command, question),
      needed,
    );
    if (between === last || split !== "whole") return between === last ? split : null;
  }
  return null;
}
