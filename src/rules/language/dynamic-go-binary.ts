import { familyOfStage } from "../../dockerfile/image-family.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { defaultCgo, type CgoLink } from "../../shell/programs/cgo.ts";
import { copiedGoPrograms, type CopiedGoProgram } from "../../shell/programs/copied-programs.ts";
import type { GoBuild } from "../../shell/programs/go-builds.ts";
import { bringsLibraries } from "../../shell/programs/brought-libraries.ts";
import { commandInstructions } from "../../shell/services/image-command.ts";
import { join } from "../../source/span.ts";
import { insertAt } from "../../source/text-edit.ts";
import type { Fix, Rule, RuleContext } from "../rule.ts";

export const dynamicGoBinary: Rule = {
  name: "dynamic-go-binary",
  category: "language",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary: "A Go program linked against a C library is copied to an image without that library",
  why:
    "Where a C compiler is installed, as in the Debian variants of `golang`, cgo is on, and a program that uses `net` or `os/user` " +
    "is linked against the C library of the build image. Neither `scratch` nor `distroless/static` has one, and Alpine has another: " +
    'the container ends with "no such file or directory" although the file is there. With `CGO_ENABLED=0` the program is ' +
    "static and runs anywhere.",
  sources: [
    {
      title: "Go: cgo command",
      url: "https://pkg.go.dev/cmd/cgo",
    },
    {
      title: "Go 1.20 release notes: cgo",
      url: "https://go.dev/doc/go1.20#cgo",
    },
  ],
  aliases: [],
  fix: "safe",
  scope: "file",
  words: ["go"],
  examples: [
    {
      bad: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /server ./cmd/server\n\nFROM scratch\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      good: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server ./cmd/server\n\nFROM scratch\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      fixed:
        'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server ./cmd/server\n\nFROM scratch\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
    },
    {
      bad: 'FROM golang:1.25-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN GOOS=linux go build -o app\n\nFROM alpine:3.22\nCOPY --from=build /src/app /usr/local/bin/\nCMD ["app"]\n',
      good: 'FROM golang:1.25-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN GOOS=linux go build -o app\n\nFROM alpine:3.22\nCOPY --from=build /src/app /usr/local/bin/\nCMD ["app"]\n',
      fixed:
        'FROM golang:1.25-bookworm AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 GOOS=linux go build -o app\n\nFROM alpine:3.22\nCOPY --from=build /src/app /usr/local/bin/\nCMD ["app"]\n',
    },
  ],
  silentOn: [
    'FROM golang:1.25 AS build\nENV CGO_ENABLED=0\nRUN go build -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nARG CGO_ENABLED\nRUN go build -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN export CGO_ENABLED=0 && go build -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go env -w CGO_ENABLED=0\nRUN go build -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    // Without a C compiler cgo is off.
    'FROM golang:1.25-alpine AS build\nRUN go build -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN CGO_ENABLED=1 go build -o /a\nFROM alpine:3.22\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go build -ldflags "-linkmode external -extldflags \'-static\'" -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go build --ldflags \'-extldflags "-static"\' -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go build -tags netgo,osusergo -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN GOOS=windows go build -o /a.exe\nFROM scratch\nCOPY --from=build /a.exe /\nCMD ["/a.exe"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM gcr.io/distroless/base-debian12\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM debian:12-slim\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM alpine:3.22\nRUN apk add --no-cache gcompat\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch\nCOPY --from=build /lib64/ld-linux-x86-64.so.2 /lib64/\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    // Only to take files out with `--output`.
    "FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch\nCOPY --from=build /a /a\n",
    'FROM golang:1.25 AS build\nRUN make build\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM company/go:1.25 AS build\nRUN go build -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM build AS test\nRUN go build ./... && go test ./...\nFROM company/base:1\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM tonistiigi/xx AS xx\nFROM golang:1.25 AS build\nCOPY --from=xx / /\nRUN xx-go build -o /a\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a"]\n',
    'FROM scratch\nCOPY app /app\nENTRYPOINT ["/app"]\n',
  ],
  *check(dockerfile, context) {
    const told = new Set<GoBuild>();
    for (const program of copiedGoPrograms(dockerfile)) {
      const { build, into } = program;
      if (told.has(build) || !isStarted(dockerfile, into)) continue;
      const lack = lackOf(into);
      if (lack === null) continue;
      const link = defaultCgo(dockerfile, build);
      if (link === null || (lack === "musl" && link.libc === "musl")) continue;
      if (bringsLibraries(dockerfile, into)) continue;
      told.add(build);
      const { call } = build;
      const needsC = link.wanted || needsCgo(context);
      yield {
        message: messageOf(program, link, lack, needsC),
        span: join(
          call.command.nameSpan ?? call.command.span,
          call.subcommandSpan ?? call.command.span,
        ),
        fix: needsC ? undefined : fixOf(build),
      };
    }
  },
};

/** Whether a stage is an image to run: the last one, if it stands on a system, or one that says what it runs. */
function isStarted(dockerfile: Dockerfile, stage: Stage): boolean {
  const { entrypoint, cmd } = commandInstructions(stage);
  if (entrypoint !== null || cmd !== null) return true;
  return stage === dockerfile.finalStage && familyOfStage(stage) === "alpine";
}

/** What an image lacks: any C library, or glibc because it has musl; null when it has glibc, or that is not known. */
function lackOf(stage: Stage): "libc" | "musl" | null {
  const family = familyOfStage(stage);
  if (family === "scratch") return "libc";
  const repository = rootStage(stage).base.reference?.repository ?? "";
  if (family === "distroless")
    return /(?:^|\/)static(?:-debian\d+)?$/.test(repository) ? "libc" : null;
  return family === "alpine" && !repository.includes("glibc") ? "musl" : null;
}

/** Modules that do nothing without cgo. */
const cgoModules =
  /mattn\/go-sqlite3|confluent-kafka-go|pebbe\/zmq4|h2non\/bimg|davidbyttow\/govips|gographics\/imagick|godror\/godror|tree-sitter|marcboeker\/go-duckdb|gocv\.io|google\/gopacket|linxgnu\/grocksdb/;

function needsCgo({ buildContext }: RuleContext): boolean {
  return cgoModules.test(buildContext.readText?.("go.mod") ?? "");
}

function messageOf(
  { into, path }: CopiedGoProgram,
  { libc, image }: CgoLink,
  lack: "libc" | "musl",
  needsC: boolean,
): string {
  const target = rootStage(into).base.text;
  return (
    `In \`${image}\` cgo is on, so that \`${path}\` is linked against ${libc} as soon as it uses \`net\` or \`os/user\`; \`${target}\` has ` +
    (lack === "libc" ? "no C library" : "musl instead") +
    ', and the program ends there with "no such file or directory". ' +
    (needsC
      ? "Set `CGO_ENABLED=0` if it runs without C code; else link it statically, or build and run it on the same system."
      : "Set `CGO_ENABLED=0`.")
  );
}

function fixOf({ script, call }: GoBuild): Fix | undefined {
  const { command } = call;
  if (script.form === "exec" || command.wrappers.some((name) => name !== "env")) return undefined;
  return {
    title: "Build with CGO_ENABLED=0",
    safety: "safe",
    edits: [insertAt(command.span.start, "CGO_ENABLED=0 ")],
  };
}
