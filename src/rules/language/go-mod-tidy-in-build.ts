import { instructionsBefore } from "../../dockerfile/context-copies.ts";
import { removeInstruction } from "../../dockerfile/instruction-edits.ts";
import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import { requiredStages } from "../../dockerfile/queries.ts";
import { removeLink } from "../../shell/edits/chain-edits.ts";
import type { PackageCall } from "../../shell/model.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { join } from "../../source/span.ts";
import { replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import type { Fix, Rule, RuleContext } from "../rule.ts";

export const goModTidyInBuild: Rule = {
  name: "go-mod-tidy-in-build",
  category: "language",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "`go mod tidy` changes the module's requirements while the image is built",
  why:
    "`go mod tidy` writes `go.mod` and `go.sum` anew from what the source imports, and looks up the newest versions of modules that " +
    "they lack: two builds of one commit may differ, and checksums that nobody reviewed are taken. It also downloads what " +
    "only the tests of dependencies need. `go mod download` takes exactly what `go.sum` names.",
  sources: [
    {
      title: "Go Modules Reference: go mod tidy",
      url: "https://go.dev/ref/mod#go-mod-tidy",
    },
    {
      title: "Docker: Containerize a Go application",
      url: "https://docs.docker.com/guides/golang/build-images/",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  words: ["tidy"],
  examples: [
    {
      bad: "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go mod tidy\nRUN CGO_ENABLED=0 go build -o /app\n",
      good: "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app\n",
      fixed:
        "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go mod download\nRUN CGO_ENABLED=0 go build -o /app\n",
    },
    {
      bad: "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go mod tidy && go build -o /app\n",
      good: "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app\n",
      fixed:
        "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app\n",
    },
  ],
  silentOn: [
    "FROM golang:1.25\nRUN go mod init demo && go mod tidy && go build\n",
    "FROM golang:1.25\nCOPY main.go .\nRUN go mod init demo\nRUN go mod tidy\n",
    "FROM golang:1.25\nCOPY . .\nRUN go get example.com/x@latest && go mod tidy\n",
    "FROM golang:1.25\nCOPY . .\nRUN go mod edit -replace example.com/x=../x\nRUN go mod tidy\n",
    "FROM golang:1.25 AS base\nCOPY . .\nFROM base AS lint\nRUN go mod tidy && git diff --exit-code\nFROM base\nRUN go build\n",
    "FROM golang:1.25\nCOPY . .\nRUN go mod tidy -diff\n",
    "FROM golang:1.25 AS tidied\nWORKDIR /src\nRUN --mount=target=/src,rw go mod tidy && mkdir /out && cp -r go.mod go.sum /out\nFROM scratch\nCOPY --from=tidied /out /\n",
    "FROM golang:1.25 AS tidied\nWORKDIR /src\nCOPY . .\nRUN go mod tidy\nFROM scratch\nCOPY --from=tidied /src/go.mod /src/go.sum /\n",
    "FROM golang:1.25\nCOPY . .\nRUN go mod tidy && git diff --exit-code\n",
    "FROM golang:1.25\nCOPY . .\nRUN go mod vendor && go build -mod=vendor\n",
    'FROM golang:1.25\nCOPY . .\nRUN echo "run go mod tidy first"\n',
  ],
  *check(dockerfile, context) {
    const { finalStage } = dockerfile;
    if (finalStage === null || !/\bmod\s+tidy\b/.test(dockerfile.source.text)) return;
    for (const { instructions } of requiredStages(finalStage)) {
      for (const run of instructions) {
        if (run.kind !== "run" || run.onbuild !== null) continue;
        for (const call of packageCalls(dockerfile, run)) {
          if (!isTidy(call) || isWanted(dockerfile, run) || isResult(dockerfile, run, call))
            continue;
          const { nameSpan, span } = call.command;
          yield {
            message:
              "`go mod tidy` changes `go.mod` and `go.sum` while the image is built, so that it may be made of other versions than " +
              "those that were reviewed. Run it before the commit, and `go mod download` here.",
            span: join(nameSpan ?? span, call.subcommandSpan ?? span),
            fix: fixOf(dockerfile, run, call, context),
          };
        }
      }
    }
  },
};

function isTidy({ manager, subcommand, flags }: PackageCall): boolean {
  return (
    manager === "go" && subcommand === "mod tidy" && !flags.some(({ name }) => name === "-diff")
  );
}

/** Whether the module is made or changed before: then it has to be tidied where that is done. */
function isWanted(dockerfile: Dockerfile, run: RunInstruction): boolean {
  const changes = (one: RunInstruction) =>
    packageCalls(dockerfile, one).some(
      ({ manager, subcommand, command }) =>
        manager === "go" &&
        (subcommand === "get" ||
          (subcommand === "mod" && /^(?:init|edit)$/.test(command.args[1]?.value ?? ""))),
    ) || /\bgo\s+mod\s+(?:init|edit)\b/.test(dockerfile.source.slice(one.span));
  return [...instructionsBefore(run), run].some((one) => one.kind === "run" && changes(one));
}

/** Whether the tidied files are what the build is for: they are copied, compared or looked at behind the call. */
function isResult(dockerfile: Dockerfile, run: RunInstruction, { command }: PackageCall): boolean {
  const behind = dockerfile.source.text.slice(command.span.end, run.span.end);
  if (/\bgo\.(?:mod|sum)\b|\bgit\s+(?:diff|status)\b/.test(behind)) return true;
  return dockerfile.instructions.some(
    (one) =>
      one.kind === "copy" &&
      one.from !== null &&
      one.index > run.index &&
      one.sources.some(({ value }) => /(?:^|\/)go\.(?:mod|sum)$/.test(value)),
  );
}

/** Removes the call where the modules are downloaded anyway, else makes it a download. */
function fixOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  call: PackageCall,
  { buildContext }: RuleContext,
): Fix | undefined {
  // Without checksums the build would stop.
  if (buildContext.exists("go.mod") === true && buildContext.exists("go.sum") === false)
    return undefined;
  const check = "go.mod and go.sum have to be complete";
  if (isDownloaded(dockerfile, run)) {
    const edits = removal(dockerfile, run, call);
    return edits === null
      ? undefined
      : { title: `Remove go mod tidy: ${check}`, safety: "review", edits };
  }
  const { subcommandSpan, flags, command } = call;
  if (subcommandSpan === null || command.args.length !== 2 || flags.length > 0) return undefined;
  const [, word] = command.args;
  if (word?.text !== "tidy") return undefined;
  return {
    title: `Download the modules: ${check}`,
    safety: "review",
    edits: [replaceExpected(dockerfile.source, word.span, "tidy", "download")],
  };
}

/** Whether the modules are downloaded before a RUN or in it. */
function isDownloaded(dockerfile: Dockerfile, run: RunInstruction): boolean {
  return [...instructionsBefore(run), run].some(
    (one) =>
      one.kind === "run" &&
      packageCalls(dockerfile, one).some(
        ({ manager, subcommand }) => manager === "go" && subcommand === "mod download",
      ),
  );
}

function removal(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { command }: PackageCall,
): TextEdit[] | null {
  const script = shellOf(dockerfile, run);
  const chain = script?.chains[command.chain];
  if (script === null || chain === undefined || !command.topLevel) return null;
  if (script.commands.length === 1) return removeInstruction(dockerfile, run);
  const edit = removeLink(dockerfile, chain, command.link);
  return edit === null ? null : [edit];
}
