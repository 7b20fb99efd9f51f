import { copySourcesOfUrl } from "../../dockerfile/copy-urls.ts";
import type { Dockerfile } from "../../dockerfile/model.ts";
import { hostOfUrl, isPrivateHost } from "../../dockerfile/urls.ts";
import { checksIntegrity } from "../../shell/downloads/integrity-checks.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { remoteWords, type RemotePurpose } from "../../shell/downloads/remote-words.ts";
import type { Span } from "../../source/span.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

/** Domains of which every host that is commonly downloaded from answers to HTTPS under the same path. Looked up 2026-11. */
const servesHttps =
  /(?:^|\.)(?:github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|apache\.org|gnu\.org|github\.io|kernel\.org|python\.org|nodejs\.org|php\.net|nginx\.org|openssl\.org|postgresql\.org|alpinelinux\.org|fedoraproject\.org|docker\.com|google\.com|googleapis\.com|microsoft\.com|mozilla\.org|cmake\.org|llvm\.org|eclipse\.org|zlib\.net|ffmpeg\.org|sourceforge\.net|jenkins\.io|elastic\.co|nodesource\.com|hashicorp\.com)$|^(?:deb|www|cdimage|snapshot)\.debian\.org$/;

/** What a package manager gets from a repository is signed, so that only who reads along is a concern. */
const isSigned: ReadonlySet<RemotePurpose> = new Set(["repository"]);

export const plainHttpDownload: Rule = {
  name: "plain-http-download",
  category: "secrets",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "Something is fetched over http://, where anyone on the way can change it",
  why:
    "Plain HTTP neither hides nor protects what is sent: a proxy, a network or a spoofed name server can hand out another " +
    "file, and the build runs or installs it, mostly as root. HTTPS costs one letter. Where a server has none, a checksum " +
    "in the same step tells whether the file is the right one.",
  sources: [
    {
      title: "CWE-319: Cleartext transmission of sensitive information",
      url: "https://cwe.mitre.org/data/definitions/319.html",
    },
    {
      title: "CWE-494: Download of code without integrity check",
      url: "https://cwe.mitre.org/data/definitions/494.html",
    },
  ],
  aliases: ["S5332"],
  fix: "review",
  ignoreWhen: "the server is reached over a network that you trust.",
  scope: "instruction",
  words: ["://"],
  examples: [
    {
      bad: "FROM debian:12.8\nRUN curl -fsSL http://github.com/example/tool/releases/download/v1.2.3/tool -o /usr/local/bin/tool\n",
      good: "FROM debian:12.8\nRUN curl -fsSL https://github.com/example/tool/releases/download/v1.2.3/tool -o /usr/local/bin/tool\n",
      fixed:
        "FROM debian:12.8\nRUN curl -fsSL https://github.com/example/tool/releases/download/v1.2.3/tool -o /usr/local/bin/tool\n",
    },
    {
      bad: "FROM alpine:3.22\nADD http://example.com/data.tar.gz /data/\n",
      good: "FROM alpine:3.22\nADD https://example.com/data.tar.gz /data/\n",
    },
    {
      bad: "FROM debian:12.8\nRUN git clone http://example.com/project.git /src\n",
      good: "FROM debian:12.8\nRUN git clone https://example.com/project.git /src\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN curl -f http://localhost:8080/health\n",
    "FROM debian:12.8\nRUN curl -fO http://nexus:8081/tool.tar.gz\n",
    "FROM debian:12.8\nRUN curl -fO http://10.0.0.7/tool.tar.gz\n",
    "FROM debian:12.8\nRUN curl -x http://proxy.example.com:3128 -fsSL https://example.com/x -o /x\n",
    "FROM debian:12.8\nENV HTTP_PROXY=http://proxy.example.com:3128\n",
    "FROM debian:12.8\nRUN echo 'see http://example.com/docs' > /etc/motd\n",
    "FROM debian:12.8\nRUN echo 'deb http://ftp.debian.org/debian bookworm-backports main' > /etc/apt/sources.list.d/b.list\n",
    'FROM debian:12.8\nRUN curl -fsSLO http://example.com/x.tgz && echo "24454f83  x.tgz" | sha256sum -c -\n',
    "FROM debian:12.8\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d http://example.com/x /x\n",
    "FROM debian:12.8\nHEALTHCHECK CMD curl -f http://example.com/health\n",
    'FROM debian:12.8\nLABEL org.opencontainers.image.url="http://example.com"\n',
    "FROM debian:12.8\nRUN curl -fsSL -H 'Referer: http://example.com' https://example.com/x -o /x\n",
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      if (
        instruction.kind === "add" &&
        !instruction.flags.some(({ name }) => name === "checksum")
      ) {
        for (const { url, span } of copySourcesOfUrl(instruction)) {
          if (isPlainHttp(url)) yield problemOf(dockerfile, "ADD", url, span, "download");
        }
      }
      const script = instruction.kind === "run" ? shellOf(dockerfile, instruction) : null;
      if (script === null || checksIntegrity(script)) continue;
      for (const { program, url, span, purpose } of remoteWords(script, instruction.state)) {
        if (!isPlainHttp(url) || (purpose === "repository" && isDistribution(url))) continue;
        yield problemOf(dockerfile, program, url, span, purpose);
      }
    }
  },
};

function isPlainHttp(url: string): boolean {
  const host = /^http:\/\//i.test(url) ? hostOfUrl(url) : null;
  return host !== null && !isPrivateHost(host) && !/^\$\{?\w+\}?$/.test(host);
}

/** Debian and Ubuntu's own archives: their images use plain HTTP by default, and apt checks what comes. */
function isDistribution(url: string): boolean {
  return /(?:^|\.)(?:debian\.org|ubuntu\.com|raspbian\.org|raspberrypi\.(?:org|com))$/.test(
    hostOfUrl(url) ?? "",
  );
}

function problemOf(
  dockerfile: Dockerfile,
  program: string,
  url: string,
  span: Span,
  purpose: RemotePurpose,
) {
  const host = hostOfUrl(url) ?? "";
  const signed = isSigned.has(purpose);
  const cost = signed
    ? "everyone on the way sees what is installed, and only the signatures of the packages protect it"
    : "anyone on the way can send another file";
  const what =
    program === "echo" || program === "printf"
      ? `The repository \`${host}\` is reached`
      : `\`${program}\` fetches from \`${host}\``;
  const checkable = purpose === "download" || purpose === "package";
  const remedy = checkable
    ? "Use `https://`, or check a checksum in the same step."
    : "Use `https://`.";
  return {
    message: `${what} over plain HTTP: ${cost}. ${remedy}`,
    span,
    fix: fixOf(dockerfile, host, span),
    ...(signed ? { severity: "info" as const, confidence: "medium" as const } : {}),
  };
}

function fixOf({ source }: Dockerfile, host: string, span: Span): Fix | undefined {
  const scheme = { start: span.start, end: span.start + "http://".length };
  if (!servesHttps.test(host) || source.slice(scheme) !== "http://") return undefined;
  return {
    title: `Fetch from ${host} over HTTPS`,
    safety: "review",
    edits: [replaceExpected(source, scheme, "http://", "https://")],
  };
}
