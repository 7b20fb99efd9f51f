import { familyOfStage } from "../../dockerfile/image-family.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { insertArgument } from "../../shell/edits/chain-edits.ts";
import { optionsNamed } from "../../shell/reading/command-options.ts";
import { downloadOf, type Download } from "../../shell/downloads/downloads.ts";
import type { ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { isSettingWritten, type WrittenSetting } from "../../shell/written-settings.ts";
import type { Fix, Rule } from "../rule.ts";

/** Options that say what is printed, or that send it elsewhere, or that fetch nothing. */
const deciding =
  "--progress --show-progress --no-show-progress -q --quiet -nv --no-verbose -o --output-file -a --append-output --config --spider --debug -d -b --background".split(
    " ",
  );

const written: WrittenSetting = {
  text: /^\s*(?:progress|quiet|verbose|logfile)\s*=/m,
  file: /wgetrc/,
};

export const noisyWget: Rule = {
  name: "noisy-wget",
  category: "packages",
  severity: "info",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "wget draws its progress into the build log",
  why:
    "Where there is no terminal, wget prints a line for every 50 kB: a download of 100 MB fills the build log with 2,000 " +
    "lines, in which the message that matters is hard to find. `--progress=dot:giga` prints a line for every 32 MB, and errors " +
    "as before.",
  sources: [
    {
      title: "GNU Wget manual: Download Options, --progress",
      url: "https://www.gnu.org/software/wget/manual/html_node/Download-Options.html",
    },
  ],
  aliases: ["DL3047"],
  fix: "safe",
  scope: "instruction",
  words: ["wget"],
  examples: [
    {
      bad: "FROM debian:12.8-slim\nRUN wget https://example.com/tool.tar.gz\n",
      good: "FROM debian:12.8-slim\nRUN wget --progress=dot:giga https://example.com/tool.tar.gz\n",
      fixed:
        "FROM debian:12.8-slim\nRUN wget --progress=dot:giga https://example.com/tool.tar.gz\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN wget -O /usr/local/bin/tool https://example.com/tool\n",
      good: "FROM alpine:3.22\nRUN wget -q -O /usr/local/bin/tool https://example.com/tool\n",
      fixed: "FROM alpine:3.22\nRUN wget -q -O /usr/local/bin/tool https://example.com/tool\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN wget -qO- https://example.com/x | tar xz\n",
    "FROM debian:12.8\nRUN wget -nv https://example.com/x && wget --no-verbose https://example.com/y\n",
    "FROM debian:12.8\nRUN wget --progress dot:mega https://example.com/x\n",
    "FROM debian:12.8\nRUN wget -o /tmp/log https://example.com/x\n",
    "FROM debian:12.8\nRUN wget $WGET_OPTS https://example.com/x\n",
    "FROM debian:12.8\nRUN echo 'progress=dot:giga' > /etc/wgetrc\nRUN wget https://example.com/x\n",
    "FROM debian:12.8\nRUN wget --spider https://example.com/x\n",
    "FROM debian:12.8\nRUN apt-get install -y wget && wget --version\n",
    "FROM debian:12.8\nRUN wget -O /etc/apt/keyrings/x.asc https://example.com/x.asc\n",
    "FROM debian:12.8\nRUN wget https://example.com/x 2> /dev/null && wget https://example.com/y > /tmp/log 2>&1\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      const script = shellOf(dockerfile, run);
      const noisy = (script?.commands ?? []).flatMap((command) => {
        const download = downloadOf(command, run.state);
        return download?.tool === "wget" && !isQuiet(dockerfile, run, download) ? [download] : [];
      });
      const [first] = noisy;
      if (script === null || first === undefined) continue;
      const option = hasBusybox(run) ? "-q" : "--progress=dot:giga";
      const others = noisy.length > 1 ? ", here and in this RUN's other calls" : "";
      yield {
        message: `\`wget\` prints a line for every 50 kB into the build log, which hides what matters. Add \`${option}\`${others}.`,
        span: first.command.nameSpan ?? first.command.span,
        fix: fixOf(run, script, noisy, option),
      };
    }
  },
};

/** Files that are small by their kind: their progress takes a line or two. */
const smallFile =
  /\.(?:asc|gpg|key|pub|pem|crt|sig|sha\d+|sha\d+sums?|md5|list|repo|txt|json|ya?ml|conf|cfg|ini|sh|pl|py|service|patch|diff)(?:[?#].*)?$/i;

function isQuiet(dockerfile: Dockerfile, run: RunInstruction, download: Download): boolean {
  const { command, arguments: args, urls } = download;
  if (optionsNamed(args, ...deciding).length > 0) return true;
  if (urls.every(({ text }) => smallFile.test(text))) return true;
  // `-nv` is read as `-n` with a value.
  if (optionsNamed(args, "-n").some(({ value }) => value?.includes("v") === true)) return true;
  if (optionsNamed(args, "-e", "--execute").length > 0) return true;
  if (command.redirects.some(({ operator }) => /^(?:2>|&>|>&)/.test(operator))) return true;
  // A variable that is no URL may hold any option.
  if (
    urls.some(
      ({ text, host }) =>
        host === null && /^\$|^-/.test(text) && /opt|flag|arg|param|^-/i.test(text),
    )
  )
    return true;
  return run.state.lookup("WGETRC") !== undefined || isSettingWritten(dockerfile, run, written);
}

/** Whether wget may be BusyBox's, which has no `--progress`; both have `-q`. */
function hasBusybox({ stage }: RunInstruction): boolean {
  const family = stage === null ? null : familyOfStage(stage);
  return family === "alpine" || family === "busybox";
}

function fixOf(
  run: RunInstruction,
  script: ShellScript,
  downloads: readonly Download[],
  option: string,
): Fix | undefined {
  const family = run.stage === null ? null : familyOfStage(run.stage);
  if (family === null || script.form === "exec-shell") return undefined;
  const places = downloads.flatMap(({ command }) => command.nameSpan ?? []);
  return {
    title: `Add ${option}`,
    safety: "safe",
    edits: places.map((place) => insertArgument(script, place, option)),
  };
}
