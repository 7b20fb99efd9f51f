import type { BuildState } from "../../dockerfile/model.ts";
import { wordText } from "../reading/command-options.ts";
import { downloadOf, writesToOutput, type Download, type DownloadUrl } from "./downloads.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { shellDialect } from "../reading/shell-options.ts";
import { resolveWord } from "../reading/words.ts";

/** A download whose file the same script unpacks, installs or runs. */
export interface UsedDownload {
  readonly url: DownloadUrl;
  readonly use: "unpacked" | "installed" | "run";
  /** The program that does so. */
  readonly by: string;
}

type Use = UsedDownload["use"];

const uses: ReadonlyMap<string, Use> = new Map<string, Use>([
  ...[
    "tar",
    "bsdtar",
    "unzip",
    "gunzip",
    "bunzip2",
    "unxz",
    "xz",
    "gzip",
    "7z",
    "7za",
    "cpio",
    "jar",
    "zcat",
  ].map((name): [string, Use] => [name, "unpacked"]),
  ...[
    "dpkg",
    "rpm",
    "apt",
    "apt-get",
    "gdebi",
    "yum",
    "dnf",
    "microdnf",
    "zypper",
    "apk",
    "install",
    "pip",
    "pip3",
  ].map((name): [string, Use] => [name, "installed"]),
  ...["python", "python3", "perl", "ruby", "php", "node", "java", "chmod"].map(
    (name): [string, Use] => [name, "run"],
  ),
]);

/** The downloads of curl and wget that the script goes on to use, in source order. Those piped into a shell are not among them. */
export function usedDownloads(script: ShellScript, state: BuildState): readonly UsedDownload[] {
  const piped = pipedUses(script, state);
  const open = new Map<string, DownloadUrl>();
  const found: UsedDownload[] = [];
  for (const command of script.commands) {
    const use = useOf(command);
    if (use !== null) {
      for (const name of namesIn(command, state)) {
        const url = open.get(name);
        if (url === undefined) continue;
        found.push({ url, use, by: command.name ?? name });
        open.delete(name);
      }
    }
    const download = downloadOf(command, state);
    if (download === null) continue;
    const direct = piped.get(command);
    const [first] = download.urls;
    if (direct !== undefined && first !== undefined) found.push({ url: first, ...direct });
    else for (const [name, url] of filesOf(download, state)) open.set(name, url);
  }
  return found;
}

/** `curl x | tar -xz`, by the command that downloads. */
function pipedUses(
  script: ShellScript,
  state: BuildState,
): ReadonlyMap<ShellCommand, Pick<UsedDownload, "use" | "by">> {
  const result = new Map<ShellCommand, Pick<UsedDownload, "use" | "by">>();
  for (const { stages } of script.pipelines) {
    const [first, ...others] = stages;
    const download = first == null ? null : downloadOf(first, state);
    if (first == null || download === null || !writesToOutput(download)) continue;
    const user = others.find(
      (stage) => stage !== null && uses.get(stage.name ?? "") === "unpacked",
    );
    if (user != null) result.set(first, { use: "unpacked", by: user.name ?? "" });
  }
  return result;
}

/** What a command does with the files it names; a file that is itself the program is run. */
function useOf({ name, nameSpan, args }: ShellCommand): Use | null {
  if (name === null || nameSpan === null) return null;
  if (name === "chmod")
    return args.some(({ text }) => /x|[1357]/.test(text.slice(0, 9))) ? "run" : null;
  return uses.get(name) ?? "run";
}

/** The base names that a command mentions: those of its arguments, and of itself. */
function namesIn(command: ShellCommand, state: BuildState): readonly string[] {
  const isTool = uses.has(command.name ?? "") || shellDialect(command.name) !== null;
  const words = isTool ? command.args : command.words.slice(0, 1);
  return words.map((word) => baseNameOf(resolveWord(word, state) ?? wordText(word)));
}

/** The files that a download writes, by base name. */
function filesOf(
  download: Download,
  state: BuildState,
): readonly (readonly [string, DownloadUrl])[] {
  const [first] = download.urls;
  const redirected = download.command.redirects.find(({ operator }) => /^1?>>?$/.test(operator));
  if (first !== undefined && redirected?.target != null) {
    const { target } = redirected;
    return [[baseNameOf(resolveWord(target, state) ?? wordText(target)), first]];
  }
  if (writesToOutput(download)) return [];
  if (download.output !== null && first !== undefined)
    return [[baseNameOf(download.output), first]];
  return download.urls.map((url) => [baseNameOf(url.text.replace(/[?#].*$/, "")), url] as const);
}

function baseNameOf(path: string): string {
  return path.replace(/\/+$/, "").replace(/^.*\//s, "").replace(/["']/g, "");
}
