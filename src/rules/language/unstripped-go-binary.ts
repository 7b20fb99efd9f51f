import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { isForDevelopment } from "../../dockerfile/development-images.ts";
import { copiedGoPrograms } from "../../shell/programs/copied-programs.ts";
import {
  goFlagWord,
  goVariable,
  linkerFlags,
  mayHaveMoreFlags,
  type GoBuild,
} from "../../shell/programs/go-builds.ts";
import { hasFlag } from "../../shell/package-managers/flags.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { baseName } from "../../shell/reading/shell-options.ts";
import { join } from "../../source/span.ts";
import { insertAt, type TextEdit } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const unstrippedGoBinary: Rule = {
  name: "unstripped-go-binary",
  category: "language",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "A Go program is copied to the image with its symbols, or with the paths of the build",
  why:
    '`-ldflags="-s -w"` leaves out the symbol table and the debug information, which is a quarter to a third of a Go program; ' +
    "stack traces of panics stay as they are. `-trimpath` takes the directories of the build machine out of it, so that the " +
    "same source gives the same bytes wherever it is built.",
  sources: [
    {
      title: "Go: link command",
      url: "https://pkg.go.dev/cmd/link",
    },
    {
      title: "Go: compile packages and dependencies",
      url: "https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  words: ["go"],
  ignoreWhen: "When the program is debugged where it runs:",
  examples: [
    {
      bad: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server ./cmd/server\n\nFROM gcr.io/distroless/static\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      good: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /server ./cmd/server\n\nFROM gcr.io/distroless/static\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      fixed:
        'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /server ./cmd/server\n\nFROM gcr.io/distroless/static\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
    },
    {
      bad: 'FROM golang:1.25-alpine AS build\nWORKDIR /src\nARG VERSION=dev\nRUN --mount=target=. go build -ldflags "-X main.version=$VERSION" -o /server\n\nFROM alpine:3.22\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      good: 'FROM golang:1.25-alpine AS build\nWORKDIR /src\nARG VERSION=dev\nENV GOFLAGS=-trimpath\nRUN --mount=target=. go build -ldflags "-w -X main.version=$VERSION" -o /server\n\nFROM alpine:3.22\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      fixed:
        'FROM golang:1.25-alpine AS build\nWORKDIR /src\nARG VERSION=dev\nRUN --mount=target=. go build -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /server\n\nFROM alpine:3.22\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
    },
  ],
  silentOn: [
    'FROM golang:1.25 AS build\nARG LDFLAGS\nRUN go build -trimpath -ldflags "$LDFLAGS" -o /a\nFROM alpine:3.22\nCOPY --from=build /a /a\n',
    "FROM golang:1.25 AS build\nRUN go build -trimpath -o /a && strip /a\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS build\nRUN go build -o /a\nRUN upx /a\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS build\nRUN go build -gcflags 'all=-N -l' -o /a\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS build\nRUN go build -race -o /a\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS build\nRUN go install github.com/grpc-ecosystem/grpc-health-probe@v0.4.40\nFROM alpine:3.22\nCOPY --from=build /go/bin/grpc-health-probe /bin/\n",
    "FROM golang:1.25 AS build\nRUN go install github.com/awslabs/amazon-ecr-credential-helper/ecr-login/cli/docker-credential-ecr-login\nFROM alpine:3.22\nCOPY --from=build /go/bin/docker-credential-ecr-login /bin/\n",
    "FROM golang:1.25 AS build\nRUN go build -o /tool ./tool\nRUN /tool > /out.json\nFROM alpine:3.22\nCOPY --from=build /out.json /\n",
    "FROM golang:1.25\nCOPY . .\nRUN go build -o /a\nCMD /a\n",
    "FROM golang:1.25 AS build\nRUN go build -o /a\nFROM alpine:3.22 AS debug\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS build\nRUN make build\nFROM alpine:3.22\nCOPY --from=build /a /a\n",
    "FROM golang:1.25 AS docs\nRUN go build -o /out/docsgen ./docs\nFROM alpine:3.22\nCOPY --from=docs /out/docsgen /usr/bin\nRUN docsgen --formats md --out /out\n",
    "FROM golang:1.25 AS test\nRUN go build -o /a && go test ./...\nFROM alpine:3.22\nCOPY a /a\n",
  ],
  *check(dockerfile, { path }) {
    const told = new Set<GoBuild>();
    for (const { build, into, path: copied } of copiedGoPrograms(dockerfile)) {
      if (told.has(build) || isForDevelopment(into, path)) continue;
      const lacks = lacksOf(dockerfile, build);
      if (lacks === null || isShrunk(dockerfile, build)) continue;
      if (isToolOf(dockerfile, into, build.output?.name ?? baseName(copied))) continue;
      told.add(build);
      const { command, subcommandSpan } = build.call;
      yield {
        message: lacks.strip
          ? `\`${copied}\` comes into the image with its symbol table and debug information, a quarter to a third of its size. ` +
            `Build it with \`-ldflags="-s -w"\`${lacks.trim ? " and `-trimpath`" : ""}.`
          : `\`${copied}\` holds the directories it was built in. With \`-trimpath\` the same source gives the same program wherever it is built.`,
        span: join(command.nameSpan ?? command.span, subcommandSpan ?? command.span),
        confidence: lacks.strip ? "medium" : "low",
        fix: fixOf(build, lacks),
      };
    }
  },
};

/** Whether a stage, or one built on it, runs a program while the image is built: then it is no part of what is shipped. */
function isToolOf(dockerfile: Dockerfile, stage: Stage, program: string): boolean {
  return dockerfile.instructions.some(
    (one) =>
      one.kind === "run" &&
      one.stage?.lineage.includes(stage) === true &&
      shellOf(dockerfile, one)?.commands.some(({ name }) => name === program) === true,
  );
}

/** What a build leaves undone. */
interface Lacks {
  readonly strip: boolean;
  readonly trim: boolean;
}

/** What a build leaves undone; null when nothing, when that is not known, or when it is one for debugging. */
function lacksOf(dockerfile: Dockerfile, build: GoBuild): Lacks | null {
  const { call } = build;
  if (hasFlag(call, "-race", "-gcflags", "-cover", "-msan", "-asan", "-buildmode")) return null;
  if (mayHaveMoreFlags(build)) return null;
  // A tool of somebody else's.
  if (call.packages.some(({ name, version }) => version !== null || /^[\w-]+\.\w/.test(name ?? "")))
    return null;
  const setting = goVariable(dockerfile, build, "GOFLAGS");
  const linking = linkerFlags(build);
  const goflags = setting === undefined ? "" : setting.value;
  if (linking === null || goflags === null) return null;
  const strip = !/(?:^|[\s"'=])-[sw]\b/.test(`${linking} ${goflags}`);
  const trim = !hasFlag(call, "-trimpath") && !goflags.includes("-trimpath");
  return strip || trim ? { strip, trim } : null;
}

/** Whether the stage of a build makes programs smaller by other means. */
function isShrunk(dockerfile: Dockerfile, { stage }: GoBuild): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.kind === "run" &&
      shellOf(dockerfile, instruction)?.commands.some(
        ({ name }) => name !== null && /(?:^|-)(?:strip|upx)$/.test(name),
      ) === true,
  );
}

function fixOf(build: GoBuild, lacks: Lacks): Fix | undefined {
  const { script, call } = build;
  // Quotes inside of quotes would end them.
  if (call.command.nested || script.form === "exec" || script.form === "exec-shell")
    return undefined;
  if (call.subcommandSpan === null) return undefined;
  const edits: TextEdit[] = [];
  const flags = lacks.trim ? ["-trimpath"] : [];
  if (lacks.strip) {
    const flag = call.flags.findLast(({ name }) => name === "-ldflags");
    const word = flag === undefined ? null : goFlagWord(build, flag);
    if (flag === undefined) flags.push('-ldflags="-s -w"');
    else {
      const quote = /^(?:-ldflags=)?["']/.exec(word?.text ?? "");
      if (word === null || quote === null) return undefined;
      edits.push(insertAt(word.span.start + quote[0].length, "-s -w "));
    }
  }
  if (flags.length > 0) edits.push(insertAt(call.subcommandSpan.end, ` ${flags.join(" ")}`));
  return {
    title: lacks.strip
      ? "Build without symbols: a debugger then sees no names"
      : "Add -trimpath: paths in stack traces become those of the module",
    safety: "review",
    edits,
  };
}
