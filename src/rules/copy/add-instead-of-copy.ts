import type { CopyInstruction, Dockerfile } from "../../dockerfile/model.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { isArchive, isRemoteSource, mayMatchArchive } from "../../dockerfile/copy-sources.ts";
import { replaceKeyword } from "../../dockerfile/instruction-edits.ts";
import type { Fix, Rule } from "../rule.ts";

/** Flags that say what only ADD does. */
const addOnly = new Set(["checksum", "keep-git-dir", "unpack"]);

/** Flags that mean the same for COPY. */
const shared = new Set(["chown", "chmod", "link", "exclude"]);

export const addInsteadOfCopy: Rule = {
  name: "add-instead-of-copy",
  category: "copy",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "ADD is used for plain local files, which COPY copies without surprises",
  why:
    "ADD does more than copy: it fetches URLs and Git repositories, and unpacks a local archive by looking at its content, " +
    "whatever its name. COPY only copies, so a reader knows what happens, and a file that becomes an archive one day does not " +
    "land in pieces. ADD is right for an archive that is to be unpacked, for a Git source, and for a URL with `--checksum`.",
  sources: [
    {
      title: "Docker: Building best practices, ADD or COPY",
      url: "https://docs.docker.com/build/building/best-practices/#add-or-copy",
    },
  ],
  aliases: ["DL3020", "DS-0005", "CKV_DOCKER_4"],
  fix: "safe",
  ignoreWhen: "the source is an archive without a telling name, and it is to be unpacked.",
  scope: "instruction",
  words: ["add"],
  examples: [
    {
      bad: "FROM python:3.13.1-slim\nWORKDIR /app\nADD requirements.txt ./\n",
      good: "FROM python:3.13.1-slim\nWORKDIR /app\nCOPY requirements.txt ./\n",
      fixed: "FROM python:3.13.1-slim\nWORKDIR /app\nCOPY requirements.txt ./\n",
    },
    {
      bad: 'FROM nginx:1.27.3-alpine\nADD --chown=nginx:nginx ["site", "/usr/share/nginx/html/"]\n',
      good: 'FROM nginx:1.27.3-alpine\nCOPY --chown=nginx:nginx ["site", "/usr/share/nginx/html/"]\n',
      fixed:
        'FROM nginx:1.27.3-alpine\nCOPY --chown=nginx:nginx ["site", "/usr/share/nginx/html/"]\n',
    },
    {
      bad: "FROM alpine:3.22\nADD rootfs.tar.gz /\nADD config/*.conf /etc/service/\n",
      good: "FROM alpine:3.22\nADD rootfs.tar.gz /\nCOPY config/*.conf /etc/service/\n",
      fixed: "FROM alpine:3.22\nADD rootfs.tar.gz /\nCOPY config/*.conf /etc/service/\n",
    },
    {
      bad: "FROM eclipse-temurin:21.0.5_11-jre\nARG JAR=target/app.jar\nADD ${JAR} /app.jar\n",
      good: "FROM eclipse-temurin:21.0.5_11-jre\nARG JAR=target/app.jar\nCOPY ${JAR} /app.jar\n",
      fixed: "FROM eclipse-temurin:21.0.5_11-jre\nARG JAR=target/app.jar\nCOPY ${JAR} /app.jar\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nADD https://example.com/tool /usr/local/bin/tool\n",
    "FROM alpine:3.22\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/x /x\n",
    "FROM alpine:3.22\nADD https://github.com/owner/project.git#v1.2.3 /src\n",
    "FROM alpine:3.22\nADD git@github.com:owner/project.git /src\n",
    "FROM alpine:3.22\nADD --keep-git-dir=true https://example.com/owner/project.git /src\n",
    "FROM scratch\nADD rootfs.tar.xz /\n",
    "FROM scratch\nADD ROOTFS.TGZ /\n",
    "FROM scratch\nADD alpine-minirootfs-*.tar.gz /\n",
    "FROM scratch\nADD rootfs* /\n",
    "FROM scratch\nADD layers/* /\n",
    "FROM alpine:3.22\nARG FILE\nADD ${FILE} /data/\n",
    "FROM alpine:3.22\nADD $UNKNOWN/app /app\n",
    "FROM alpine:3.22\nARG FILE=bundle.tar.gz\nADD ${FILE} /data/\n",
    "FROM alpine:3.22\nADD notes.txt bundle.tgz /data/\n",
    "FROM alpine:3.22\nADD\n",
  ],
  *check(dockerfile) {
    for (const add of dockerfile.instructions) {
      if (add.kind !== "add" || !isPlain(add)) continue;
      yield {
        message:
          `ADD only copies ${describe(add)} here, and may do more the day a source becomes an archive or a URL. ` +
          "Use COPY, which never does more than copy.",
        span: add.keywordSpan,
        fix: fixOf(dockerfile, add),
      };
    }
  },
};

/** Whether everything that an ADD names is known to be a local file or directory that it would not unpack. */
function isPlain(add: CopyInstruction): boolean {
  if (add.flags.some(({ name }) => addOnly.has(name))) return false;
  if (add.sources.length + add.heredocs.length === 0) return false;
  return add.sources.every((source) => {
    const path = expandWord(source, (name) => add.state.lookup(name));
    if (path === null || path === "" || isRemoteSource(path)) return false;
    return !isArchive(path) && !mayMatchArchive(path);
  });
}

function describe(add: CopyInstruction): string {
  const [first, ...others] = add.sources;
  if (first === undefined) return "the text below";
  if (others.length > 0) return `${add.sources.length} local sources`;
  return `\`${first.value}\``;
}

function fixOf(dockerfile: Dockerfile, add: CopyInstruction): Fix | undefined {
  if (add.flags.some(({ name }) => !shared.has(name))) return undefined;
  // The default of a build argument can be replaced by an archive when the image is built.
  const isFixed = add.sources.every(({ variables }) => variables.length === 0);
  return {
    title: "Use COPY instead of ADD",
    safety: isFixed ? "safe" : "review",
    edits: replaceKeyword(dockerfile, add, "COPY"),
  };
}
