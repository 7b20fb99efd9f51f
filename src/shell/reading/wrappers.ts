import { baseName } from "./shell-options.ts";

/** How a program that runs another one reads its own arguments. */
interface Wrapper {
  /** Short options that take a value, attached or as the next word. */
  readonly short?: string;
  /** Long options that take the next word when they have no `=`. */
  readonly long?: readonly string[];
  /** Words of its own before the program: a user, a directory, a duration. */
  readonly operands?: number;
  /** Whether `NAME=value` may stand before the program. */
  readonly assignments?: boolean;
  /** Options that make it something else than a wrapper. */
  readonly notWith?: readonly string[];
  /** The subcommand that makes it one: `conda run`, `bundle exec`. */
  readonly subcommand?: string;
  /** The only programs it runs; before anything else it is no wrapper (`corepack yarn`, but not `corepack enable`). */
  readonly runs?: readonly string[];
  /** Options that take the place of an operand. */
  readonly insteadOfOperand?: readonly string[];
  /** Whether numbers before the program are its own (`retry 5 curl`). */
  readonly numbers?: boolean;
}

const sudo: Wrapper = {
  short: "ughpCrtTUDR",
  long: [
    "--user",
    "--group",
    "--host",
    "--prompt",
    "--close-from",
    "--chdir",
    "--chroot",
    "--role",
    "--type",
  ],
  assignments: true,
  notWith: ["-l", "-v", "-e", "-V", "--list", "--validate", "--edit", "--version"],
};
const condaRun: Wrapper = {
  short: "npr",
  long: ["--name", "--prefix", "--cwd", "--root-prefix"],
  subcommand: "run",
};
const none: Wrapper = {};

const wrappers: ReadonlyMap<string, Wrapper> = new Map<string, Wrapper>([
  ["sudo", sudo],
  ["doas", { short: "uC" }],
  [
    "env",
    {
      short: "uC",
      long: ["--unset", "--chdir"],
      assignments: true,
      notWith: ["-S", "--split-string"],
    },
  ],
  ["exec", { short: "a" }],
  ["command", { notWith: ["-v", "-V"] }],
  ["builtin", none],
  ["time", { short: "fo", long: ["--format", "--output"] }],
  ["nice", { short: "n", long: ["--adjustment"] }],
  ["ionice", { short: "cn", long: ["--class", "--classdata"], notWith: ["-p", "-P", "-u"] }],
  ["chrt", { short: "TPD", operands: 1 }],
  ["nohup", none],
  ["setsid", none],
  [
    "timeout",
    { short: "kst", long: ["--kill-after", "--signal"], operands: 1, insteadOfOperand: ["-t"] },
  ],
  [
    "xargs",
    {
      short: "adEILnPs",
      long: [
        "--arg-file",
        "--delimiter",
        "--max-args",
        "--max-procs",
        "--max-chars",
        "--max-lines",
        "--process-slot-var",
      ],
    },
  ],
  ["stdbuf", { short: "ioe", long: ["--input", "--output", "--error"] }],
  ["chroot", { operands: 1, long: ["--userspec", "--groups"] }],
  ["gosu", { operands: 1 }],
  ["su-exec", { operands: 1 }],
  ["s6-setuidgid", { operands: 1 }],
  ["setuser", { operands: 1 }],
  ["chpst", { short: "uUbemdotfcrnC/" }],
  [
    "setpriv",
    {
      long: ["--reuid", "--regid", "--ruid", "--euid", "--groups", "--inh-caps", "--bounding-set"],
    },
  ],
  [
    "runuser",
    {
      short: "ug",
      long: ["--user", "--group"],
      notWith: ["-c", "-l", "-", "--command", "--login"],
    },
  ],
  ["busybox", none],
  ["catchsegv", none],
  ["eatmydata", none],
  ["fakeroot", { short: "lsib" }],
  ["unbuffer", none],
  ["retry", { short: "dtmn", long: ["--tries", "--delay", "--max", "--min"], numbers: true }],
  ["linux32", none],
  ["linux64", none],
  ["setarch", { operands: 1 }],
  ["proxychains", { short: "f" }],
  ["proxychains4", { short: "f" }],
  [
    "xvfb-run",
    {
      short: "efnps",
      long: ["--server-args", "--server-num", "--error-file", "--auth-file", "--wait"],
    },
  ],
  [
    "flock",
    {
      short: "wE",
      long: ["--timeout", "--wait", "--conflict-exit-code"],
      operands: 1,
      notWith: ["-c"],
    },
  ],
  ["tini", { short: "ep" }],
  ["tini-static", { short: "ep" }],
  ["dumb-init", { short: "r", long: ["--rewrite"] }],
  ["catatonit", none],
  ["conda", condaRun],
  ["mamba", condaRun],
  ["micromamba", condaRun],
  ["poetry", { subcommand: "run" }],
  ["pipenv", { subcommand: "run" }],
  ["pdm", { subcommand: "run" }],
  ["rye", { subcommand: "run" }],
  [
    "uv",
    {
      short: "pwifPC",
      long: [
        "--extra",
        "--group",
        "--only-group",
        "--no-group",
        "--env-file",
        "--with",
        "--with-editable",
        "--with-requirements",
        "--index",
        "--default-index",
        "--python",
        "--package",
        "--directory",
        "--project",
        "--config-file",
        "--cache-dir",
        "--link-mode",
      ],
      subcommand: "run",
    },
  ],
  ["bundle", { subcommand: "exec" }],
  ["corepack", { runs: ["npm", "yarn", "pnpm"] }],
]);

