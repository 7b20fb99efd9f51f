import { dialectOf } from "../../shell/reading/dialect.ts";
import type { Pipeline } from "../../shell/model.ts";
import { commandsWithin } from "../../shell/reading/commands-within.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { refuserOf } from "../../shell/downloads/broken-input.ts";
import { pipedScripts } from "../../shell/downloads/piped-scripts.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import { insertBefore } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { contains } from "../../source/span.ts";
import type { Fix, Problem, Rule } from "../rule.ts";

/** Commands that only hand on what is there: when one of them feeds a pipe, its failure is no news. */
const harmless = new Set(
  (
    ": [ awk basename cat cd cut date dirname echo egrep env fgrep find getconf grep head id ls nproc printenv printf pwd read sed seq set sort tail tee test tr true uname uniq wc which xargs yes " +
    // Queries: that there is no answer is an answer, and pipefail would stop the build on it.
    "apt-cache crontab dpkg dpkg-query getent ldconfig ldd pgrep readelf rpm scanelf"
  ).split(" "),
);

/** Commands that fetch, unpack or check: what they leave behind when they fail is half a file. */
const fetching = new Set(
  "aws az base64 bunzip2 bzcat curl docker gcloud gh git gpg gsutil gunzip gzip openssl rclone rsync scp ssh tar unxz unzip wget xz xzcat zcat zstd zstdcat".split(
    " ",
  ),
);

export const missingPipefail: Rule = {
  name: "missing-pipefail",
  category: "run",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A pipe hides the failure of its first command",
  why:
    "A pipe's exit status is that of its last command. When the download on the left fails, the command on the right " +
    "works on half a file or on nothing, the build goes on, and the broken layer is cached and shipped. Where the last " +
    "command refuses such a file, as `tar` does, the build stops, but for a reason that is not the real one.",
  sources: [
    {
      title: "Docker: Building best practices, using pipes",
      url: "https://docs.docker.com/build/building/best-practices/#using-pipes",
    },
  ],
  aliases: ["DL4006"],
  fix: "review",
  scope: "instruction",
  words: ["|"],
  examples: [
    {
      bad: "FROM debian:12\nRUN curl -fsSL https://example.com/tool.list | tee /etc/apt/sources.list.d/tool.list\n",
      good:
        'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n' +
        "RUN curl -fsSL https://example.com/tool.list | tee /etc/apt/sources.list.d/tool.list\n",
      fixed:
        'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n' +
        "RUN curl -fsSL https://example.com/tool.list | tee /etc/apt/sources.list.d/tool.list\n",
    },
    {
      bad: "FROM debian:12\nRUN curl -fsSL https://example.com/tool.tar.gz | tar -xz -C /opt\n",
      good:
        'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n' +
        "RUN curl -fsSL https://example.com/tool.tar.gz | tar -xz -C /opt\n",
      fixed:
        'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n' +
        "RUN curl -fsSL https://example.com/tool.tar.gz | tar -xz -C /opt\n",
    },
    {
      bad: 'FROM fedora:41\nSHELL ["/bin/bash", "-c"]\nRUN wget -qO- https://example.com/key | rpm --import -\n',
      good:
        'FROM fedora:41\nSHELL ["/bin/bash", "-c"]\n' +
        "RUN set -o pipefail && wget -qO- https://example.com/key | rpm --import -\n",
      fixed:
        'FROM fedora:41\nSHELL ["/bin/bash", "-c"]\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n' +
        "RUN wget -qO- https://example.com/key | rpm --import -\n",
    },
  ],
  silentOn: [
    'FROM debian:12\nSHELL ["/bin/bash", "-euxo", "pipefail", "-c"]\nRUN a | b\n',
    "FROM debian:12\nRUN echo 'deb x y z' | tee /etc/apt/sources.list.d/x.list\n",
    "FROM debian:12\nRUN yes | ./install.sh\n",
    "FROM debian:12\nRUN (crontab -l; echo '0 4 * * * /clean') | crontab -\n",
    "FROM debian:12\nRUN if dpkg -l | grep -q curl; then echo yes; fi\n",
    "FROM debian:12\nRUN bash -c 'set -o pipefail; curl -f https://example.com/x | tar x'\n",
    "FROM debian:12\nRUN bash -o pipefail -c 'curl -f https://example.com/x | tar x'\n",
    'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN Get-Item a | Remove-Item\n',
    "FROM debian:12\nRUN curl -fsS https://example.com/x | grep curl || true\n",
    "FROM debian:12\nRUN if curl -fsS https://example.com | grep -q ok; then echo yes; fi\n",
    "FROM debian:12\nRUN { echo a; echo b; } | tee /etc/x.conf\n",
    "FROM debian:12\nRUN find /usr/local -type f -exec ldd '{}' ';' | sort -u | xargs -r dpkg-query --search | xargs -r apt-mark manual\n",
    "FROM debian:12\nRUN dpkg -S /usr/lib/libssl.so.3 | cut -d: -f1 > /needed\n",
    "FROM debian:12\nRUN set -eux -o pipefail; curl -f https://example.com/x | tar x\n",
  ],
  *check(dockerfile) {
    const fixedStages = new Set<unknown>();
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== "run") continue;
      const risk = firstRisk(dockerfile, instruction);
      if (risk === null) continue;
      // One SHELL serves all that follows it, so only the first pipe of a stage brings it.
      const group = instruction.onbuild === null ? instruction.stage : instruction;
      const fix = fixedStages.has(group) ? undefined : fixOf(dockerfile, instruction);
      fixedStages.add(group);
      yield {
        message: `${costOf(risk)} ${remedyOf(dockerfile, instruction)}`,
        span: risk.pipeline.span,
        fix,
        ...weightOf(risk),
        ...(risk.executed ? { yieldsTo: "piped-remote-script" } : {}),
      };
    }
  },
};

