import { copiedSources, type CopiedSource } from "../../dockerfile/context-copies.ts";
import { isArchive } from "../../dockerfile/copy-sources.ts";
import type { Stage } from "../../dockerfile/model.ts";
import { joinRelative } from "../../dockerfile/paths.ts";
import { isInImage } from "../../dockerfile/queries.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { unpackedArchives } from "../../shell/downloads/unpacked-archives.ts";
import type { Rule } from "../rule.ts";

export const copiedArchiveExtracted: Rule = {
  name: "copied-archive-extracted",
  category: "copy",
  severity: "info",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "An archive is copied into the image and unpacked there in a later layer",
  why:
    "The archive stays in the layer of its COPY, even when a later RUN deletes it: its content is shipped twice, packed and unpacked. " +
    "`ADD archive.tar.gz /dir/` unpacks a local archive on the way, and a bind mount lends it to one RUN.",
  sources: [
    {
      title: "Docker: ADD",
      url: "https://docs.docker.com/reference/dockerfile/#adding-local-tar-archives",
    },
    { title: "hadolint: DL3010", url: "https://github.com/hadolint/hadolint/wiki/DL3010" },
  ],
  aliases: ["DL3010"],
  fix: "none",
  scope: "file",
  words: ["tar"],
  examples: [
    {
      bad: "FROM debian:12.8\nCOPY tool.tar.gz /tmp/\nRUN tar -xzf /tmp/tool.tar.gz -C /opt && rm /tmp/tool.tar.gz\n",
      good: "FROM debian:12.8\nADD tool.tar.gz /opt/\n",
    },
    {
      bad: "FROM alpine:3.22\nWORKDIR /opt\nCOPY vendor/data.tgz data.tgz\nRUN tar xf data.tgz --strip-components=1\n",
      good: "FROM alpine:3.22\nWORKDIR /opt\nRUN --mount=type=bind,source=vendor/data.tgz,target=/tmp/data.tgz tar xf /tmp/data.tgz --strip-components=1\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nCOPY tool.tar.gz /srv/downloads/\n",
    "FROM debian:12.8\nCOPY tool.zip /tmp/\nRUN unzip /tmp/tool.zip\n",
    "FROM debian:12.8\nCOPY list.txt /tmp/\nRUN tar -cf /tmp/x.tar /etc && tar -xf /tmp/x.tar\n",
    "FROM debian:12.8 AS build\nRUN make dist\nFROM debian:12.8\nCOPY --from=build /x.tar.gz /tmp/\nRUN tar -xf /tmp/x.tar.gz\n",
    "FROM debian:12.8\nCOPY a.tar.gz /tmp/\nRUN curl -fsSL https://example.com/b.tar.gz | tar -xz\n",
    "FROM debian:12.8 AS build\nCOPY a.tar.gz /tmp/\nRUN tar -xf /tmp/a.tar.gz -C /out\nFROM scratch\nCOPY --from=build /out /\n",
  ],
  *check(dockerfile) {
    /** The archives that a stage has been given, by the place they went to. */
    const archives = new Map<string, CopiedSource>();
    let stage: Stage | null = null;
    for (const instruction of dockerfile.instructions) {
      if (instruction.stage !== stage) {
        archives.clear();
        stage = instruction.stage;
      }
      if (stage === null || instruction.onbuild !== null || !isInImage(dockerfile, stage)) continue;
      if (instruction.kind === "copy" && instruction.from === null) {
        for (const copied of copiedSources(instruction)) remember(copied, archives);
      }
      if (instruction.kind !== "run" || archives.size === 0) continue;
      const script = shellOf(dockerfile, instruction);
      if (script === null) continue;
      for (const { path, plain } of unpackedArchives(script, instruction)) {
        const copied = archives.get(path);
        if (copied === undefined) continue;
        for (const place of placesOf(copied)) archives.delete(place);
        const line = dockerfile.source.lineAt(instruction.span.start);
        yield {
          message:
            `\`${copied.source}\` is copied into a layer and unpacked by tar on line ${line}: the image carries it twice. ` +
            (plain
              ? "Use ADD, which unpacks it on the way."
              : `Lend it to the RUN instead: \`RUN --mount=type=bind,source=${copied.source},target=${path} ...\`.`),
          span:
            copied.copy.sources.find(({ value }) => value.endsWith(baseOf(copied.source)))?.span ??
            copied.copy.headSpan,
        };
      }
    }
  },
};

/** Keeps an archive under the places it may have. */
function remember(copied: CopiedSource, archives: Map<string, CopiedSource>): void {
  if (copied.pattern || !isArchive(copied.source)) return;
  for (const place of placesOf(copied)) archives.set(place, copied);
}

/** The destination itself, and the file in the destination: only the build knows which of them it is. */
function placesOf({ source, target }: CopiedSource): readonly string[] {
  return [target, `/${joinRelative(target.slice(1), baseOf(source))}`];
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