/** Where the program stands that does the work. */
export interface Unwrapped {
  /** Index of its name among the words; the number of words when there is none. */
  readonly index: number;
  /** Its base name; null when it is not known. */
  readonly name: string | null;
  /** The names of the wrappers before it, outermost first. */
  readonly wrappers: readonly string[];
  /** Indexes of the `NAME=value` words among the wrappers' arguments. */
  readonly assignments: readonly number[];
}

/** What `unwrap` needs to know of a word. */
export interface WrappedWord {
  readonly value: string | null;
}

const assignmentForm = /^[A-Za-z_][A-Za-z0-9_]*=/;

/**
 * Finds the program behind `sudo`, `env`, `exec`, `timeout 5m`, `xargs -r` and the like.
 * @param programOf the base name of the program that a word names; null when that is not known
 */
export function unwrap<W extends WrappedWord>(
  words: readonly W[],
  programOf: (word: W) => string | null,
): Unwrapped {
  const names: string[] = [];
  const assignments: number[] = [];
  let index = 0;
  let name: string | null;
  for (;;) {
    const word = words[index];
    name = word === undefined ? null : programOf(word);
    const wrapper = name === null ? undefined : wrappers.get(name);
    if (name === null || wrapper === undefined) break;
    const given: number[] = [];
    const inner = programIndex(words, index + 1, wrapper, given);
    if (inner === null) break;
    names.push(name);
    for (const assignment of given) assignments.push(assignment);
    index = inner;
  }
  return { index, name, wrappers: names, assignments };
}

/** The words of a command from the program that does the work on, its wrappers left out. */
export function withoutWrappers(values: readonly string[]): readonly string[] {
  const words = values.map((value) => ({ value }));
  return values.slice(unwrap(words, ({ value }) => baseName(value)).index);
}

/**
 * Where the program of a wrapper stands; null when it runs none.
 * @param assignments takes the indexes of the `NAME=value` words
 */
function programIndex(
  words: readonly WrappedWord[],
  from: number,
  wrapper: Wrapper,
  assignments: number[],
): number | null {
  let index = from;
  if (wrapper.subcommand !== undefined && words[index++]?.value !== wrapper.subcommand) return null;
  let operands = wrapper.operands ?? 0;
  let optionsOver = false;
  for (; index < words.length; index++) {
    const value = words[index]?.value ?? "";
    if (!optionsOver && value.startsWith("-")) {
      if (isAmong(value, wrapper.notWith)) return null;
      if (isAmong(value, wrapper.insteadOfOperand)) operands--;
      if (value === "--") optionsOver = true;
      else if (takesNext(value, wrapper)) index++;
    } else if (wrapper.assignments === true && assignmentForm.test(value)) {
      assignments.push(index);
    } else if (operands > 0) {
      operands--;
      optionsOver = true;
    } else if (wrapper.numbers !== true || !/^\d+[smh]?$/.test(value)) {
      return runs(wrapper, value) ? index : null;
    }
  }
  return null;
}

function runs(wrapper: Wrapper, program: string): boolean {
  return wrapper.runs === undefined || wrapper.runs.includes(program);
}

function isAmong(option: string, names: readonly string[] | undefined): boolean {
  if (names === undefined) return false;
  const bare = option.startsWith("--") ? option.replace(/=.*/s, "") : option.slice(0, 2);
  return names.includes(bare);
}

function takesNext(option: string, wrapper: Wrapper): boolean {
  if (option.startsWith("--")) return wrapper.long?.includes(option) ?? false;
  // In a cluster only the last letter can take the next word; an earlier one has the rest as its value.
  for (let at = 1; at < option.length; at++) {
    if (wrapper.short?.includes(option.charAt(at))) return at === option.length - 1;
  }
  return false;
}
