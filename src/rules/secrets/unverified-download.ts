import { copySourcesOfUrl, isGitUrl } from "../../dockerfile/copy-urls.ts";
import { hostOfUrl, isPrivateHost, isThisMachine } from "../../dockerfile/urls.ts";
import { checksIntegrity } from "../../shell/downloads/integrity-checks.ts";
import type { ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { usedDownloads } from "../../shell/downloads/used-downloads.ts";
import type { BuildState } from "../../dockerfile/model.ts";
import type { Problem, Rule } from "../rule.ts";

export const unverifiedDownload: Rule = {
  name: "unverified-download",
  category: "secrets",
  severity: "info",
  confidence: "medium",
  presets: ["strict", "security"],
  summary: "A downloaded file is unpacked, installed or run without a checksum or signature",
  why:
    "HTTPS says who sends the file, not that it is the file you reviewed: a release that is replaced, a taken-over account or " +
    "bucket, or a broken download goes into the image unnoticed. A SHA-256 checksum beside the URL makes the build fail " +
    "instead, and makes two builds of one commit the same.",
  sources: [
    {
      title: "Docker: ADD --checksum",
      url: "https://docs.docker.com/reference/dockerfile/#add---checksum",
    },
    {
      title: "CWE-494: Download of code without integrity check",
      url: "https://cwe.mitre.org/data/definitions/494.html",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the file has no fixed content by design, or its tool checks it by itself.",
  scope: "instruction",
  examples: [
    {
      bad: "FROM debian:12.8\nRUN curl -fsSL https://example.com/tool-1.2.3.tar.gz -o /tmp/tool.tar.gz && tar -xzf /tmp/tool.tar.gz -C /opt\n",
      good:
        "FROM debian:12.8\nRUN curl -fsSL https://example.com/tool-1.2.3.tar.gz -o /tmp/tool.tar.gz \\\n" +
        '    && echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  /tmp/tool.tar.gz" | sha256sum -c - \\\n' +
        "    && tar -xzf /tmp/tool.tar.gz -C /opt\n",
    },
    {
      bad: "FROM alpine:3.22\nADD https://example.com/tool /usr/local/bin/tool\n",
      good:
        "FROM alpine:3.22\n" +
        "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/tool /usr/local/bin/tool\n",
    },
    {
      bad: "FROM debian:12.8\nRUN wget -qO- https://example.com/tool.tar.gz | tar -xz -C /opt\n",
      good: "FROM debian:12.8\nRUN wget -qO /tmp/t.tgz https://example.com/tool.tar.gz && sha256sum -c /sums && tar -xzf /tmp/t.tgz -C /opt\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN curl -fsSL https://example.com/data.csv -o /data.csv\n",
    "FROM debian:12.8\nRUN curl -fsSL https://example.com/key.asc | gpg --dearmor -o /etc/apt/keyrings/x.gpg\n",
    "FROM debian:12.8\nADD https://github.com/example/project.git#v1.2.3 /src\n",
    "FROM debian:12.8\nADD rootfs.tar.gz /\n",
    "FROM debian:12.8\nRUN curl -fsSLO https://example.com/x.tgz && gpg --verify x.tgz.asc x.tgz && tar -xzf x.tgz\n",
    "FROM debian:12.8\nRUN curl -f https://localhost:8443/x.tgz | tar -xz\n",
    "FROM debian:12.8\nRUN tar -xzf /src/x.tgz && curl -fsS https://example.com/notify\n",
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      if (
        instruction.kind === "add" &&
        !instruction.flags.some(({ name }) => name === "checksum")
      ) {
        for (const { url, span } of copySourcesOfUrl(instruction)) {
          if (isGitUrl(url) || isPlainHttp(url)) continue;
          yield {
            message:
              `ADD takes whatever \`${hostOfUrl(url) ?? "the server"}\` sends at build time. ` +
              "Add `--checksum=sha256:...`, so that another file fails the build.",
            span,
          };
        }
      }
      const script = instruction.kind === "run" ? shellOf(dockerfile, instruction) : null;
      if (script !== null && !checksIntegrity(script)) yield* ofScript(script, instruction.state);
    }
  },
};

/** Anyone may change what comes over plain HTTP, which plain-http-download says. */
function isPlainHttp(url: string): boolean {
  const host = /^http:/i.test(url) ? hostOfUrl(url) : null;
  return host !== null && !isPrivateHost(host);
}

function* ofScript(script: ShellScript, state: BuildState): Generator<Problem> {
  for (const { url, use, by } of usedDownloads(script, state)) {
    if ((url.host !== null && isThisMachine(url.host)) || isPlainHttp(url.text)) continue;
    const from = url.host === null ? "What is downloaded" : `What \`${url.host}\` sends`;
    yield {
      message:
        `${from} is ${use} by \`${by}\` without a checksum or a signature: a replaced file goes into the image unnoticed. ` +
        "Compare it with a known checksum in the same step (`sha256sum -c`).",
      span: url.word.span,
    };
  }
}
