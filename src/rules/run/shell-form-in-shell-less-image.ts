import type { Dockerfile, Instruction } from "../../dockerfile/model.ts";
import { commandForm } from "../../dockerfile/queries.ts";
import { plainWords } from "../../shell/reading/plain-words.ts";
import { shellLessImage } from "../../shell/services/shell-less.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const shellFormInShellLessImage: Rule = {
  name: "shell-form-in-shell-less-image",
  category: "run",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A command needs a shell that the image does not have",
  why:
    "In shell form Docker runs `/bin/sh -c`. `scratch` and distroless images hold no shell: a RUN fails the build, a " +
    "HEALTHCHECK makes every container unhealthy, and with CMD or ENTRYPOINT the image builds but no container starts: " +
    '`exec: "/bin/sh": stat /bin/sh: no such file or directory`. Exec form starts the program itself.',
  sources: [
    {
      title: "Dockerfile reference: Shell and exec form",
      url: "https://docs.docker.com/reference/dockerfile/#shell-and-exec-form",
    },
    {
      title: "Distroless container images: Entrypoints",
      url: "https://github.com/GoogleContainerTools/distroless#entrypoints",
    },
  ],
  aliases: ["DL3025", "JSONArgsRecommended"],
  fix: "review",
  ignoreWhen: "something that is copied into the image brings a shell along.",
  scope: "file",
  words: ["scratch", "distroless", "chiseled", "cgr.dev"],
  examples: [
    {
      bad: "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\nCMD /app --port 8080\n",
      good:
        "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n" +
        'CMD ["/app", "--port", "8080"]\n',
      fixed:
        "FROM golang:1.25 AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n" +
        'CMD ["/app", "--port", "8080"]\n',
    },
    {
      bad:
        "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY server /usr/local/bin/server\n" +
        'HEALTHCHECK CMD server health || exit 1\nENTRYPOINT ["server"]\n',
      good:
        "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY server /usr/local/bin/server\n" +
        'HEALTHCHECK CMD ["server", "health"]\nENTRYPOINT ["server"]\n',
    },
    {
      bad: 'FROM gcr.io/distroless/base-debian12\nCOPY app /app\nENTRYPOINT ["sh", "-c", "/app"]\n',
      good: 'FROM gcr.io/distroless/base-debian12\nCOPY app /app\nENTRYPOINT ["/app"]\n',
    },
  ],
  silentOn: [
    "FROM scratch\nADD rootfs.tar.xz /\nRUN apk update\nCMD sh\n",
    "FROM alpine:3.22 AS root\nFROM scratch\nCOPY --from=root / /\nRUN echo x\n",
    "FROM scratch\nCOPY --from=busybox:1.37 /bin/sh /bin/sh\nCMD echo x\n",
    "FROM gcr.io/distroless/base-debian12:debug\nCMD echo x\n",
    'FROM gcr.io/distroless/base-debian12\nSHELL ["/busybox/sh", "-c"]\nRUN echo x\n',
    "FROM cgr.dev/chainguard/wolfi-base\nRUN apk add curl\n",
    "FROM scratch\nCOPY app /app\nRUN --mount=from=busybox:1.37,dst=/bin echo x\n",
    'FROM scratch\nCOPY app /app\nENTRYPOINT ["/app"]\nCMD --port 80\n',
    "FROM alpine:3.22\nCMD echo x\n",
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      const image = instruction.onbuild === null ? shellLessImage(dockerfile, instruction) : null;
      if (image === null) continue;
      yield {
        message: `\`${image}\` has no shell, so ${consequenceOf(instruction)}. ${remedyOf(dockerfile, instruction)}`,
        span: instruction.keywordSpan,
        aliases: aliasesOf(instruction),
        fix: fixOf(dockerfile, instruction),
      };
    }
  },
};

function consequenceOf({ kind, keyword }: Instruction): string {
  switch (kind) {
    case "run":
      return "this RUN fails the build";
    case "healthcheck":
      return "this check always fails and every container becomes unhealthy";
    default:
      return `no container with this ${keyword} starts`;
  }
}

function remedyOf(dockerfile: Dockerfile, instruction: Instruction): string {
  return instruction.kind === "run" && !namesPath(dockerfile, instruction)
    ? "Do it in an earlier stage, and copy the result."
    : "Use exec form, which starts the program itself.";
}

/** Whether the program is named by its path, so that it was put there: the usual tools are missing like the shell. */
function namesPath(dockerfile: Dockerfile, instruction: Instruction): boolean {
  return shellOf(dockerfile, instruction)?.commands[0]?.words[0]?.value?.includes("/") === true;
}

/** Shell form of CMD and ENTRYPOINT is what others report, whatever the image. */
function aliasesOf(instruction: Instruction): readonly string[] {
  if (instruction.kind !== "cmd" && instruction.kind !== "entrypoint") return [];
  return instruction.command.form === "shell" ? ["DL3025", "JSONArgsRecommended"] : [];
}

function fixOf(dockerfile: Dockerfile, instruction: Instruction): Fix | undefined {
  const command = commandForm(instruction);
  if (command?.form !== "shell") return undefined;
  const { keyword, heredocs } = instruction;
  if (instruction.kind === "run" && !namesPath(dockerfile, instruction)) return undefined;
  const script = shellOf(dockerfile, instruction);
  const words = script === null || heredocs.length > 0 ? null : plainWords(script);
  const text = dockerfile.source.slice(command.span);
  if (words === null || command.brokenExec !== null || /[\r\n]/.test(text)) return undefined;
  const array = `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
  return {
    title: `Write ${keyword} in exec form`,
    safety: "review",
    edits: [replaceExpected(dockerfile.source, command.span, text, array)],
  };
}
