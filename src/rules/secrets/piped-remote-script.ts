import { shellOf } from "../../shell/parse-shell.ts";
import { pipedScripts } from "../../shell/downloads/piped-scripts.ts";
import type { Rule } from "../rule.ts";

export const pipedRemoteScript: Rule = {
  name: "piped-remote-script",
  category: "secrets",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "A downloaded script is run as it arrives, unseen and unchecked",
  why:
    "Whatever the server sends at that moment runs with the rights of the build, mostly as root, and ends in the image. " +
    "Two builds of one commit can get two scripts, a download that breaks off runs half a script, and nobody can tell " +
    "afterwards what was run. A file with a known checksum, or a package of a signed repository, is the same tomorrow.",
  sources: [
    {
      title: "CWE-494: Download of code without integrity check",
      url: "https://cwe.mitre.org/data/definitions/494.html",
    },
    {
      title: "Docker: ADD --checksum",
      url: "https://docs.docker.com/reference/dockerfile/#add---checksum",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the vendor offers nothing else and you trust what it serves at any time.",
  scope: "instruction",
  words: ["curl", "wget"],
  examples: [
    {
      bad: "FROM debian:12.8\nRUN curl -fsSL https://example.com/install.sh | bash -s -- --yes\n",
      good:
        "FROM debian:12.8\nRUN curl -fsSL https://example.com/install.sh -o /tmp/install.sh \\\n" +
        '    && echo "24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d  /tmp/install.sh" | sha256sum -c - \\\n' +
        "    && bash /tmp/install.sh --yes \\\n    && rm /tmp/install.sh\n",
    },
    {
      bad: 'FROM alpine:3.22\nRUN sh -c "$(wget -qO- https://example.com/install.sh)"\n',
      good: "FROM alpine:3.22\nRUN apk add --no-cache example-tool\n",
    },
    {
      bad: "FROM python:3.13.1-slim\nRUN wget -q -O - https://example.com/get.py | python3 -\n",
      good:
        "FROM python:3.13.1-slim\n" +
        "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/get.py /tmp/\n" +
        "RUN python3 /tmp/get.py\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN curl -fsSL https://example.com/x.tar.gz | tar -xz -C /opt\n",
    "FROM debian:12.8\nRUN curl -fsSL https://example.com/key.asc | gpg --dearmor -o /etc/apt/keyrings/x.gpg\n",
    "FROM debian:12.8\nRUN curl -s https://example.com/v.json | python3 -c 'import json, sys; print(json.load(sys.stdin))'\n",
    "FROM debian:12.8\nRUN curl -s https://example.com/v.json | python3 -m json.tool > /v.json\n",
    "FROM debian:12.8\nRUN curl -s https://example.com/list | perl -ne 'print if /x/' > /list\n",
    "FROM debian:12.8\nRUN curl -s https://example.com/list | bash /filter.sh\n",
    "FROM debian:12.8\nRUN wget https://example.com/install.sh && echo done | sh -s\n",
    'FROM debian:12.8\nRUN sh -c "test $(curl -s https://example.com/v) = 1"\n',
    "FROM debian:12.8\nRUN echo 'curl https://example.com/x | sh'\n",
    "FROM debian:12.8\nRUN V=$(curl -s https://example.com/version) && echo $V\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      const script = run.kind === "run" ? shellOf(dockerfile, run) : null;
      if (script === null) continue;
      for (const { download, interpreter, span } of pipedScripts(script, run.state)) {
        const [url] = download.urls;
        const from = url?.host == null ? "the server" : `\`${url.host}\``;
        yield {
          message:
            `\`${interpreter}\` runs what ${from} sends at build time, unseen and unchecked. Download the script to a file, ` +
            "check its checksum, then run it, or use a package.",
          span,
        };
      }
    }
  },
};
