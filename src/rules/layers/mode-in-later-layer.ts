import type { Dockerfile } from "../../dockerfile/model.ts";
import { imageRuns } from "../../dockerfile/queries.ts";
import { attributeFix } from "../../shell/edits/attribute-fix.ts";
import { isWorldWritable } from "../../shell/file-modes.ts";
import { lateAttributes, type LateAttribute } from "../../shell/layers/late-attributes.ts";
import type { Fix, Rule } from "../rule.ts";

export const modeInLaterLayer: Rule = {
  name: "mode-in-later-layer",
  category: "layers",
  severity: "info",
  confidence: "high",
  presets: ["recommended"],
  summary: "A RUN changes the mode of files that COPY has just brought, and so stores them twice",
  why:
    "A layer holds whole files: changing the mode of a file in a later one stores all of its content a second time, and the RUN " +
    "is a step more to run. `COPY --chmod` sets the mode when the file is written. BuildKit, the builder of Docker since " +
    "version 23.0, knows it.",
  sources: [
    {
      title: "Docker: Dockerfile reference, COPY --chmod",
      url: "https://docs.docker.com/reference/dockerfile/#copy---chown---chmod",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the image is built by a builder without `--chmod`.",
  scope: "file",
  words: ["chmod"],
  examples: [
    {
      bad: 'FROM debian:12.8\nCOPY entrypoint.sh /entrypoint.sh\nRUN chmod +x /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
      good: 'FROM debian:12.8\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
      fixed:
        'FROM debian:12.8\nCOPY --chmod=755 entrypoint.sh /entrypoint.sh\nENTRYPOINT ["/entrypoint.sh"]\n',
    },
    {
      bad: "FROM alpine:3.22\nCOPY a.sh b.sh /usr/local/bin/\nRUN mkdir /data && \\\n    chmod 0755 /usr/local/bin/a.sh /usr/local/bin/b.sh\n",
      good: "FROM alpine:3.22\nCOPY --chmod=0755 a.sh b.sh /usr/local/bin/\nRUN mkdir /data\n",
      fixed: "FROM alpine:3.22\nCOPY --chmod=0755 a.sh b.sh /usr/local/bin/\nRUN mkdir /data\n",
    },
    {
      bad: "FROM alpine:3.22\nCOPY a.sh b.sh /usr/local/bin/\nRUN chmod +x /usr/local/bin/a.sh\n",
      good: "FROM alpine:3.22\nCOPY --chmod=755 a.sh /usr/local/bin/\nCOPY b.sh /usr/local/bin/\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN curl -fo /tool https://example.com/tool && chmod +x /tool\n",
    "FROM debian:12.8\nRUN mkdir /data && chmod 700 /data\n",
    "FROM debian:12.8\nCOPY . /app\nRUN chmod 700 /app\n",
    "FROM debian:12.8\nCOPY . /app\nRUN chmod +x /app/start.sh\n",
    "FROM debian:12.8 AS build\nCOPY a.sh /a.sh\nRUN chmod +x /a.sh && /a.sh\nFROM debian:12.8\nCOPY --from=build /out /out\n",
    "FROM debian:12.8\nCOPY install.sh /tmp/install.sh\nRUN chmod +x /tmp/install.sh && /tmp/install.sh && rm /tmp/install.sh\n",
    "FROM ubuntu:24.04\nCOPY .build/system.sh .\nRUN chmod +x system.sh && ./system.sh && rm -rf system.sh\n",
    'FROM ubuntu:24.04\nARG HARDEN=false\nCOPY a.sh /usr/bin/a.sh\nRUN if [ "$HARDEN" = true ]; then chmod 700 /usr/bin/a.sh; fi\n',
    "FROM ubuntu:24.04\nCOPY --from=conda /opt/conda /opt/conda\nRUN chmod -R o+rw /opt/conda\n",
    "FROM ubuntu:24.04\nWORKDIR /root\nCOPY a.sh ./\nRUN chmod 700 a.sh && ./a.sh && rm ~/a.sh\n",
  ],
  *check(dockerfile) {
    for (const run of imageRuns(dockerfile)) {
      if (run.onbuild !== null) continue;
      for (const late of lateAttributes(dockerfile, run, "chmod")) {
        // What is deleted again is not there to be stored; its deletion has a rule of its own.
        if (isTemporary(late)) continue;
        const mode = octalOf(late);
        // For a whole tree COPY takes one mode, and `g+rX` gives each of its files another one.
        if (late.recursive && mode === null && !/^[0-7]+$/.test(late.value ?? "")) continue;
        yield {
          message: messageOf(dockerfile, late, mode),
          span: late.command.span,
          fix: mode === null ? undefined : fixOf(dockerfile, late, mode),
        };
      }
    }
  },
};

function isTemporary({ paths }: LateAttribute): boolean {
  return paths.every((path) => /^\/(?:var\/)?tmp\//.test(path));
}

/** The mode as a number; for `+x`, the usual one of a program. Null for any other, and for what lets everybody write. */
function octalOf({ value, recursive }: LateAttribute): string | null {
  if (value === null) return null;
  if (/^[0-7]{3,4}$/.test(value)) return isWorldWritable(value) ? null : value;
  return !recursive && /^(?:a|ugo|u|ug)?\+r?x$/.test(value) ? "755" : null;
}

function messageOf({ source }: Dockerfile, late: LateAttribute, mode: string | null): string {
  const [copy] = late.copies;
  const keyword = copy?.kind === "add" ? "ADD" : "COPY";
  const line = copy === undefined ? 0 : source.lineAt(copy.span.start);
  return (
    `\`${late.written}\` comes from line ${line} and is stored a second time with its new mode. ` +
    `Set the mode there: \`${keyword} --chmod=${mode ?? "<mode>"}\`.`
  );
}

function fixOf(dockerfile: Dockerfile, late: LateAttribute, mode: string): Fix | undefined {
  const edits = attributeFix(dockerfile, late, "chmod", mode);
  const check = late.value === mode ? "" : " (check that this is the mode you mean)";
  return edits === null
    ? undefined
    : { title: `Copy with --chmod=${mode}, drop the chmod${check}`, safety: "review", edits };
}
