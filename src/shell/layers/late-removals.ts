import { Notes } from "../../source/notes.ts";
import { copyTarget } from "../../dockerfile/copied-paths.ts";
import { copiedSources, instructionsBefore, workdirOf } from "../../dockerfile/context-copies.ts";
import type { CopyInstruction, Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { relativeTo, resolvePath } from "../../dockerfile/paths.ts";
import { isRemoval, removes } from "../package-managers/build-packages.ts";
import { downloadOf, writesToOutput } from "../downloads/downloads.ts";
import type { ShellCommand } from "../model.ts";
import { flagValue } from "../package-managers/flags.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import { isSystemManager } from "../system-managers.ts";
import { resolveWord } from "../reading/words.ts";
import { directoryOf } from "../package-managers/working-directory.ts";

/** Something that a RUN removes although an earlier layer holds it. */
export interface LateRemoval {
  readonly run: RunInstruction;
  readonly command: ShellCommand;
  /** What is removed, as the file calls it. */
  readonly what: string;
  /** What made it. */
  readonly maker: RunInstruction | CopyInstruction;
  readonly kind: "download" | "copy" | "package";
  /** What of it the maker made: absolute paths, or names of packages and of groups of them. */
  readonly made: readonly string[];
}

/** What a RUN removes that an earlier RUN downloaded or installed, or that COPY or ADD brought; each maker once. */
export function lateRemovals(dockerfile: Dockerfile, run: RunInstruction): readonly LateRemoval[] {
  const script = shellOf(dockerfile, run);
  if (script === null) return [];
  const found = [...removedFiles(dockerfile, run), ...removedPackages(dockerfile, run)];
  const makers = new Set<unknown>();
  return found.filter(({ maker }) => !makers.has(maker) && makers.add(maker));
}

function removedFiles(dockerfile: Dockerfile, run: RunInstruction): LateRemoval[] {
  const script = shellOf(dockerfile, run);
  const commands = (script?.commands ?? []).filter(
    ({ name, conditional }) => name === "rm" && !conditional,
  );
  if (script === null || commands.length === 0) return [];
  const before = instructionsBefore(run);
  const own = madeBy(dockerfile, run);
  return commands.flatMap((command) => {
    const directory = directoryOf(script, command, workdirOf(run.state));
    const words = command.args.filter(({ text }) => !text.startsWith("-"));
    return words.flatMap((word): LateRemoval[] => {
      const written = resolveWord(word, run.state);
      if (written === null || (directory === null && !written.startsWith("/"))) return [];
      const matches = matcherOf(resolvePath(directory ?? "/", written));
      // What this RUN makes anew is what it removes.
      if (matches === null || own.some(matches)) return [];
      return before.flatMap((maker): LateRemoval[] => {
        const kind = maker.kind === "run" ? "download" : "copy";
        if (maker.kind !== "run" && maker.kind !== "copy" && maker.kind !== "add") return [];
        const made = maker.kind === "run" ? madeBy(dockerfile, maker) : placesOf(maker);
        const hit = made.length > 0 && (kind === "copy" ? made.every(matches) : made.some(matches));
        return hit
          ? [{ run, command, what: written, maker, kind, made: made.filter(matches) }]
          : [];
      });
    });
  });
}

/** Whether a path is removed by the argument of an `rm`: it is that path, lies below it, or matches its pattern. */
function matcherOf(path: string): ((made: string) => boolean) | null {
  const parts = path.split("/");
  const at = parts.findIndex((part) => /[*?[{]/.test(part));
  if (at === -1) return (made) => relativeTo(path, made) !== null && path !== "/";
  // `/tmp/*` and `/tmp/*.zip`; more involved patterns are left alone.
  if (at !== parts.length - 1 || /[?[{]/.test(path)) return null;
  const directory = parts.slice(0, -1).join("/") || "/";
  const [head = "", ...tails] = (parts.at(-1) ?? "").split("*");
  if (tails.length !== 1) return null;
  return (made) => {
    const inside = relativeTo(directory, made)?.split("/")[0] ?? "";
    return inside !== "" && inside.startsWith(head) && inside.endsWith(tails[0] ?? "");
  };
}

const made = new Notes<RunInstruction, readonly string[]>();

/** The files and directories, absolute, that a RUN downloads, as far as their names are known. */
function madeBy(dockerfile: Dockerfile, run: RunInstruction): readonly string[] {
  let found = made.get(run);
  if (found === undefined) {
    found = run.onbuild === null ? readDownloads(dockerfile, run) : [];
    made.set(run, found);
  }
  return found;
}

function readDownloads(dockerfile: Dockerfile, run: RunInstruction): readonly string[] {
  const script = shellOf(dockerfile, run);
  if (script === null) return [];
  return script.commands.flatMap((command) => {
    const file = command.name === "git" ? clonedInto(command, run) : downloadedTo(command, run);
    if (file === null) return [];
    const directory = directoryOf(script, command, workdirOf(run.state));
    return directory === null && !file.startsWith("/") ? [] : [resolvePath(directory ?? "/", file)];
  });
}

function downloadedTo(command: ShellCommand, run: RunInstruction): string | null {
  const download = downloadOf(command, run.state);
  if (download === null) return null;
  if (writesToOutput(download)) {
    const target = command.redirects.find(({ operator }) => /^1?>>?$/.test(operator))?.target;
    return target == null ? null : resolveWord(target, run.state);
  }
  if (download.output !== null) return /[$`]/.test(download.output) ? null : download.output;
  const [url] = download.urls;
  const name =
    url?.text
      .replace(/[?#].*/, "")
      .split("/")
      .at(-1) ?? "";
  if (name === "" || /[$`{]/.test(name)) return null;
  const prefix = download.arguments.options.findLast(({ name: option }) =>
    ["-P", "--directory-prefix", "--output-dir"].includes(option),
  )?.value;
  return prefix == null ? name : `${prefix}/${name}`;
}

/** The directory that `git clone` makes; null for any other call. */
function clonedInto(command: ShellCommand, run: RunInstruction): string | null {
  if (command.args[0]?.value !== "clone") return null;
  const values = command.args.slice(1).map((word) => resolveWord(word, run.state));
  const url = values.findIndex(
    (value) => value !== null && /^(?:https?|git|ssh):\/\/|^git@/.test(value),
  );
  if (url === -1) return null;
  const next = values[url + 1];
  if (next === null) return null;
  if (next !== undefined && !next.startsWith("-")) return next;
  return (
    values[url]
      ?.replace(/\/$/, "")
      .split("/")
      .at(-1)
      ?.replace(/\.git$/, "") ?? null
  );
}

/** The single files that a COPY brings, or the directory that it fills. */
function placesOf(copy: CopyInstruction): readonly string[] {
  const sources = copiedSources(copy);
  if (sources.length === 0 || sources.length !== copy.sources.length) return [];
  return sources.flatMap(({ source, directory, pattern, target }) => {
    if (directory || pattern) return [target];
    const name = source.slice(source.lastIndexOf("/") + 1);
    return name.includes(".") ? (copyTarget(copy, source) ?? []) : [target];
  });
}

function removedPackages(dockerfile: Dockerfile, run: RunInstruction): LateRemoval[] {
  const calls = packageCalls(dockerfile, run).filter(({ manager }) => isSystemManager(manager));
  const removals = calls.filter(
    (call) => isRemoval(call) && call.packages.some(({ name }) => name !== null),
  );
  if (removals.length === 0) return [];
  const earlier = instructionsBefore(run).filter(
    (one): one is RunInstruction => one.kind === "run",
  );
  return removals.flatMap((removal): LateRemoval[] => {
    const here = calls.some((call) => call.action === "install" && removes(removal, call));
    if (here || removal.command.conditional) return [];
    const names = new Set(removal.packages.flatMap(({ name }) => name ?? []));
    const maker = earlier.find((one) =>
      packageCalls(dockerfile, one).some(
        (call) =>
          call.action === "install" &&
          (call.packages.some(({ name }) => name !== null && names.has(name)) ||
            names.has(flagValue(call, "--virtual", "-t") ?? "")),
      ),
    );
    const what = removal.packages.map(({ text }) => text).join(" ");
    return maker === undefined
      ? []
      : [{ run, command: removal.command, what, maker, kind: "package", made: [...names] }];
  });
}
