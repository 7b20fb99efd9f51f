import type { Pipeline, ShellCommand, ShellScript } from "../model.ts";
import { readCommandOptions, wordText, type CommandArguments } from "../reading/command-options.ts";

/**
 * The command at the end of a pipe that fails by itself when what it is fed is empty or breaks off, and fails the whole
 * script with it; null when the pipe ends in another one, or when the script goes on all the same.
 */
export function refuserOf(script: ShellScript, pipeline: Pipeline): string | null {
  const last = pipeline.stages.at(-1);
  // A group that feeds the pipe may lose its first half and still end well.
  if (last == null || pipeline.stages.includes(null)) return null;
  if (last.name === null || last.wrappers.includes("xargs")) return null;
  return refusesBrokenInput(last) && failsScript(script, pipeline, last) ? last.name : null;
}

/** Whether the script ends with an error when a pipe does, as far as `set -e` and its place tell. */
function failsScript(script: ShellScript, { span }: Pipeline, last: ShellCommand): boolean {
  if (last.substituted || last.nested) return false;
  if (script.exitsOnError) return true;
  const chain = script.chains[last.chain];
  const link = chain?.links[last.link];
  const isLink = link?.start === span.start && link.end === span.end;
  return isLink && last.chain === script.chains.length - 1;
}

/** Programs that undo a compression, and how they are asked to when their name does not say so. */
const decompressors: ReadonlyMap<string, RegExp | null> = new Map([
  ..."gunzip zcat unxz xzcat unlzma lzcat bunzip2 bzcat unzstd zstdcat"
    .split(" ")
    .map((name): [string, null] => [name, null]),
  ..."gzip xz lzma bzip2 zstd"
    .split(" ")
    .map((name): [string, RegExp] => [name, /^(?:-d|-t|--decompress|--uncompress|--test)$/]),
]);

/**
 * Whether a command reads its standard input and fails when that is empty or breaks off. Others of their kind do not:
 * bsdtar takes nothing for an empty archive, `patch`, `jq`, `base64 -d` and interpreters take it for nothing to do.
 */
function refusesBrokenInput({ name, args }: ShellCommand): boolean {
  switch (name) {
    case "tar":
      return unpacksInput(readCommandOptions(withDashes(args), tarSyntax));
    case "gpg":
    case "gpg2": {
      const read = readCommandOptions(args, gpgSyntax);
      return hasOption(read, /^--(?:dearmor|import)$/) && readsInput(read);
    }
    case "apt-key": {
      const at = args.findIndex(({ value }) => value === "add");
      return at !== -1 && readsInput(readCommandOptions(args.slice(at + 1), noValues));
    }
    case "rpm":
    case "rpmkeys": {
      const read = readCommandOptions(args, noValues);
      return hasOption(read, /^--import$/) && read.operands.length === 1 && readsInput(read);
    }
    default: {
      const asks = decompressors.get(name ?? "");
      if (asks === undefined) return false;
      const read = readCommandOptions(args, decompressorSyntax);
      // Forced, they hand on what is not compressed as it is.
      if (hasOption(read, /^(?:-f|--force)$/)) return false;
      return (asks === null || hasOption(read, asks)) && readsInput(read);
    }
  }
}

const noValues = { shortValues: "", longValues: [] };

const decompressorSyntax = { shortValues: "oST", longValues: ["--suffix", "--threads"] };

const tarSyntax = {
  shortValues: "CfbgKNTVXIHLF",
  longValues: ["--file", "--directory", "--exclude", "--exclude-from", "--transform"],
};

const gpgSyntax = {
  shortValues: "or",
  longValues: (
    "--output --keyring --primary-keyring --homedir --options --trust-model --keyserver " +
    "--status-fd --logger-fd --compress-algo --pinentry-mode"
  ).split(" "),
};

/** The arguments of tar in its old form, letters first and their values behind them (`tar xfC - /opt`), as options. */
function withDashes(args: ShellCommand["args"]): ShellCommand["args"] {
  const [first, ...rest] = args;
  if (first === undefined || !/^[A-Za-z]+$/.test(first.text)) return args;
  const options = [...first.text].flatMap((letter) => {
    const option = { ...first, text: `-${letter}`, value: `-${letter}` };
    const value = tarSyntax.shortValues.includes(letter) ? rest.shift() : undefined;
    return value === undefined ? [option] : [option, value];
  });
  return [...options, ...rest];
}

function unpacksInput(read: CommandArguments): boolean {
  const file = read.options.find(({ name }) => name === "-f" || name === "--file");
  const asks = hasOption(read, /^(?:-[xt]|--extract|--get|--list)$/);
  return asks && (file === undefined || isInput(file.value ?? ""));
}

/** Whether no file is named, or the standard input by name. */
function readsInput({ operands }: CommandArguments): boolean {
  return operands.every((word) => isInput(wordText(word)));
}

function isInput(text: string): boolean {
  return text === "-" || text === "/dev/stdin";
}

function hasOption({ options }: CommandArguments, names: RegExp): boolean {
  return options.some(({ name }) => names.test(name));
}
