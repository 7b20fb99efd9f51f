import { dialectOf } from "../../shell/dialect.ts";
import type { Pipeline } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import { insertBefore } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { Fix, Rule } from "../rule.ts";

/** Commands that do not fail in a way that matters, so that nothing is lost when the pipe hides it. */
const harmless = new Set(["echo", "printf", "yes", "true", ":", "cat", "head", "tail", "seq", "ls"]);

export const missingPipefail: Rule = {
  name: "missing-pipefail",
  category: "run",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended", "hadolint"],
  summary: "A pipe hides the failure of its first command",
  why:
    "A pipe's exit status is that of its last command. When the download on the left fails, the command on the right " +
    "works on half a file or on nothing, the build goes on, and the broken layer is cached and shipped.",
  sources: [
    {
      title: "Docker: Building best practices, using pipes",
      url: "https://docs.docker.com/build/building/best-practices/#using-pipes",
    },
  ],
  aliases: ["DL4006"],
  fix: "review",
  scope: "instruction",
  examples: [
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
    "FROM debian:12\nRUN if dpkg -l | grep -q curl; then echo yes; fi\n",
    "FROM debian:12\nRUN bash -c 'set -o pipefail; curl -f https://example.com/x | tar x'\n",
    "FROM debian:12\nRUN bash -o pipefail -c 'curl -f https://example.com/x | tar x'\n",
    'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL ["powershell", "-Command"]\nRUN Get-Item a | Remove-Item\n',
    "FROM debian:12\nRUN dpkg -l | grep curl || true\n",
    "FROM debian:12\nRUN set -eux -o pipefail; curl -f https://example.com/x | tar x\n",
  ],
  *check(dockerfile) {
    const fixedStages = new Set<unknown>();
    for (const instruction of dockerfile.instructions) {
      if (instruction.kind !== "run") continue;
      const risky = riskyPipeline(dockerfile, instruction);
      if (risky === null) continue;
      const first = risky.stages[0]?.name ?? "the first command";
      // One SHELL serves all that follows it, so only the first pipe of a stage brings it.
      const group = instruction.onbuild === null ? instruction.stage : instruction;
      const fix = fixedStages.has(group) ? undefined : fixOf(dockerfile, instruction);
      fixedStages.add(group);
      yield {
        message:
          `If \`${first}\` fails here, the build goes on: a pipe's status is that of its last command. ` +
          remedyOf(dockerfile, instruction),
        span: risky.span,
        fix,
      };
    }
  },
};

/** The first pipe of a RUN whose failure would be missed and would matter. */
function riskyPipeline(dockerfile: Dockerfile, run: RunInstruction): Pipeline | null {
  const script = shellOf(dockerfile, run);
  if (script === null) return null;
  for (const pipeline of script.pipelines) {
    if (pipeline.pipefail) continue;
    const feeders = pipeline.stages.slice(0, -1);
    const matters = feeders.some((command) => {
      if (command === null) return true;
      if (command.conditional || command.substituted) return false;
      return command.name !== null && !harmless.has(command.name);
    });
    const last = pipeline.stages.at(-1);
    // What feeds `grep -q` or stands before `|| true` asks a question; its failure is an answer.
    const asked = last?.conditional === true || isTolerated(pipeline, script.chains);
    if (matters && !asked) return pipeline;
  }
  return null;
}

type Chains = NonNullable<ReturnType<typeof shellOf>>["chains"];

/** Whether a failure of the pipe is expected: `a | b || c`. */
function isTolerated(pipeline: Pipeline, chains: Chains): boolean {
  return chains.some((chain) =>
    chain.links.some(
      (link, index) =>
        link.start <= pipeline.span.start &&
        link.end >= pipeline.span.end &&
        chain.operators[index]?.text === "||",
    ),
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
  return {
    title: "Let pipes fail when any of their commands fails",
    safety: "review",
    edits: insertBefore(dockerfile, run, line),
  };
}
