import type { BuildState } from "../../dockerfile/model.ts";
import { hostOfUrl } from "../../dockerfile/urls.ts";
import { readCommandOptions, wordText, type CommandArguments } from "../reading/command-options.ts";
import type { CommandOption, OptionSyntax } from "../reading/command-options.ts";
import type { ShellCommand, ShellWord } from "../model.ts";
import { resolveWord } from "../reading/words.ts";

/** A call of curl or wget. */
export interface Download {
  readonly tool: "curl" | "wget";
  readonly command: ShellCommand;
  readonly arguments: CommandArguments;
  /** What is fetched, in order; also what stands there and is no URL by its look (`$URL`). */
  readonly urls: readonly DownloadUrl[];
  /** The file it is written to, as far as it is known; `-` is the standard output, null a name taken from the URL. */
  readonly output: string | null;
}

/** A word that names what is downloaded. */
export interface DownloadUrl {
  readonly word: ShellWord;
  /** With the variables of the Dockerfile filled in, else as written without quotes. */
  readonly text: string;
  /** The host, null when it does not show. */
  readonly host: string | null;
}

const curlSyntax: OptionSyntax = {
  shortValues: "AbcCdDeEFhHKmoPQrtTuUwxXyYz",
  longValues: (
    "--user-agent --cookie --cookie-jar --continue-at --data --data-raw --data-binary --data-ascii --data-urlencode --json " +
    "--dump-header --referer --cert --cert-type --key --key-type --cacert --capath --crlfile --pass --form --form-string " +
    "--header --config --max-time --connect-timeout --output --output-dir --ftp-port --quote --range --telnet-option " +
    "--upload-file --user --proxy-user --write-out --proxy --preproxy --noproxy --request --speed-limit --speed-time " +
    "--time-cond --retry --retry-delay --retry-max-time --limit-rate --max-filesize --max-redirs --resolve --connect-to " +
    "--ciphers --tls-max --tls13-ciphers --interface --local-port --proto --proto-default --proto-redir --oauth2-bearer " +
    "--aws-sigv4 --netrc-file --url-query --parallel-max --socks4 --socks4a --socks5 --socks5-hostname --unix-socket " +
    "--trace --trace-ascii --stderr --doh-url --dns-servers --pinnedpubkey --engine --expect100-timeout --keepalive-time " +
    "--proxy-header --proxy-cacert --etag-save --etag-compare --create-file-mode --rate --hostpubmd5 --hostpubsha256"
  ).split(" "),
};

const wgetSyntax: OptionSyntax = {
  shortValues: "aABDeIiloOPQRtTUwXn",
  longValues: (
    "--output-document --output-file --append-output --tries --timeout --dns-timeout --connect-timeout --read-timeout " +
    "--wait --waitretry --user --password --http-user --http-password --ftp-user --ftp-password --proxy-user " +
    "--proxy-password --header --directory-prefix --user-agent --post-data --post-file --body-data --body-file --method " +
    "--referer --load-cookies --save-cookies --quota --domains --exclude-domains --accept --reject --accept-regex " +
    "--reject-regex --level --input-file --base --execute --progress --limit-rate --bind-address --ca-certificate " +
    "--ca-directory --certificate --private-key --secure-protocol --cut-dirs --default-page --start-pos --config " +
    "--include-directories --exclude-directories --max-redirect --restrict-file-names --retry-on-http-error --report-speed"
  ).split(" "),
};

/** The download that a command is; null when it is none, or fetches nothing. */
export function downloadOf(command: ShellCommand, state: BuildState): Download | null {
  const tool = command.name === "wget2" ? "wget" : command.name;
  if (tool !== "curl" && tool !== "wget") return null;
  const args = readCommandOptions(command.args, tool === "curl" ? curlSyntax : wgetSyntax);
  const given = args.options.flatMap(({ name, valueWord, value, word }) =>
    name === "--url" ? [valueWord ?? (value === null ? null : word)] : [],
  );
  const urls = [...args.operands, ...given.filter((word) => word !== null)].map((word) =>
    urlOf(word, state),
  );
  if (urls.length === 0) return null;
  return { tool, command, arguments: args, urls, output: outputOf(tool, args.options, state) };
}

function urlOf(word: ShellWord, state: BuildState): DownloadUrl {
  const text = (resolveWord(word, state) ?? wordText(word)).replace(/^--url=/, "");
  return { word, text, host: hostOfUrl(text) };
}

function outputOf(
  tool: Download["tool"],
  options: readonly CommandOption[],
  state: BuildState,
): string | null {
  const names = tool === "curl" ? ["-o", "--output"] : ["-O", "--output-document"];
  const found = options.findLast(({ name }) => names.includes(name));
  if (found !== undefined) {
    if (found.valueWord === null) return found.value;
    return resolveWord(found.valueWord, state) ?? wordText(found.valueWord);
  }
  if (tool === "wget") return null;
  const named = options.some(({ name }) =>
    ["-O", "--remote-name", "-J", "--remote-name-all"].includes(name),
  );
  return named ? null : "-";
}

/** Whether what a download gives goes to its standard output: into a pipe, a substitution or a redirection. */
export function writesToOutput({ output }: Download): boolean {
  return output === "-" || output === "/dev/stdout";
}
