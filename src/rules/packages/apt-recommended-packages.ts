import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { imageRuns } from "../../dockerfile/queries.ts";
import { insertArgument, placeForFlag } from "../../shell/edits/chain-edits.ts";
import type { PackageCall, ShellScript } from "../../shell/model.ts";
import { flagValues, hasFlag } from "../../shell/package-managers/flags.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import {
  companionsOf,
  recommendsNothing,
  type Companion,
} from "../../shell/package-managers/recommended-packages.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { variableArguments } from "../../shell/reading/variable-arguments.ts";
import { isSettingWritten, type WrittenSetting } from "../../shell/written-settings.ts";
import { insertAt, type TextEdit } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

/** Any value counts: who writes the setting down has decided. */
const decided = /^(?:APT::|Aptitude::)?.*Install-Recommends=/i;

const written: WrittenSetting = {
  text: /Install-Recommends["'\s=]+(?:false|no|0|off|without|disable)/i,
  file: /apt\.conf/,
};

export const aptRecommendedPackages: Rule = {
  name: "apt-recommended-packages",
  category: "packages",
  severity: "info",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "apt also installs packages that are only recommended",
  why:
    "apt installs what a package recommends as if it were required. In an image that is often documentation, desktop " +
    "libraries or a mail server that nothing uses: more to pull, and more to patch. With `--no-install-recommends` only " +
    "what is needed is installed; what you do need from the rest, name it.",
  sources: [
    {
      title: "Docker: Building best practices, apt-get",
      url: "https://docs.docker.com/build/building/best-practices/#apt-get",
    },
    {
      title: "Debian: apt-get(8)",
      url: "https://manpages.debian.org/bookworm/apt/apt-get.8.en.html",
    },
  ],
  aliases: ["DL3015", "DS-0029"],
  fix: "review",
  ignoreWhen:
    "the recommended packages are wanted; `--install-recommends` says so in the file itself.",
  scope: "file",
  words: ["apt"],
  examples: [
    {
      bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*\n",
      good:
        "FROM debian:12.8\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/*\n",
      fixed:
        "FROM debian:12.8\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates git && rm -rf /var/lib/apt/lists/*\n",
    },
    {
      bad:
        "FROM ubuntu:24.04\nRUN apt-get update && \\\n    apt-get -y install \\\n        ffmpeg \\\n        curl && \\\n" +
        "    rm -rf /var/lib/apt/lists/*\n",
      good:
        "FROM ubuntu:24.04\nRUN echo 'APT::Install-Recommends \"false\";' > /etc/apt/apt.conf.d/90lean\n" +
        "RUN apt-get update && \\\n    apt-get -y install \\\n        ffmpeg \\\n        curl && \\\n" +
        "    rm -rf /var/lib/apt/lists/*\n",
      fixed:
        "FROM ubuntu:24.04\nRUN apt-get update && \\\n    apt-get -y install --no-install-recommends \\\n        ca-certificates \\\n" +
        "        ffmpeg \\\n        curl && \\\n    rm -rf /var/lib/apt/lists/*\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y locales tzdata\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get -y --no-install-recommends install git\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y git --no-install-recommends\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get -o APT::Install-Recommends=false install -y git\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y -oAPT::Install-Recommends=0 git\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y --install-recommends git\n",
    "FROM debian:12.8\nRUN apt-get update && aptitude install -y --without-recommends git\n",
    'FROM debian:12.8\nENV APT_OPTS="-y --no-install-recommends"\nRUN apt-get install $APT_OPTS git\n',
    "FROM debian:12.8\nARG APT_OPTS\nRUN apt-get install $APT_OPTS git\n",
    'FROM debian:12.8\nRUN <<EOF cat > /etc/apt/apt.conf.d/00\nAPT::Install-Recommends "0";\nEOF\nRUN apt-get install -y git\n',
    "FROM debian:12.8\nCOPY apt.conf /etc/apt/apt.conf.d/99local\nRUN apt-get install -y git\n",
    "FROM debian:12.8 AS build\nRUN apt-get install -y gcc\nFROM debian:12.8\nCOPY --from=build /a /a\n",
    "FROM debian:12.8\nRUN apt-get install -y -f\n",
    "FROM debian:12.8\nRUN apt-get upgrade -y\n",
  ],
  *check(dockerfile) {
    for (const run of imageRuns(dockerfile)) {
      const script = shellOf(dockerfile, run);
      if (script === null) continue;
      for (const call of packageCalls(dockerfile, run)) {
        if (call.subcommandSpan === null || !installsRecommended(dockerfile, run, script, call))
          continue;
        const flag =
          call.manager === "aptitude" ? "--without-recommends" : "--no-install-recommends";
        const besides = companionsOf(dockerfile, run, call);
        yield {
          message:
            `\`${call.manager} install\` also installs what ${subjectOf(call)} only recommend${named(call).length === 1 ? "s" : ""}: ` +
            `more to pull and to patch than is needed. Add \`${flag}\`, and name what you do need of the rest${reasonFor(besides)}.`,
          span: {
            start: call.command.nameSpan?.start ?? call.command.span.start,
            end: call.subcommandSpan.end,
          },
          aliases: call.manager === "apt-get" ? ["DL3015", "DS-0029"] : [],
          fix: fixOf(dockerfile, script, call, flag, besides),
        };
      }
    }
  },
};

/** `, such as \`ca-certificates\` for \`curl\`` */
function reasonFor(besides: readonly Companion[]): string {
  if (besides.length === 0) return "";
  return `, such as ${besides.map(({ name, of }) => `\`${name}\` for \`${of}\``).join(" and ")}`;
}

/** Adds the flag, and names what would be missed at once. */
function fixOf(
  dockerfile: Dockerfile,
  script: ShellScript,
  call: PackageCall,
  flag: string,
  besides: readonly Companion[],
): Fix | undefined {
  const place = placeForFlag(dockerfile, call);
  if (place === null) return undefined;
  const names = besides.map(({ name }) => name);
  return {
    title: [`Add ${flag}`, ...names].join(" and "),
    safety: "review",
    edits: [insertArgument(script, place, flag), ...packageEdits(dockerfile, script, call, names)],
  };
}

/** Puts packages where the alphabet has them, on lines of their own where the others stand so. */
function packageEdits(
  { source, escape }: Dockerfile,
  { form }: ShellScript,
  { packages }: PackageCall,
  names: readonly string[],
): TextEdit[] {
  const added = new Map<number, string>();
  for (const name of names) {
    const next = packages.find(({ text }) => text > name);
    const near = next ?? packages.at(-1);
    if (near === undefined) continue;
    const line = source.lineAt(near.span.start);
    const before = source.text.slice(source.lineStart(line), near.span.start);
    const between = /^[ \t]+$/.test(before) ? ` ${escape}\n${before}` : " ";
    const [word, separator] = form === "exec" ? [`"${name}"`, ", "] : [name, between];
    const at = next === undefined ? near.span.end : near.span.start;
    const text = next === undefined ? separator + word : word + separator;
    added.set(at, (added.get(at) ?? "") + text);
  }
  return [...added].map(([at, text]) => insertAt(at, text));
}

function installsRecommended(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  call: PackageCall,
): boolean {
  if (call.manager !== "apt-get" && call.manager !== "apt" && call.manager !== "aptitude")
    return false;
  if (call.subcommand !== "install" || call.packages.length === 0) return false;
  if (recommendsNothing(call)) return false;
  if (hasFlag(call, "--no-install-recommends", "--install-recommends", ...otherKinds)) return false;
  if (
    call.manager === "aptitude" &&
    hasFlag(call, "-R", "--without-recommends", "-r", "--with-recommends")
  )
    return false;
  if (flagValues(call, "-o", "--option").some((value) => decided.test(value))) return false;
  const { values, unknown } = variableArguments(call, script, run.state);
  if (values.some((value) => /install-recommends/i.test(value))) return false;
  // A variable where a package may stand is taken for one, unless its name says otherwise.
  if (
    unknown.some((name) => /opt|flag|arg/i.test(name)) ||
    run.state.lookup("APT_CONFIG") !== undefined
  )
    return false;
  return !isSettingWritten(dockerfile, run, written);
}

/** Calls that install nothing, or nothing new. */
const otherKinds = [
  "-s",
  "--simulate",
  "--dry-run",
  "--print-uris",
  "-d",
  "--download-only",
  "--only-upgrade",
  "--help",
];

function named({ packages }: PackageCall): readonly string[] {
  return packages.flatMap(({ name }) => (name === null ? [] : [name]));
}

function subjectOf(call: PackageCall): string {
  const names = named(call);
  if (names.length === 0 || names.length < call.packages.length) return "the packages";
  if (names.length > 3) return `these ${names.length} packages`;
  return names
    .map((name) => `\`${name}\``)
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1");
}
