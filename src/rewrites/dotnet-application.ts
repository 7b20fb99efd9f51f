import { workdirOf } from "../dockerfile/context-copies.ts";
import { relativeTo, resolvePath } from "../dockerfile/paths.ts";
import type { ShellWord } from "../shell/model.ts";
import { flagValue } from "../shell/package-managers/flags.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { directoryOf } from "../shell/package-managers/working-directory.ts";
import { isPlainBuild, probeOf } from "./known-steps.ts";
import { baseOf, sourceCheck, splitTitle, type Recipe } from "./rewrite.ts";
import { copyTo } from "./run-time-files.ts";
import type { SingleStage } from "./single-stage.ts";
import { replaceStartWord } from "./start-command.ts";
import { withoutItsUser } from "./users.ts";

/**
 * What `dotnet publish` makes goes to the ASP.NET runtime of the same release, which also runs what is no web application. An
 * SDK's patch number is not that of the runtime in it, so the runtime is named by its release.
 */
export const dotnetApplication: Recipe = (found) => {
  const version = releaseOf(found);
  const application = applicationOf(found);
  if (version === null || application === null || probeOf(found).kind !== "none") return null;
  const places = withoutItsUser(found, true);
  if (places === null || !isPlainBuild(found, { managers: ["dotnet"] })) return null;
  const { published, to, word, start } = application;
  return {
    title: splitTitle("an ASP.NET runtime", [...portNote(found, version.release), sourceCheck]),
    image: `mcr.microsoft.com/dotnet/aspnet:${version.tag}`,
    places,
    edits: word.value === start ? [] : [replaceStartWord(found, word, start)],
    copies: [copyTo(published, to, found.workdir)],
  };
};

/** The tag of the runtime that belongs to the SDK of a stage; null when it stands on none, or on Windows. */
function releaseOf(found: SingleStage): { readonly tag: string; readonly release: number } | null {
  const base = baseOf(found);
  if (base?.registry !== "mcr.microsoft.com" || base.repository !== "dotnet/sdk") return null;
  const parts = /^(\d+\.\d+)(?:\.\d+)?(-(?!windows|nanoserver)[\w.-]+)?$/.exec(base.tag ?? "");
  if (parts === null || found.stage.base.variables.length > 0) return null;
  return { tag: `${parts[1] ?? ""}${parts[2] ?? ""}`, release: Number(parts[1]) };
}

/** What is published where, where it goes, and the word of the start command that names it with what it becomes. */
interface Application {
  readonly published: string;
  readonly to: string;
  readonly word: ShellWord;
  readonly start: string;
}

/** The application that is published and started; null when these are not the same. */
function applicationOf({ dockerfile, builds, main, workdir }: SingleStage): Application | null {
  const publishes = builds.filter(({ call }) => call.subcommand === "publish");
  const [publish] = publishes;
  const word = main.args.find(({ value }) => value?.endsWith(".dll") === true);
  if (publish === undefined || publishes.length !== 1 || word?.value == null) return null;
  const { call, run } = publish;
  const output = flagValue(call, "-o", "--output");
  const script = shellOf(dockerfile, run);
  const directory =
    script === null ? null : directoryOf(script, call.command, workdirOf(run.state));
  if (output === null || directory === null || workdir.startsWith("/?")) return null;
  const published = resolvePath(directory, output);
  const assembly = relativeTo(published, resolvePath(workdir, word.value));
  if (assembly === null || assembly.includes("/")) return null;
  if (workdir === "/" || relativeTo(workdir, published) === null) {
    return { published, to: published, word, start: word.value };
  }
  const start = word.value.startsWith("/") ? `${workdir}/${assembly}` : assembly;
  return { published, to: workdir, word, start };
}

/** What is to be said of the port: the runtime's image sets one, which the SDK's does not. */
function portNote({ main, stage }: SingleStage, release: number): string[] {
  const names = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "URLS"];
  const isSet =
    names.some((name) => stage.endState.lookup(name) !== undefined) ||
    main.args.some(({ value }) => value?.startsWith("--urls") === true);
  return isSet ? [] : [`the port, which is ${release >= 8 ? "8080" : "80"} there`];
}
