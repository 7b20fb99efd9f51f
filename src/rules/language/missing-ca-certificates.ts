import { tlsClientOf } from "../../context/tls-clients.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import { insertAfter, insertBefore } from "../../dockerfile/instruction-edits.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import type { CopyInstruction, Dockerfile, KeyValue, Stage } from "../../dockerfile/model.ts";
import { instructionsOfKind, rootStage } from "../../dockerfile/queries.ts";
import { scratchStages } from "../../dockerfile/scratch-stages.ts";
import { cargoBuilds } from "../../shell/programs/cargo-builds.ts";
import {
  copiedGoPrograms,
  stageCopies,
  type StageCopy,
} from "../../shell/programs/copied-programs.ts";
import { commandInstructions, imageCommand } from "../../shell/services/image-command.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import type { TextEdit } from "../../source/text-edit.ts";
import type { Fix, Rule, RuleContext } from "../rule.ts";

export const missingCaCertificates: Rule = {
  name: "missing-ca-certificates",
  category: "language",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary:
    "A program is put into scratch without the certificates that TLS connections are checked by",
  why:
    "`scratch` holds no files at all. A program in it that calls an API, a database or a queue over TLS fails with " +
    '"x509: certificate signed by unknown authority", at run time and often only in production. The file is 220 kB. ' +
    "Time zones are missing as well, so that `TZ` has no effect.",
  sources: [
    {
      title: "Docker: Base images: create a minimal base image using scratch",
      url: "https://docs.docker.com/build/building/base-images/#create-a-minimal-base-image-using-scratch",
    },
    {
      title: "Go: crypto/x509, SystemCertPool",
      url: "https://pkg.go.dev/crypto/x509#SystemCertPool",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  words: ["scratch"],
  ignoreWhen: "When the program opens no TLS connections, or gets certificates by a mount:",
  examples: [
    {
      bad: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server ./cmd/server\n\nFROM scratch\nCOPY --from=build /server /server\nUSER 65532\nENTRYPOINT ["/server"]\n',
      files: {
        "go.mod": "module example.com/server\n\nrequire github.com/aws/aws-sdk-go-v2 v1.41.0\n",
      },
      good: 'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server ./cmd/server\n\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=build /server /server\nENTRYPOINT ["/server"]\n',
      fixed:
        'FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /server ./cmd/server\n\nFROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /server /server\nUSER 65532\nENTRYPOINT ["/server"]\n',
    },
    {
      bad: 'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends golang-go\nCOPY . /src\nRUN cd /src && CGO_ENABLED=0 go build -o /out/server\n\nFROM scratch\nENV UPSTREAM=https://api.example.com\nCOPY --from=build /out/server /server\nUSER 65532\nENTRYPOINT ["/server"]\n',
      good: 'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates golang-go\nCOPY . /src\nRUN cd /src && CGO_ENABLED=0 go build -o /out/server\n\nFROM scratch\nENV UPSTREAM=https://api.example.com\nCOPY --from=build /etc/ssl/certs /etc/ssl/certs\nCOPY --from=build /out/server /server\nUSER 65532\nENTRYPOINT ["/server"]\n',
      fixed:
        'FROM debian:12 AS build\nRUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*\nRUN apt-get update && apt-get install -y --no-install-recommends golang-go\nCOPY . /src\nRUN cd /src && CGO_ENABLED=0 go build -o /out/server\n\nFROM scratch\nENV UPSTREAM=https://api.example.com\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /out/server /server\nUSER 65532\nENTRYPOINT ["/server"]\n',
    },
    {
      bad: 'FROM golang:1.25-alpine AS build\nRUN apk add --no-cache ca-certificates\nCOPY . .\nRUN go build -o /server\n\nFROM scratch\nENV TZ=Europe/Berlin\nCOPY --from=build /etc/ssl/certs /etc/ssl/certs\nCOPY --from=build /server /server\nUSER 65532\nCMD ["/server"]\n',
      good: 'FROM golang:1.25-alpine AS build\nRUN apk add --no-cache ca-certificates\nCOPY . .\nRUN go build -tags timetzdata -o /server\n\nFROM scratch\nENV TZ=Europe/Berlin\nCOPY --from=build /etc/ssl/certs /etc/ssl/certs\nCOPY --from=build /server /server\nUSER 65532\nCMD ["/server"]\n',
    },
    {
      bad: 'FROM golang:1.25-alpine AS build\nRUN apk add --no-cache git ca-certificates\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /a\n\nFROM scratch\nCOPY --from=build /a /a\nUSER 65532\nENTRYPOINT ["/a"]\n',
      good: 'FROM golang:1.25-alpine AS build\nRUN apk add --no-cache git\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /a\n\nFROM scratch\nCOPY --from=build /a /a\nUSER 65532\nENTRYPOINT ["/a"]\n',
      fixed:
        'FROM golang:1.25-alpine AS build\nRUN apk add --no-cache git ca-certificates\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /a\n\nFROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /a /a\nUSER 65532\nENTRYPOINT ["/a"]\n',
    },
  ],
  silentOn: [
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM alpine:3.22 AS certs\nRUN apk add --no-cache ca-certificates\nFROM scratch\nCOPY --from=certs /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /a /a\nCMD ["/a", "https://example.com"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch\nADD https://curl.se/ca/cacert.pem /etc/ssl/certs/\nCOPY --from=build /a /a\nCMD ["/a", "https://example.com"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch AS base\nCOPY certs/ca.crt /ca.crt\nFROM base\nCOPY --from=build /a /a\nCMD ["/a", "https://example.com"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch\nENV SSL_CERT_FILE=/run/secrets/ca.pem\nCOPY --from=build /a /a\nCMD ["/a", "https://example.com"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /out/a && cp -r /etc /out/\nFROM scratch\nCOPY --from=build /out /\nCMD ["/a", "https://example.com"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch\nCOPY rootfs /\nCOPY --from=build /a /a\nCMD ["/a", "https://example.com"]\n',
    // Nothing shows that it connects to anything.
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch\nCOPY --from=build /a /a\nENTRYPOINT ["/a"]\n',
    // Files to take out with `--output`.
    "FROM golang:1.25 AS build\nRUN go build -o /a\nFROM scratch\nEXPOSE 80\nCOPY --from=build /a /a\n",
    'FROM scratch\nCOPY a /a\nENTRYPOINT ["/a", "https://example.com"]\n',
    'FROM golang:1.25 AS build\nRUN go build -o /a\nFROM alpine:3.22\nCOPY --from=build /a /a\nCMD ["/a", "https://example.com"]\n',
    'FROM gcc:15 AS build\nRUN gcc -static -o /a a.c\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a", "https://example.com"]\n',
    'FROM company/go:1.25 AS build\nRUN make\nFROM scratch\nCOPY --from=build /a /a\nCMD ["/a", "https://example.com"]\n',
  ],
  *check(dockerfile, context) {
    const stages = [...scratchStages(dockerfile)].slice(0, mostStages).filter(isStarted);
    if (stages.length === 0) return;
    const programs = programsInto(dockerfile);
    const told = new Set<CopyInstruction>();
    for (const stage of stages) {
      const into = stage.lineage.find((one) => programs.has(one));
      const program = into === undefined ? undefined : programs.get(into);
      // What a stage lacks, those built on it lack as well.
      if (program === undefined || told.has(program.copy)) continue;
      told.add(program.copy);
      const zone = missingZone(dockerfile, stage);
      if (zone !== null) {
        yield {
          message:
            `\`TZ\` has no effect in \`scratch\`, which has no time zones: times are in UTC. Copy \`/usr/share/zoneinfo\` from \`${program.copy.from?.text ?? ""}\`, ` +
            "or build with `-tags timetzdata`.",
          span: zone.span,
          severity: "info",
        };
      }
      if (mayHaveCertificates(dockerfile, stage, program) || bringsOwn(context)) continue;
      const sign = signOfTls(dockerfile, stage, program, context);
      if (sign === null && !mayConnect(dockerfile, stage, program)) continue;
      yield {
        message:
          `\`scratch\` has no CA certificates, so that every TLS connection that \`${program.path}\` opens fails` +
          `${sign === null ? "" : ` (${sign})`}. Copy \`${bundle}\` from a stage that has it.`,
        span: stage.base.span,
        ...(sign === null ? { severity: "info", confidence: "low" } : {}),
        fix: fixOf(dockerfile, program),
      };
    }
  },
};

/** Most stages that are judged: real files have a few, and each is looked at with all that it stands on. */
const mostStages = 50;

/** Where Debian and Alpine keep all certificates in one file, and where Go and OpenSSL look first. */
const bundle = "/etc/ssl/certs/ca-certificates.crt";

function isStarted(stage: Stage): boolean {
  const { entrypoint, cmd } = commandInstructions(stage);
  return entrypoint !== null || cmd !== null;
}

/** The COPYs that bring a Go or Rust program into each stage; those whose path is known to be one first. */
function programsInto(dockerfile: Dockerfile): ReadonlyMap<Stage, StageCopy> {
  const programs = new Map<Stage, StageCopy>();
  for (const copy of [...copiedGoPrograms(dockerfile), ...stageCopies(dockerfile)]) {
    if (!programs.has(copy.into) && bringsProgram(dockerfile, copy)) programs.set(copy.into, copy);
  }
  return programs;
}

function bringsProgram(dockerfile: Dockerfile, copy: StageCopy): boolean {
  if ("build" in copy) return true;
  const { from, path } = copy;
  const { reference } = rootStage(from).base;
  const hub = reference === null ? null : hubName(reference);
  const compiles = hub === "golang" || hub === "rust" || isRust(dockerfile, from);
  return compiles && /\/[\w-]+$/.test(path) && !path.startsWith("/etc/");
}

function isRust(dockerfile: Dockerfile, stage: Stage): boolean {
  const { reference } = rootStage(stage).base;
  return (
    (reference !== null && hubName(reference) === "rust") ||
    cargoBuilds(dockerfile, stage).length > 0
  );
}

/** Whether something in a stage has to do with certificates, or brings a tree that may hold them. */
function mayHaveCertificates(dockerfile: Dockerfile, stage: Stage, program: StageCopy): boolean {
  const started = imageCommand(dockerfile, stage)?.main?.name ?? null;
  // Into the root directory may go a whole tree, unless it is the program that is started.
  const isFile = started !== null && program.path.endsWith(`/${started}`);
  return stage.lineage.some(({ instructions }) =>
    instructions.some((instruction) => {
      if (instruction.kind === "from") return false;
      if (instruction.kind === "run") return true;
      if (/cert|ssl|\.pem\b|\.crt\b/i.test(dockerfile.source.slice(instruction.span))) return true;
      if (instruction.kind !== "copy" && instruction.kind !== "add") return false;
      const intoRoot = /^\/?\.?\/?$/.test(instruction.destination?.value ?? "");
      if (instruction.sources.some(({ value }) => /^\/?(?:etc\/?|\.?)$|\.tar|rootfs/.test(value)))
        return true;
      return intoRoot && !(isFile && instruction === program.copy);
    }),
  );
}

/** An address that is reached over TLS. */
const secureUrl = /\b(?:https|wss|grpcs|ldaps|amqps|rediss|mqtts):\/\/[\w.$-]+/;

/** What shows that a program opens TLS connections and looks for the system's certificates; null when nothing does. */
function signOfTls(
  dockerfile: Dockerfile,
  { lineage }: Stage,
  { from }: StageCopy,
  { buildContext }: RuleContext,
): string | null {
  // Most of Rust's clients bring certificates along.
  if (isRust(dockerfile, from)) return null;
  const client = tlsClientOf(buildContext);
  if (client !== null) return `\`${client}\` in go.mod opens some`;
  for (const { kind, span } of lineage.flatMap(({ instructions }) => instructions)) {
    if (kind !== "env" && kind !== "arg" && kind !== "cmd" && kind !== "entrypoint") continue;
    const url = secureUrl.exec(dockerfile.source.slice(span))?.[0];
    if (url !== undefined) return `to \`${url}\`, for one`;
  }
  return null;
}

/**
 * Whether a program that shows no TLS connection may well open some: many tools of the command line connect to nothing, but
 * what serves may call others as well, and who installs certificates beside the build has a use for them.
 */
function mayConnect(dockerfile: Dockerfile, stage: Stage, { from }: StageCopy): boolean {
  return instructionsOfKind(stage, "expose").length > 0 || installsCertificates(dockerfile, from);
}

/** Whether the module has certificates of its own. */
function bringsOwn({ buildContext }: RuleContext): boolean {
  return /x509roots|rootcerts|certifi/.test(buildContext.readText?.("go.mod") ?? "");
}

/** The ENV that sets a time zone in a stage that has none; null when there is no such thing. */
function missingZone(dockerfile: Dockerfile, stage: Stage): KeyValue | null {
  const pair = stage.instructions
    .flatMap((instruction) => (instruction.kind === "env" ? instruction.pairs : []))
    .findLast(({ key }) => key === "TZ");
  if (pair?.value == null || /^(?:|(?:Etc\/)?(?:UTC|GMT|UCT|Zulu))$/i.test(pair.value.value))
    return null;
  return /zoneinfo|tzdata|rootfs|ZONEINFO/.test(dockerfile.source.text) ? null : pair;
}

function fixOf(dockerfile: Dockerfile, { copy, from }: StageCopy): Fix | undefined {
  const installs = installation(dockerfile, from);
  if (installs === null) return undefined;
  const keyword = dockerfile.source.slice(copy.keywordSpan);
  const line = `${keyword} --from=${copy.from?.text ?? ""} ${bundle} /etc/ssl/certs/`;
  return {
    title: "Copy the CA certificates: where the program opens TLS connections",
    safety: "review",
    edits: [...installs, ...insertBefore(dockerfile, copy, line)],
  };
}

/** What makes a stage have the certificates: nothing where it has them; null when that is not known. */
function installation(dockerfile: Dockerfile, stage: Stage): readonly TextEdit[] | null {
  const root = rootStage(stage);
  const { reference } = root.base;
  const hub = reference === null ? null : hubName(reference);
  const family = familyOfStage(stage);
  // The images of Go and Rust have them in all their variants, Alpine in its base system.
  if (hub === "golang" || hub === "rust" || hub === "alpine") return [];
  if (family !== "debian" && family !== "alpine") return null;
  if (installsCertificates(dockerfile, stage)) return [];
  if (hub !== "debian" && hub !== "ubuntu") return null;
  const install =
    "RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*";
  return insertAfter(dockerfile, root.from, install);
}

function installsCertificates(dockerfile: Dockerfile, stage: Stage): boolean {
  return stage.lineage.some(({ instructions }) =>
    instructions.some((instruction) =>
      packageCalls(dockerfile, instruction).some(({ packages }) =>
        packages.some(({ name }) => name === "ca-certificates"),
      ),
    ),
  );
}
