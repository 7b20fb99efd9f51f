import { isArchive } from "../../dockerfile/copy-sources.ts";
import type { Dockerfile } from "../../dockerfile/model.ts";
import { isInImage } from "../../dockerfile/queries.ts";
import { onlyCleansUp } from "../../shell/layers/clean-up-runs.ts";
import { joinRuns } from "../../shell/edits/join-runs.ts";
import { lateRemovals, type LateRemoval } from "../../shell/layers/late-removals.ts";
import { usesBeforeRemoval } from "../../shell/layers/removal-uses.ts";
import { sayLines } from "../../source/say-lines.ts";
import type { Fix, Problem, Rule } from "../rule.ts";

export const cleanupInLaterLayer: Rule = {
  name: "cleanup-in-later-layer",
  category: "layers",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary:
    "Something is removed in a later layer than the one that holds it, and so stays in the image",
  why:
    "Layers are only ever added. What a RUN removes of an earlier layer is hidden, not gone: it is stored and pulled with every " +
    "image, and can be read out of it. Only in the RUN that made it does removing it make the image smaller; what COPY brings " +
    "for one step is better mounted into that step.",
  sources: [
    {
      title: "Docker: Building best practices, RUN",
      url: "https://docs.docker.com/build/building/best-practices/#run",
    },
    {
      title: "Docker: Dockerfile reference, RUN --mount=type=bind",
      url: "https://docs.docker.com/reference/dockerfile/#run---mounttypebind",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the image is squashed to one layer afterwards.",
  scope: "file",
  examples: [
    {
      bad:
        "FROM debian:12.8\nRUN curl -fsSLo /tmp/tool.tar.gz https://example.com/tool.tar.gz && tar -xzf /tmp/tool.tar.gz -C /opt\n" +
        "RUN rm /tmp/tool.tar.gz\n",
      good:
        "FROM debian:12.8\nRUN curl -fsSLo /tmp/tool.tar.gz https://example.com/tool.tar.gz && tar -xzf /tmp/tool.tar.gz -C /opt \\\n" +
        "    && rm /tmp/tool.tar.gz\n",
      fixed:
        "FROM debian:12.8\nRUN curl -fsSLo /tmp/tool.tar.gz https://example.com/tool.tar.gz && tar -xzf /tmp/tool.tar.gz -C /opt \\\n" +
        "    && rm /tmp/tool.tar.gz\n",
    },
    {
      bad: "FROM debian:12.8\nCOPY vendor.tar.gz /tmp/\nRUN tar -xzf /tmp/vendor.tar.gz -C /opt && rm -rf /tmp/vendor.tar.gz\n",
      good:
        "FROM debian:12.8\nRUN --mount=type=bind,source=vendor.tar.gz,target=/tmp/vendor.tar.gz \\\n" +
        "    tar -xzf /tmp/vendor.tar.gz -C /opt\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc\nRUN make\nRUN apk del .build\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache --virtual .build gcc && make && apk del .build\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN curl -fo /tmp/a https://example.com/a && sh /tmp/a && rm /tmp/a\n",
    "FROM debian:12.8 AS build\nRUN curl -fo /a https://example.com/a\nRUN rm /a\nFROM debian:12.8\nCOPY --from=build /b /b\n",
    "FROM debian:12.8\nRUN --mount=type=bind,target=/src make -C /src && rm -rf /tmp/x\n",
    "FROM debian:12.8\nRUN curl -fo /tmp/a https://example.com/a && rm /tmp/a\nRUN curl -fo /tmp/a https://example.com/a && rm /tmp/a\n",
    "FROM nginx:1.27.3\nRUN rm /etc/nginx/conf.d/default.conf\nCOPY site.conf /etc/nginx/conf.d/\n",
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n",
    "FROM debian:12.8\nRUN mkdir /a\nRUN rm -rf /a\n",
    "FROM debian:12.8\nCOPY . /app\nRUN rm -rf /app/docs\n",
    "FROM debian:12.8\nCOPY ./common/install_base.sh install_base.sh\nRUN bash ./install_base.sh && rm install_base.sh\n",
    "FROM python:3.13\nCOPY requirements.txt /tmp/\nRUN pip install --no-cache-dir -r /tmp/requirements.txt && rm /tmp/requirements.txt\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run" || run.stage === null || run.onbuild !== null) continue;
      if (!isInImage(dockerfile, run.stage)) continue;
      for (const late of lateRemovals(dockerfile, run)) {
        if (!bringsScripts(late)) yield problemOf(dockerfile, late);
      }
    }
  },
};

/** Scripts and lists of packages: they weigh nothing, and hold nothing that has to be hidden. */
const scripts = /\.(?:sh|bash|zsh|py|rb|pl|txt|list|patch|diff|sql|md)$/;

function bringsScripts({ maker }: LateRemoval): boolean {
  return (
    maker.kind !== "run" &&
    maker.heredocs.length === 0 &&
    maker.sources.every(({ value }) => scripts.test(value))
  );
}

function problemOf(dockerfile: Dockerfile, late: LateRemoval): Problem {
  const { source } = dockerfile;
  const { maker, what, kind, command } = late;
  const line = source.lineAt(maker.span.start);
  const verb = { download: "downloaded", copy: "copied", package: "installed" }[kind];
  const cure =
    kind === "copy"
      ? "Mount it into the step that needs it (`RUN --mount=type=bind`), or do not copy it."
      : removalCure(dockerfile, late);
  // A few lines of text weigh nothing; an archive does.
  const isSmall = maker.kind !== "run" && !maker.sources.some(({ value }) => isArchive(value));
  return {
    message: `${/[*?[]/.test(what) ? `What \`${what}\` removes` : `\`${what}\``} was ${verb} on line ${line}, and stays in that layer: removing it here only hides it. ${cure}`,
    span: command.span,
    ...(isSmall ? { severity: "info" as const, confidence: "medium" as const } : {}),
    fix: fixOf(dockerfile, late),
  };
}

/** What to do about what a RUN made: it cannot go in that RUN where a later one needs it. */
function removalCure(dockerfile: Dockerfile, late: LateRemoval): string {
  const { runs, unknown } = usesBeforeRemoval(dockerfile, late);
  if (runs.length === 0 && !unknown) return "Remove it in that RUN.";
  const one = `so that one RUN ${late.kind === "package" ? "installs" : "fetches"}, uses and removes it.`;
  // Of packages only some uses are known: what a program calls by itself is not written here.
  if (unknown) return `Join that RUN and those that use it with this one, ${one}`;
  const others = [late.maker, ...runs.filter((run) => run !== late.run)];
  const lines = sayLines(others.map(({ span }) => dockerfile.source.lineAt(span.start)));
  return `Join the ${others.length > 1 ? "RUNs" : "RUN"} on ${lines} with this one, ${one}`;
}

/** Moves a RUN that only removes things into the one directly before it, where that made them. */
function fixOf(dockerfile: Dockerfile, { run, maker }: LateRemoval): Fix | undefined {
  if (maker.kind !== "run" || maker.index !== run.index - 1) return undefined;
  if (!onlyCleansUp(dockerfile, run)) return undefined;
  const edits = joinRuns(dockerfile, [maker, run]);
  return edits === null
    ? undefined
    : { title: "Remove it in the RUN that made it", safety: "review", edits };
}
