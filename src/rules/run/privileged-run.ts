import type { Instruction } from "../../dockerfile/model.ts";
import type { Problem, Rule } from "../rule.ts";

export const privilegedRun: Rule = {
  name: "privileged-run",
  category: "run",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "A RUN leaves the sandbox of the build",
  why:
    "BuildKit runs each RUN without privileges and in a network of its own, so that a package's install script or a downloaded " +
    "program cannot reach the machine that builds. `--security=insecure` gives it every capability, `--network=host` the " +
    "machine's network with the services that listen on localhost only, and the Docker socket gives root on the machine. Builders " +
    "refuse the first two unless they were started with `--allow`.",
  sources: [
    {
      title: "Dockerfile reference: RUN --security",
      url: "https://docs.docker.com/reference/dockerfile/#run---security",
    },
    {
      title: "Dockerfile reference: RUN --network",
      url: "https://docs.docker.com/reference/dockerfile/#run---network",
    },
  ],
  aliases: ["S6502", "S6431"],
  fix: "none",
  scope: "instruction",
  words: ["security", "network", ".sock"],
  examples: [
    {
      bad: "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nRUN --security=insecure ./configure-kernel.sh\n",
      good: "# syntax=docker/dockerfile:1\nFROM alpine:3.22\nRUN ./configure.sh\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN --network=host wget -q http://localhost:8080/tool.tar.gz\n",
      good: "FROM alpine:3.22\nRUN wget -q https://downloads.example.com/tool.tar.gz\n",
    },
    {
      bad:
        "FROM docker:27-cli\n" +
        "RUN --mount=type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock docker pull alpine:3.22\n",
      good: "FROM docker:27-cli\nCOPY --from=alpine:3.22 / /rootfs/\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nRUN --security=sandbox --network=none make\n",
    "FROM alpine:3.22\nRUN --network=default --mount=type=cache,target=/var/cache/apk apk add curl\n",
    "FROM alpine:3.22\nRUN docker run --network=host alpine\n",
    "FROM alpine:3.22\nRUN --mount=type=ssh ssh-add -l\n",
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) yield* problemsOf(instruction);
  },
};

function* problemsOf(instruction: Instruction): Generator<Problem> {
  if (instruction.kind !== "run") return;
  for (const { name, value, span } of instruction.flags) {
    if (name === "security" && value === "insecure") {
      yield {
        message:
          "`--security=insecure` runs this with every capability of the build machine, so that whatever it downloads can take " +
          "over the machine. Do what needs privileges outside of the build.",
        span,
        aliases: ["S6502"],
      };
    }
    if (name === "network" && value === "host") {
      yield {
        message:
          "`--network=host` lets this RUN reach what listens on the build machine's localhost and network. Leave it out, " +
          "and fetch what is needed by a name that every builder can reach.",
        span,
        aliases: ["S6431"],
      };
    }
  }
  for (const { source, target, span } of instruction.mounts) {
    if (
      ![source, target].some((path) =>
        /(?:^|\/)(?:docker|containerd|podman|crio)\.sock$/.test(path ?? ""),
      )
    )
      continue;
    yield {
      message:
        `This mounts \`${source ?? target ?? ""}\` into the build: who can write to that socket is root on the machine. ` +
        "Copy from images with `COPY --from=IMAGE` instead.",
      span,
      aliases: [],
    };
  }
}