interface Risk {
  readonly pipeline: Pipeline;
  /** The command whose failure is missed. */
  readonly feeder: string;
  /** Whether it feeds a shell: that is worse, and piped-remote-script says so. */
  readonly executed: boolean;
  /** The last command where it fails by itself on what is left of its input; null where the build goes on. */
  readonly refuser: string | null;
}

function costOf({ feeder, refuser }: Risk): string {
  return refuser === null
    ? `If \`${feeder}\` fails here, the build goes on: a pipe's status is that of its last command.`
    : `If \`${feeder}\` fails here, it is \`${refuser}\` that fails this RUN: it sees that its input is broken, and not why.`;
}

/** How much a pipe matters: where the build stops in any case, only the reason that it gives is lost. */
function weightOf({ feeder, refuser }: Risk): Pick<Problem, "severity" | "confidence"> {
  if (!fetching.has(feeder)) return { severity: "info", confidence: "low" };
  return refuser === null ? {} : { severity: "info", confidence: "medium" };
}

/**
 * The first pipe of a RUN whose failure would be missed and would matter; one that fetches before all others, and of those
 * one on which the build goes on.
 */
function firstRisk(dockerfile: Dockerfile, run: RunInstruction): Risk | null {
  const script = shellOf(dockerfile, run);
  if (script === null) return null;
  if (script.pipelines.length === 0) return null;
  const executed = pipedScripts(script, run.state);
  const risks = script.pipelines.flatMap((pipeline) => {
    if (pipeline.pipefail || pipeline.asked) return [];
    const names = pipeline.stageSpans
      .slice(0, -1)
      .flatMap((span) => commandsWithin(script, span))
      .filter(({ conditional, substituted }) => !conditional && !substituted)
      .flatMap(({ name }) => (name === null || harmless.has(name) ? [] : name));
    const feeder = names.find((name) => fetching.has(name)) ?? names[0];
    if (feeder === undefined) return [];
    const isExecuted = executed.some(({ span }) => contains(pipeline.span, span));
    return [{ pipeline, feeder, executed: isExecuted, refuser: refuserOf(script, pipeline) }];
  });
  const open = risks.filter((risk) => !risk.executed);
  const fetched = open.filter(({ feeder }) => fetching.has(feeder));
  return (
    fetched.find(({ refuser }) => refuser === null) ?? fetched[0] ?? open[0] ?? risks[0] ?? null
  );
}

/** The SHELL that sets pipefail where the image's shell is known; null elsewhere. */
function shellLine(dockerfile: Dockerfile, run: RunInstruction): string | null {
  if (dialectOf(dockerfile, run) === "bash") return 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';
  if (run.state.shell !== null || run.stage === null) return null;
  switch (familyOfStage(run.stage)) {
    case "debian":
    case "rhel":
    case "suse":
    case "arch":
      return 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';
    case "alpine":
      return 'SHELL ["/bin/ash", "-eo", "pipefail", "-c"]';
    default:
      return null;
  }
}

function remedyOf(dockerfile: Dockerfile, run: RunInstruction): string {
  const line = shellLine(dockerfile, run);
  return line === null
    ? "Run it under a shell with `set -o pipefail`."
    : `Put \`${line}\` before it, which holds for all that follows.`;
}

function fixOf(dockerfile: Dockerfile, run: RunInstruction): Fix | undefined {
  const line = shellLine(dockerfile, run);
  // Exec form and heredocs with a shell of their own do not go through SHELL.
  if (line === null || run.command.form !== "shell" || run.heredocs.length > 0) return undefined;
  // Elsewhere `/bin/sh` is Bash already, or stays the shell that it is.
  const isNewShell = dialectOf(dockerfile, run) !== "bash" && run.stage !== null;
  if (isNewShell && familyOfStage(run.stage) === "debian" && writesEscapes(dockerfile, run))
    return undefined;
  if (asksForCrontab(dockerfile, run)) return undefined;
  return {
    title: "Let pipes fail when any of their commands fails",
    safety: "review",
    edits: insertBefore(dockerfile, run, line),
  };
}

/** Whether `crontab -l` feeds a pipe from a RUN on: it fails as long as there is no table, and with pipefail so does the build. */
function asksForCrontab(dockerfile: Dockerfile, { stage, index }: RunInstruction): boolean {
  return (stage?.instructions ?? []).some((instruction) => {
    if (instruction.kind !== "run" || instruction.index < index) return false;
    const script = shellOf(dockerfile, instruction);
    return script?.pipelines.some(({ stageSpans }) =>
      stageSpans
        .slice(0, -1)
        .flatMap((span) => commandsWithin(script, span))
        .some(({ name }) => name === "crontab"),
    );
  });
}

/**
 * Whether a RUN of the stage, from one on, writes a file with `echo` and a backslash escape: Debian's `sh` makes a tab of
 * `\t`, Bash leaves the two characters, so under another shell the file would be another one.
 */
function writesEscapes(dockerfile: Dockerfile, { stage, index }: RunInstruction): boolean {
  return (stage?.instructions ?? []).some((instruction) => {
    if (instruction.kind !== "run" || instruction.index < index) return false;
    const script = shellOf(dockerfile, instruction);
    const isPiped = (script?.pipelines.length ?? 0) > 0;
    return (script?.commands ?? []).some(
      ({ name, args, redirects }) =>
        name === "echo" &&
        (isPiped || redirects.length > 0) &&
        args.some(({ text }) => /\\[abcfnrtv0]/.test(text)),
    );
  });
}
