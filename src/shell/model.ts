import type { Span } from "../source/span.ts";

/**
 * Which language a command text is written in. `posix` is any Bourne shell other than bash (dash, ash, busybox);
 * `other` is an interpreter named by a heredoc or a SHELL that is no shell known here.
 */
export type Dialect = "posix" | "bash" | "powershell" | "cmd" | "other";

/**
 * How the text is given. `shell`: after the keyword. `heredoc`: the body of a here-document. `exec-shell`: the string after
 * `-c` of an exec form, so that an edit in it stands inside JSON. `exec`: an exec form that runs a program without a shell.
 */
export type ScriptForm = "shell" | "heredoc" | "exec-shell" | "exec";

/** The shell text of one instruction (or of one heredoc body), read into commands. All spans are file offsets. */
export interface ShellScript {
  readonly dialect: Dialect;
  readonly form: ScriptForm;
  /** Where the text stands. */
  readonly span: Span;
  /** Every simple command in source order: those in lists, pipes, subshells, loops, conditions, functions, `$(...)` and `sh -c '...'` too. */
  readonly commands: readonly ShellCommand[];
  /** The top-level and-or lists in order: the parts that `;`, `&` and newlines separate. */
  readonly chains: readonly Chain[];
  /** Every pipeline of two commands or more, wherever it stands. */
  readonly pipelines: readonly Pipeline[];
  /** Whether `set -e` (or `-o errexit`) is in force from the first command on. */
  readonly exitsOnError: boolean;
  /** Whether `set -o pipefail` is run before the first pipeline, or the shell itself is started with it. */
  readonly pipefail: boolean;
}

/** Commands joined by `&&` and `||`: `a && b || c`. A single command is a chain of one. */
export interface Chain {
  readonly span: Span;
  /** The span of each link: a command, a pipeline or a compound command. */
  readonly links: readonly Span[];
  readonly operators: readonly { readonly text: "&&" | "||"; readonly span: Span }[];
}

/** `a | b | c` */
export interface Pipeline {
  readonly span: Span;
  /** The simple commands in it, in order; null in the place of a compound command. */
  readonly stages: readonly (ShellCommand | null)[];
  /** The spans of its stages. */
  readonly stageSpans: readonly Span[];
  /** Whether `set -o pipefail` covers it (by the script, or by the shell it runs in). */
  readonly pipefail: boolean;
  /** Whether its failure is an answer: it stands in a condition, is negated, or has a `||` behind it. */
  readonly asked: boolean;
}

/** One simple command. */
export interface ShellCommand {
  /** From its first word or assignment to its last word or redirection. */
  readonly span: Span;
  /** `NAME=value` before the command's name, also those given to `env`. */
  readonly assignments: readonly ShellAssignment[];
  /** Every word as written, the command's name first, wrappers included (`sudo -E apt-get install x`). */
  readonly words: readonly ShellWord[];
  /** The program that does the work, after wrappers (sudo, env, exec, time, nice, command, xargs ...): its base name. Null when it is not known. */
  readonly name: string | null;
  /** Where that name stands. */
  readonly nameSpan: Span | null;
  /** The words after that name. */
  readonly args: readonly ShellWord[];
  /** The names of the wrappers, outermost first: `["sudo", "env"]`. */
  readonly wrappers: readonly string[];
  readonly redirects: readonly ShellRedirect[];
  /** The top-level chain it stands in (by index into `ShellScript.chains`). */
  readonly chain: number;
  /** The link of that chain it stands in. */
  readonly link: number;
  /** Whether it is itself that link: not negated by `!`, not inside a pipe, subshell, loop, condition, function, substitution or `sh -c`. */
  readonly topLevel: boolean;
  /**
   * Whether it may be left out when the script runs to its end: right of `||`, after a test whose failure does not end the
   * script (`[ -f x ] && y; z`), in a branch, a loop, a case or a function.
   */
  readonly conditional: boolean;
  /** Whether it stands in `$(...)`, backticks or `<(...)`. */
  readonly substituted: boolean;
  /** Whether it runs in a process of its own (`( ... )`, a pipe, `&`, a substitution, `sh -c`), so that `cd` and variables do not last. */
  readonly subshell: boolean;
  /** Whether its text is the argument of a `sh -c` (or `bash -c`, `su -c` ...) that is itself a command of this script. */
  readonly nested: boolean;
}

