import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import { appendCommand, insertArgument, insertBehind, removeLink } from "./chain-edits.ts";
import type { LeftCache } from "../layers/left-caches.ts";
import type { PackageCall, ShellScript } from "../model.ts";
import { flagValue } from "../package-managers/flags.ts";
import { shellOf } from "../parse-shell.ts";

/** Edits after which a RUN leaves no cache behind, and what they do as an order. */
export interface CacheRemedy {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * What to do about a cache that a RUN leaves: the manager's own flag where it has one, else the cache is emptied behind the
 * install or at the end of the same RUN.
 * @returns null when no edit of the RUN is certain to do it
 */
export function cacheRemedy(
  dockerfile: Dockerfile,
  run: RunInstruction,
  left: LeftCache,
): CacheRemedy | null {
  const script = shellOf(dockerfile, run);
  if (script === null) return null;
  if (left.cache.name === "pip") {
    // Of two flags that contradict each other the last one counts.
    if (left.calls.some((call) => flagValue(call, ...left.cache.flags) !== null)) return null;
    const edits = left.calls.flatMap((call) => flagEdit(script, call, "--no-cache-dir"));
    return edits.length === left.calls.length ? { title: "Add --no-cache-dir", edits } : null;
  }
  const withoutIndex = left.cache.name === "apk" ? apkEdits(dockerfile, script, left.calls) : null;
  if (withoutIndex !== null) return withoutIndex;
  const command = cleaningCommand(dockerfile, left);
  if (command === null || mayLackProgram(script, left)) return null;
  const behind = behindInstall(dockerfile, run, script, left, command);
  if (behind !== null) return { title: `Add \`${command}\` behind the install`, edits: [behind] };
  const edit = appendCommand(dockerfile, run, script, command);
  return edit === null
    ? null
    : { title: `Add \`${command}\` at the end of this RUN`, edits: [edit] };
}

/** Caches that `rm` empties, which every image has. */
const emptiedByRm = new Set(["apt", "apk"]);

/**
 * Whether the program that fills a cache, and is to empty it, may not be there: it is called where a test or another program
 * failed (`! command -v yum || yum install -y jq`), or in a branch.
 */
function mayLackProgram(script: ShellScript, { cache, calls }: LeftCache): boolean {
  if (emptiedByRm.has(cache.name)) return false;
  const call = calls.at(-1);
  const operators = script.chains[call?.command.chain ?? -1]?.operators ?? [];
  return call?.command.conditional === true || operators.some(({ text }) => text === "||");
}

/** Caches that builds do not fill: what installs from the lockfile stays one step, which can be split off. */
const filledByInstalls = new Set(["npm", "yarn", "pnpm", "composer"]);

function behindInstall(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  { cache, calls }: LeftCache,
  command: string,
): TextEdit | null {
  const last = calls.at(-1);
  if (last === undefined || !filledByInstalls.has(cache.name)) return null;
  return insertBehind(dockerfile, run, script, last.command, command);
}

function flagEdit(script: ShellScript, call: PackageCall, flag: string): TextEdit[] {
  return call.subcommandSpan === null ? [] : [insertArgument(script, call.subcommandSpan, flag)];
}

/** `apk update && apk add x` becomes `apk add --no-cache x`, which reads the index without keeping it. */
function apkEdits(
  dockerfile: Dockerfile,
  script: ShellScript,
  calls: readonly PackageCall[],
): CacheRemedy | null {
  const edits: TextEdit[] = [];
  const updates = calls.filter(({ action }) => action === "update-index");
  if (updates.length === calls.length) return null;
  for (const call of calls) {
    const edit = updates.includes(call)
      ? updateEdit(dockerfile, script, call)
      : noCacheEdit(dockerfile, script, call);
    if (edit === null) return null;
    edits.push(edit);
  }
  return {
    title: updates.length > 0 ? "Replace apk update by --no-cache" : "Add --no-cache",
    edits,
  };
}

function updateEdit(
  dockerfile: Dockerfile,
  script: ShellScript,
  { command }: PackageCall,
): TextEdit | null {
  const chain = script.chains[command.chain];
  const plain =
    command.topLevel && command.redirects.length === 0 && command.assignments.length === 0;
  return plain && chain !== undefined ? removeLink(dockerfile, chain, command.link) : null;
}

function noCacheEdit(
  { source }: Dockerfile,
  script: ShellScript,
  call: PackageCall,
): TextEdit | null {
  const refresh = call.flags.find(
    ({ name, span }) =>
      /^(?:-U|--update|--update-cache)$/.test(name) && source.slice(span) === name,
  );
  if (refresh !== undefined)
    return replaceExpected(source, refresh.span, refresh.name, "--no-cache");
  return flagEdit(script, call, "--no-cache")[0] ?? null;
}

/** The command that empties a cache, by the user who filled it; null when that is not certain. */
export function cleaningCommand(
  dockerfile: Dockerfile,
  { cache, calls }: LeftCache,
): string | null {
  const call = calls.at(-1);
  if (call === undefined) return null;
  const { command } = call;
  const { nameSpan } = command;
  if (nameSpan === null) return null;
  const personal = cache.inHome.length > 0;
  const moved = calls.some(
    (one) => one.command.assignments.length > 0 || flagValue(one, ...cache.flags) !== null,
  );
  if (personal && (moved || calls.some((one) => one.command.nested))) return null;
  const before = personal
    ? prefixOf(dockerfile, call)
    : command.wrappers.includes("sudo")
      ? "sudo "
      : "";
  if (before === null) return null;
  const program = dockerfile.source.slice(nameSpan).replace(/["']/g, "");
  if (/^\.|\$/.test(program)) return null;
  return `${before}${cleaningWords(cache.name, program)}`;
}

/** The wrappers before a call that decide whose home directory it works in; null when they are too involved to repeat. */
function prefixOf({ source }: Dockerfile, { command }: PackageCall): string | null {
  const first = command.words[0];
  if (command.wrappers.length === 0 || first === undefined || command.nameSpan === null) return "";
  const text = source.text.slice(first.span.start, command.nameSpan.start);
  return /[\n"'`$]/.test(text) || command.wrappers.includes("xargs") ? null : text;
}

function cleaningWords(cache: LeftCache["cache"]["name"], program: string): string {
  switch (cache) {
    case "apt":
      return "rm -rf /var/lib/apt/lists/*";
    case "apk":
      return "rm -rf /var/cache/apk/*";
    case "rpm":
      return `${program} clean all`;
    case "zypper":
      return `${program} clean --all`;
    case "npm":
      return `${program} cache clean --force`;
    case "yarn":
      return `${program} cache clean`;
    case "pnpm":
      return `${program} store prune`;
    case "gem":
      return `rm -rf "$(${program} env gemdir)/cache"`;
    case "composer":
      return `${program} clear-cache`;
    case "pip":
      return `${program} cache purge`;
  }
}
