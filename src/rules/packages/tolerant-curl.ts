import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { insertArgument } from "../../shell/edits/chain-edits.ts";
import { optionsNamed } from "../../shell/reading/command-options.ts";
import { downloadOf, writesToOutput, type Download } from "../../shell/downloads/downloads.ts";
import { checksIntegrity } from "../../shell/downloads/integrity-checks.ts";
import type { ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { pipedCommands } from "../../shell/reading/piped-commands.ts";
import { pipedScripts } from "../../shell/downloads/piped-scripts.ts";
import { isSettingWritten, type WrittenSetting } from "../../shell/written-settings.ts";
import type { Fix, Rule } from "../rule.ts";

/** Options that make curl fail on an error of the server, let the script look at the answer itself, or fetch no file. */
const deciding =
  "-f --fail --fail-with-body -I --head -w --write-out -i --include -K --config -T --upload-file -d --data --data-raw --data-binary --json -F --form -X --request -h --help -V --version".split(
    " ",
  );

const written: WrittenSetting = { text: /^\s*-?-?fail(?:-with-body)?\s*$/m, file: /curlrc/ };

export const tolerantCurl: Rule = {
  name: "tolerant-curl",
  category: "packages",
  severity: "info",
  confidence: "medium",
  presets: ["strict"],
  summary: "curl saves the server's error page as if it were the file",
  why:
    "Without `--fail` curl succeeds when the server answers 404 or 500: the error page is saved under the file's name, the " +
    "layer is cached, and the build fails later at a place that has nothing to do with it, or not at all. With `--fail` curl " +
    "saves nothing and exits with 22.",
  sources: [{ title: "curl: manual page, --fail", url: "https://curl.se/docs/manpage.html#-f" }],
  aliases: [],
  fix: "review",
  scope: "instruction",
  words: ["curl"],
  examples: [
    {
      bad: "FROM debian:12.8-slim\nRUN curl -sSL -o /usr/local/bin/tool https://example.com/tool\n",
      good: "FROM debian:12.8-slim\nRUN curl --fail -sSL -o /usr/local/bin/tool https://example.com/tool\n",
      fixed:
        "FROM debian:12.8-slim\nRUN curl --fail -sSL -o /usr/local/bin/tool https://example.com/tool\n",
    },
    {
      bad: "FROM debian:12.8-slim\nRUN set -o pipefail && \\\n    curl -L https://example.com/tool.tar.gz | tar -xz -C /opt\n",
      good: "FROM debian:12.8-slim\nRUN set -o pipefail && \\\n    curl -fL https://example.com/tool.tar.gz | tar -xz -C /opt\n",
      fixed:
        "FROM debian:12.8-slim\nRUN set -o pipefail && \\\n    curl --fail -L https://example.com/tool.tar.gz | tar -xz -C /opt\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN curl -fsSLO https://example.com/x && curl --fail-with-body -O https://example.com/y\n",
    "FROM debian:12.8\nRUN curl -sLO https://example.com/x && echo 'abc  x' | sha256sum -c -\n",
    "FROM debian:12.8\nRUN curl -sX POST https://example.com/hook\n",
    "FROM debian:12.8\nRUN curl -s https://example.com/\n",
    "FROM debian:12.8\nRUN until curl -s https://example.com/ > /dev/null; do sleep 1; done\n",
    "FROM debian:12.8\nRUN echo fail >> ~/.curlrc\nRUN curl -O https://example.com/x\n",
    "FROM debian:12.8\nRUN curl $CURL_OPTS -O https://example.com/x\n",
    "FROM debian:12.8\nRUN curl -o /tmp/x ftp://example.com/x\n",
    "FROM debian:12.8\nHEALTHCHECK CMD curl http://localhost/ > /dev/null\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      const script = shellOf(dockerfile, run);
      // An error page does not pass a check of the sum.
      if (script === null || checksIntegrity(script)) continue;
      const executed = new Set(
        pipedScripts(script, run.state).map(({ download }) => download.command),
      );
      const tolerant = script.commands.flatMap((command) => {
        const download = command.conditional ? null : downloadOf(command, run.state);
        return download?.tool === "curl" && isTolerant(dockerfile, run, script, download)
          ? [download]
          : [];
      });
      // What is run as it arrives is worse than an error page, and has a rule of its own.
      const kept = tolerant.filter(({ command }) => !executed.has(command));
      const told = kept.length > 0 ? kept : tolerant;
      const [first] = told;
      if (first === undefined) continue;
      const others = told.length > 1 ? ", here and in this RUN's other calls" : "";
      yield {
        message:
          "`curl` without `--fail` takes an error page for the file: the build goes on with it, and the layer is cached. " +
          `Add \`--fail\`${others}.`,
        span: first.command.nameSpan ?? first.command.span,
        fix: fixOf(script, told),
        ...(kept.length > 0 ? {} : { yieldsTo: "piped-remote-script" }),
      };
    }
  },
};

function isTolerant(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  download: Download,
): boolean {
  const { command, urls, arguments: args } = download;
  if (optionsNamed(args, ...deciding).length > 0) return false;
  if (args.options.some(({ name }) => name.startsWith("--data"))) return false;
  // Only what is kept or handed on; what goes to the log is for the eye.
  const pipeline = pipedCommands(script).get(command);
  const handedOn =
    command.substituted ||
    command.redirects.some(({ operator }) => /^1?>/.test(operator)) ||
    (pipeline !== undefined && pipeline.stages.at(-1) !== command && !pipeline.asked);
  if (writesToOutput(download) && !handedOn) return false;
  // In a condition the answer is what is asked for.
  const { topLevel, substituted, subshell, nested } = command;
  if (!topLevel && !substituted && !subshell && !nested && pipeline === undefined) return false;
  const fetched = urls.filter(({ text }) => /^https?:|^["']?\$|^[\w-]+(?:\.[\w-]+)+/i.test(text));
  if (fetched.length === 0) return false;
  // A variable that is no URL may hold any option.
  if (urls.some(({ text, host }) => host === null && /^\$\{?\w*(?:opt|flag|arg|param)/i.test(text)))
    return false;
  return !isSettingWritten(dockerfile, run, written);
}

function fixOf(script: ShellScript, downloads: readonly Download[]): Fix | undefined {
  if (script.form === "exec-shell") return undefined;
  const places = downloads.flatMap(({ command }) => command.nameSpan ?? []);
  return {
    title: "Add --fail",
    safety: "review",
    edits: places.map((place) => insertArgument(script, place, "--fail")),
  };
}
