import { Notes } from "../../source/notes.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { PackageCall, ShellScript } from "../model.ts";
import {
  packageCaches,
  type CacheName,
  type PackageCache,
} from "../package-managers/package-caches.ts";
import { flagValue } from "../package-managers/flags.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";
import {
  coversDirectory,
  coversInHome,
  plainPath,
  removedPaths,
  type RemovedPath,
} from "./removed-paths.ts";
import { variableArguments } from "../reading/variable-arguments.ts";
import { isSettingWritten, type WrittenSetting } from "../written-settings.ts";

/** A cache that a RUN fills and leaves in its layer. */
export interface LeftCache {
  readonly cache: PackageCache;
  /** The calls that fill it, in order; never empty. */
  readonly calls: readonly PackageCall[];
}

/** What one RUN does about caches. */
interface RunCaches {
  readonly left: readonly LeftCache[];
  /** The caches that it empties without having filled them. */
  readonly emptied: ReadonlySet<CacheName>;
}

const untouched: RunCaches = { left: [], emptied: new Set() };

const known = new Notes<RunInstruction, RunCaches>();

/** What a RUN does about the caches of package managers. Cached. */
export function runCaches(dockerfile: Dockerfile, run: RunInstruction): RunCaches {
  let found = known.get(run);
  if (found === undefined) {
    const script = shellOf(dockerfile, run);
    found = script === null ? untouched : readCaches(dockerfile, run, script);
    known.set(run, found);
  }
  return found;
}

/** What is looked at for every cache. */
interface Subject {
  readonly dockerfile: Dockerfile;
  readonly run: RunInstruction;
  readonly script: ShellScript;
  readonly calls: readonly PackageCall[];
  readonly removed: readonly RemovedPath[];
  /** The value that the script itself gives to a variable; null when it is not known. */
  readonly assigned: ReadonlyMap<string, string | null>;
}

function readCaches(dockerfile: Dockerfile, run: RunInstruction, script: ShellScript): RunCaches {
  const calls = packageCalls(dockerfile, run);
  const removed = removedPaths(script, run.state);
  if (calls.length === 0 && removed.length === 0) return untouched;
  const subject = { dockerfile, run, script, calls, removed, assigned: assignedVariables(script) };
  const left: LeftCache[] = [];
  const emptied = new Set<CacheName>();
  const managers = new Set(calls.map(({ manager }) => manager));
  for (const cache of packageCaches) {
    // Most RUNs have nothing to do with most caches.
    if (removed.length === 0 && !cache.managers.some((manager) => managers.has(manager))) continue;
    const filling = calls.filter(
      (call) => cache.managers.includes(call.manager) && cache.fills(call),
    );
    const last = filling.at(-1)?.command.span.start ?? -1;
    const places = placesOf(subject, cache, filling);
    if (empties(subject, cache, places ?? [], last)) {
      if (filling.length === 0) emptied.add(cache.name);
    } else if (filling.length > 0 && places !== null && !isMounted(run, cache, places)) {
      const kept = filling.filter(
        (call) =>
          !isTurnedOff(subject, cache, call) &&
          !empties(subject, cache, places, call.command.span.start),
      );
      if (kept.length > 0) left.push({ cache, calls: kept });
    }
  }
  return { left, emptied };
}

/** Places of a cache besides its usual ones; null when it is turned off, or is somewhere that is not known. */
function placesOf(
  subject: Subject,
  cache: PackageCache,
  calls: readonly PackageCall[],
): readonly string[] | null {
  const places: string[] = [];
  for (const name of cache.variables) {
    const value = variableOf(subject, name);
    if (value === undefined) continue;
    if (value === null || /^(?:\/dev\/null|off|false|)$/i.test(value)) return null;
    places.push(plainPath(value));
  }
  for (const call of calls) {
    const value = flagValue(call, ...cache.flags);
    if (value !== null) places.push(plainPath(value));
  }
  return places;
}

