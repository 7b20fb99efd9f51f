import type { BuildState } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import { readCommandOptions, wordText } from "../reading/command-options.ts";
import { downloadOf } from "./downloads.ts";
import type { ShellCommand, ShellScript, ShellWord } from "../model.ts";
import { packageCallOf } from "../package-managers/package-calls.ts";
import { resolveWord } from "../reading/words.ts";

/** What a URL in a command is for. */
export type RemotePurpose = "download" | "clone" | "package" | "key" | "index" | "repository";

/** A URL that a command fetches from, or tells its tool to fetch from. */
export interface RemoteWord {
  readonly purpose: RemotePurpose;
  /** The program that fetches. */
  readonly program: string;
  /** With the variables of the Dockerfile filled in, else as written. */
  readonly url: string;
  readonly word: ShellWord;
  /** Where the URL stands, when the word holds it as it is; else the word. */
  readonly span: Span;
}

const indexFlags: ReadonlyMap<string, readonly string[]> = new Map([
  ["pip", ["-i", "--index-url", "--extra-index-url", "-f", "--find-links"]],
  ["uv", ["--index-url", "--extra-index-url", "--index", "--default-index"]],
  ["npm", ["--registry"]],
  ["pnpm", ["--registry"]],
  ["yarn", ["--registry"]],
  ["gem", ["--source", "-s"]],
]);

/** The URLs that the commands of a script fetch from, in source order. */
export function remoteWords(script: ShellScript, state: BuildState): readonly RemoteWord[] {
  return script.commands.flatMap((command) => ofCommand(command, state));
}

function ofCommand(command: ShellCommand, state: BuildState): readonly RemoteWord[] {
  const { name } = command;
  if (name === null) return [];
  const download = downloadOf(command, state);
  if (download !== null) {
    return download.urls.flatMap(({ word }) => remote("download", name, word, state));
  }
  const words = (purpose: RemotePurpose): readonly RemoteWord[] =>
    command.args.flatMap((word) => remote(purpose, name, word, state));
  switch (name) {
    case "git":
      return command.args.some(({ value }) =>
        /^(?:clone|fetch|pull|submodule|remote)$/.test(value ?? ""),
      )
        ? words("clone")
        : [];
    case "rpm":
      return words(command.args.some(({ value }) => value === "--import") ? "key" : "package");
    case "apt-key":
      return words("key");
    case "aria2c":
    case "axel":
      return words("download");
    case "add-apt-repository":
    case "apt-add-repository":
    case "yum-config-manager":
    case "dnf-config-manager":
      return words("repository");
    case "zypper":
      return words(
        command.args.some(({ value }) => value === "ar" || value === "addrepo")
          ? "repository"
          : "package",
      );
    case "echo":
    case "printf":
      return command.args.flatMap((word) => repositoryLine(name, word, state));
    default:
      return ofPackageCall(command, state);
  }
}

function ofPackageCall(command: ShellCommand, state: BuildState): readonly RemoteWord[] {
  const call = packageCallOf(command);
  if (call === null) return [];
  const { manager } = call;
  const found = call.packages
    .filter(({ kind }) => kind === "url")
    .flatMap(({ span, text }): RemoteWord[] => {
      const word = command.args.find((arg) => arg.span.start === span.start);
      return word === undefined ? [] : remote("package", manager, word, state, text);
    });
  const known = indexFlags.get(manager);
  const rpmRepository =
    /^(?:yum|dnf)$/.test(manager) && command.args.some(({ value }) => value === "config-manager");
  if (rpmRepository) {
    return command.args.flatMap((word) => remote("repository", manager, word, state));
  }
  const apk = manager === "apk" ? ["-X", "--repository"] : [];
  const names = known ?? apk;
  const { options } = readCommandOptions(command.args, {
    shortValues: names
      .filter((flag) => flag.length === 2)
      .map((flag) => flag.charAt(1))
      .join(""),
    longValues: names,
  });
  const purpose = manager === "apk" ? "repository" : "index";
  const indexes = options.flatMap(({ name, word, valueWord }) =>
    names.includes(name) ? remote(purpose, manager, valueWord ?? word, state) : [],
  );
  const set = command.args.findIndex(({ value }) => value === "set");
  const registry = set !== -1 && /^(?:npm|yarn|pnpm)$/.test(manager);
  const setting = registry
    ? command.args.slice(set + 1).flatMap((word) => remote("index", manager, word, state))
    : [];
  return [...found, ...indexes, ...setting];
}

/** A line for a list of repositories: `deb http://...`, `baseurl=http://...`, or the URL alone (apk). */
function repositoryLine(
  program: string,
  word: ShellWord,
  state: BuildState,
): readonly RemoteWord[] {
  const text = resolveWord(word, state) ?? wordText(word);
  if (
    !/(?:^|\n|\\n)\s{0,9}(?:deb(?:-src)?\s|baseurl\s{0,9}=|mirrorlist\s{0,9}=|gpgkey\s{0,9}=|(?:@\w+ )?https?:\/\/\S+\/(?:main|community|testing)\/?)/.test(
      text,
    )
  )
    return [];
  return remote("repository", program, word, state);
}

function remote(
  purpose: RemotePurpose,
  program: string,
  word: ShellWord,
  state: BuildState,
  known?: string,
): RemoteWord[] {
  const text = known ?? resolveWord(word, state) ?? wordText(word);
  const url = /(?:https?|ftp|git):\/\/[^\s"'\\|;<>]+/i.exec(text)?.[0];
  if (url === undefined) return [];
  const at = word.text.indexOf(url);
  const isPlain = at !== -1 && word.text.length === word.span.end - word.span.start;
  const start = word.span.start + at;
  const span = isPlain ? { start, end: start + url.length } : word.span;
  return [{ purpose, program, url, word, span }];
}
