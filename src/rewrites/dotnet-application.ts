import { workdirOf } from "../dockerfile/context-copies.ts";
import { relativeTo, resolvePath } from "../dockerfile/paths.ts";
import { flagValue } from "../shell/package-managers/flags.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { directoryOf } from "../shell/working-directory.ts";
import { isPlainBuild, probeOf } from "./known-steps.ts";
import { baseOf, type Recipe } from "./rewrite.ts";
import { copyTo } from "./run-time-files.ts";
import { replaceStartWord } from "./start-command.ts";
import { withoutItsUser } from "./users.ts";

/**
 * What `dotnet publish` makes goes to the ASP.NET runtime of the same release, which also runs what is no web application. An
 * SDK's patch number is not that of the runtime in it, so the runtime is named by its release.
 */
export const dotnetApplication: Recipe = (found) => {
  const base = baseOf(found);
  const version = /^(\d+\.\d+)(?:\.\d+)?(-(?!windows|nanoserver)[\w.-]+)?$/.exec(base?.tag ?? "");
  const isSdk = base?.registry === "mcr.microsoft.com" && base.repository === "dotnet/sdk";
  const publishes = found.builds.filter(({ call }) => call.subcommand === "publish");
  const [publish] = publishes;
  if (!isSdk || version === null || publish === undefined || publishes.length !== 1) return null;
  if (found.stage.base.variables.length > 0 || probeOf(found).kind !== "none") return null;
  if (!isPlainBuild(found, { managers: ["dotnet"] })) return null;
  const { call, run } = publish;
  const output = flagValue(call, "-o", "--output");
  const script = shellOf(found.dockerfile, run);
  const directory =
    script === null ? null : directoryOf(script, call.command, workdirOf(run.state));
  const { main, workdir } = found;
  const word = main.args.find(({ value }) => value?.endsWith(".dll") === true);
  const places = withoutItsUser(found, true);
  if (output === null || directory === null || word?.value == null || places === null) return null;
  if (workdir.startsWith("/?") || main.name !== "dotnet") return null;
  const published = resolvePath(directory, output);
  const assembly = relativeTo(published, resolvePath(workdir, word.value));
  if (assembly === null || assembly.includes("/")) return null;
  const isBelow = workdir !== "/" && relativeTo(workdir, published) !== null;
  const to = isBelow ? workdir : published;
  return {
    title:
      "Split into a build stage and an ASP.NET runtime (check that nothing else of the source is read at run time)",
    image: `mcr.microsoft.com/dotnet/aspnet:${version[1] ?? ""}${version[2] ?? ""}`,
    places,
    edits:
      isBelow && word.value !== assembly
        ? [
            replaceStartWord(
              found,
              word,
              word.value.startsWith("/") ? `${to}/${assembly}` : assembly,
            ),
          ]
        : [],
    copies: [copyTo(published, to, true, workdir)],
  };
};