/** The value of a variable where a RUN's commands see it; null when it is not known, undefined when it is not set. */
function variableOf({ run, assigned }: Subject, name: string): string | null | undefined {
  return assigned.has(name) ? assigned.get(name) : run.state.lookup(name)?.value;
}

function assignedVariables(script: ShellScript): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { assignments, name, args } of script.commands) {
    for (const assignment of assignments) found.set(assignment.name, assignment.value);
    if (name !== "export") continue;
    for (const { text, value } of args) {
      found.set(
        text.replace(/=.*/s, ""),
        value?.includes("=") === true ? value.replace(/^[^=]*=/, "") : null,
      );
    }
  }
  return found;
}

/** Whether a cache or tmpfs mount of a RUN covers the usual place of a cache. */
export function mountsCache(run: RunInstruction, name: string): boolean {
  const cache = packageCaches.find((one) => one.name === name);
  return cache !== undefined && isMounted(run, cache, []);
}

function isMounted(run: RunInstruction, cache: PackageCache, places: readonly string[]): boolean {
  return run.mounts.some(({ type, target }) => {
    if (type !== "cache" && type !== "tmpfs") return false;
    if (target === null || target.includes("$")) return true;
    const path = plainPath(target.startsWith("/") ? target : `/${target}`);
    return covers(cache, places, path) || places.some((place) => path.startsWith(`${place}/`));
  });
}

function covers(cache: PackageCache, places: readonly string[], path: string): boolean {
  return (
    cache.directories.some((directory) => coversDirectory(path, directory)) ||
    cache.inHome.some((directory) => coversInHome(path, directory)) ||
    places.some((place) => coversDirectory(path, place)) ||
    (cache.alsoRemovedBy?.test(path) ?? false)
  );
}

/** Whether a cache is emptied after an offset, at which a call stands that fills it; -1 for anywhere. */
function empties(
  subject: Subject,
  cache: PackageCache,
  places: readonly string[],
  after: number,
): boolean {
  const { calls, removed, script } = subject;
  // A function stands before the place where it is called.
  const counts = ({ command }: { command: PackageCall["command"] }): boolean =>
    command.span.start > after || (command.conditional && !command.topLevel);
  return (
    calls.some(
      (call) => cache.managers.includes(call.manager) && cache.cleans(call) && counts(call),
    ) ||
    removed.some(
      (removal) =>
        counts(removal) &&
        (covers(cache, places, removal.path) || (removal.unknown && !removal.command.topLevel)),
    ) ||
    (after >= 0 &&
      script.commands.some((command) => isCleaner(command.name) && counts({ command })))
  );
}

/** A program or function whose name says that it cleans (`cleanup`, `clean-layer.sh`), and what a template will put in. */
function isCleaner(name: string | null): boolean {
  return name !== null && /(?:^|[-_.])clean(?:$|[-_.]|up)|^\{[{%]/i.test(name);
}

const pipSetting: WrittenSetting = {
  text: /(?:global|install)\.no-cache-dir|(?<!-)no-cache-dir\s*=/,
  file: /pip\.conf|\.config\/pip/,
};

/** Whether a call is told not to keep anything by variables or by what was written before. */
function isTurnedOff(subject: Subject, cache: PackageCache, call: PackageCall): boolean {
  const { dockerfile, run, script } = subject;
  const { values, unknown } = variableArguments(call, script, run.state);
  if (values.some((value) => /^--(?:no-cache|no-cache-dir|offline|no-index)$/.test(value)))
    return true;
  if (unknown.some((name) => /opt|flag|arg|cache/i.test(name))) return true;
  if (cache.name !== "pip") return false;
  // pip takes any value for yes, also `0` and `false`; only an empty one means that it is not set.
  const noCache = variableOf(subject, "PIP_NO_CACHE_DIR");
  return (noCache !== undefined && noCache !== "") || isSettingWritten(dockerfile, run, pipSetting);
}