/** `NAME=value` before a command. */
export interface ShellAssignment {
  readonly name: string;
  readonly value: string | null;
  readonly span: Span;
  /** The names of variables that its value expands, in order. */
  readonly variables: readonly string[];
}

/** One word of a command. */
export interface ShellWord {
  /** As written, quotes and all; what Docker drops (line continuations, comment lines between them) is left out. */
  readonly text: string;
  /** Quotes and escapes resolved; null when part of it is known only when it runs (`$x`, `$(...)`, globs are kept as written). */
  readonly value: string | null;
  readonly span: Span;
  /** The names of variables it expands, in order. */
  readonly variables: readonly string[];
}

/** `> file`, `2>&1`, `< file` */
export interface ShellRedirect {
  readonly operator: string;
  readonly target: ShellWord | null;
  readonly span: Span;
}

/** The package managers that are read. */
export type PackageManager =
  | "apt-get"
  | "apt"
  | "aptitude"
  | "apk"
  | "yum"
  | "dnf"
  | "microdnf"
  | "tdnf"
  | "zypper"
  | "pacman"
  | "pip"
  | "pipx"
  | "pipenv"
  | "poetry"
  | "uv"
  | "conda"
  | "npm"
  | "yarn"
  | "pnpm"
  | "bun"
  | "gem"
  | "bundle"
  | "go"
  | "cargo"
  | "composer"
  | "dotnet"
  | "mvn"
  | "gradle"
  | "mix";

/** What a package manager is asked to do. */
export type PackageAction =
  /** Named packages, or local ones. */
  | "install"
  /** What a manifest lists: `npm ci`, `pip install -r`, `go mod download`, `bundle install`. */
  | "install-manifest"
  /** The index: `apt-get update`, `apk update`, `dnf makecache`. */
  | "update-index"
  /** Everything that is installed: `apt-get upgrade`, `yum update` without a name. */
  | "upgrade"
  | "remove"
  /** `apt-get clean`, `yum clean all`, `npm cache clean`. */
  | "clean"
  /** `go build`, `cargo build`, `mvn package`, `npm run build`. */
  | "build"
  | "other";

/** One call of a package manager. */
export interface PackageCall {
  readonly manager: PackageManager;
  readonly action: PackageAction;
  /** As written: `install`, `mod download`, `ci`; null when there is none. */
  readonly subcommand: string | null;
  readonly subcommandSpan: Span | null;
  readonly flags: readonly PackageFlag[];
  /**
   * What is installed, upgraded or removed, in order; empty for every other action. Values of flags are not among them,
   * but for those that name a package (`pip install -e .`, `cargo install --path .`). What stands where a package may
   * stand and is not known (`$PKGS`, `xargs apt-get install`) is one of kind `dynamic`, and may be flags as well.
   */
  readonly packages: readonly PackageSpec[];
  readonly command: ShellCommand;
}

/**
 * One flag of a package manager call, wherever it stands. `-qy` is given as two flags with one span. A variable before the
 * subcommand (`apt-get $OPTS install`) is given as a flag of that name.
 */
export interface PackageFlag {
  /** With its dashes: `-y`, `--no-cache`. */
  readonly name: string;
  /** The value by `=`, attached (`-t9`) or as the next word; null when it has none or it is not known. */
  readonly value: string | null;
  /** The word it stands in. */
  readonly span: Span;
  /** The word that holds its value, when it is the next one. */
  readonly valueSpan: Span | null;
}

/** One thing to install. */
export interface PackageSpec {
  readonly text: string;
  /** `curl`, `@angular/cli`; null when it is known only when it runs, and for a path or URL that names none. */
  readonly name: string | null;
  /**
   * As written after the manager's separator (`=1.2`, `==1.2`, `@^4` give `1.2`, `1.2`, `^4`), or by the manager's flag
   * (`gem install rake -v 13.0`). An operator other than equality stays (`>=2,<3`, `~1.2`). Null when there is none.
   */
  readonly version: string | null;
  readonly kind: "named" | "path" | "url" | "group" | "dynamic";
  readonly span: Span;
}
