import { copyTarget, reachesImage } from "../../dockerfile/copied-paths.ts";
import { isRemoteSource } from "../../dockerfile/copy-sources.ts";
import type { CopyInstruction, Word } from "../../dockerfile/model.ts";
import { isForTests } from "../../dockerfile/test-files.ts";
import { secretFileSign, type SecretFileSign } from "../../dockerfile/secret-files.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import type { Problem, Rule } from "../rule.ts";

/** Variables that hold the path of a file of credentials. */
const pathVariables = new Set([
  "GOOGLE_APPLICATION_CREDENTIALS",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_CONFIG_FILE",
  "HF_TOKEN_PATH",
  "KUBECONFIG",
]);

export const secretFileCopied: Rule = {
  name: "secret-file-copied",
  category: "secrets",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "A file of credentials is copied into the image",
  why:
    "The file stays in its layer, also when a later instruction deletes it: everyone who can pull the image can take it out. " +
    "A secret mount (`RUN --mount=type=secret`) is there for one RUN and leaves nothing behind; what the running program " +
    "needs is mounted or passed when the container starts.",
  sources: [
    { title: "Docker: Build secrets", url: "https://docs.docker.com/build/building/secrets/" },
    {
      title: "CWE-538: Insertion of sensitive information into an externally accessible file",
      url: "https://cwe.mitre.org/data/definitions/538.html",
    },
  ],
  aliases: ["DS-0031"],
  fix: "none",
  ignoreWhen: "the file only holds settings, a public certificate or a key that is made for tests.",
  scope: "file",
  examples: [
    {
      bad: "FROM alpine:3.22\nCOPY id_rsa /root/.ssh/id_rsa\nRUN git clone ssh://git@example.com/shop.git /src\n",
      good: "FROM alpine:3.22\nRUN --mount=type=ssh git clone ssh://git@example.com/shop.git /src\n",
    },
    {
      bad: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json .env ./\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json .env.example ./\n",
    },
    {
      bad:
        "FROM node:22.12.0 AS build\nWORKDIR /app\nCOPY .env.production .\nRUN npm run build\n" +
        "FROM node:22.12.0-slim\nCOPY --from=build /app /app\n",
      good:
        "FROM node:22.12.0 AS build\nWORKDIR /app\nCOPY .env.production .\nRUN npm run build\n" +
        "FROM node:22.12.0-slim\nCOPY --from=build /app/dist /app/dist\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nCOPY id_rsa.pub /root/.ssh/authorized_keys\n",
    "FROM alpine:3.22\nCOPY certs/ca.pem /usr/local/share/ca-certificates/\n",
    "FROM alpine:3.22\nCOPY fullchain.pem dhparam.pem server.crt /etc/ssl/\n",
    "FROM debian:12.8\nCOPY docker.gpg.key nodesource-archive.key /etc/apt/keyrings/\n",
    "FROM alpine:3.22\nCOPY .env.sample .env.example .env.test /app/\n",
    "FROM alpine:3.22 AS build\nCOPY .netrc /root/.netrc\nRUN make\nFROM alpine:3.22\nCOPY --from=build /out /out\n",
    "FROM alpine:3.22 AS build\nRUN ssh-keygen\nFROM alpine:3.22\nCOPY --from=build /etc/ssl/private.key /etc/ssl/\n",
    "FROM alpine:3.22\nCOPY keyboard.json monkey.py /app/\n",
    "FROM alpine:3.22\nADD https://example.com/release.key /tmp/release.key\n",
    "FROM alpine:3.22\nCOPY server.key.example /etc/ssl/\n",
  ],
  *check(dockerfile, { path: own }) {
    if (isForTests(own)) return;
    for (const copy of dockerfile.instructions) {
      if ((copy.kind !== "copy" && copy.kind !== "add") || copy.from !== null) continue;
      for (const source of copy.sources) {
        const path = expandWord(source, copy.state.lookup);
        if (path === null || isRemoteSource(path)) continue;
        const sign = secretFileSign(path) ?? signOfTarget(copy);
        if (sign === null || isKeyring(copy)) continue;
        if (!reachesImage(dockerfile, copy.stage, copyTarget(copy, path))) continue;
        yield problemOf(source, path, sign);
      }
    }
  },
};

/** `COPY account.json $GOOGLE_APPLICATION_CREDENTIALS` */
function signOfTarget({ destination }: CopyInstruction): SecretFileSign | null {
  const names = destination?.variables ?? [];
  return names.some(({ name }) => pathVariables.has(name)) ? "certain" : null;
}

/** Where public keys are put: those of repositories, and certificates that are to be trusted. */
function isKeyring({ destination }: CopyInstruction): boolean {
  return /keyring|trusted\.gpg|ca-certificates|\/etc\/apk\/keys|rpm-gpg|pki\/(?:ca-trust|rpm)|\/anchors/.test(
    destination?.value ?? "",
  );
}

function problemOf(source: Word, path: string, sign: SecretFileSign): Problem {
  const problem = {
    message:
      sign === "certain"
        ? `\`${path}\` holds credentials and stays in the image, where everyone who can pull it finds them. ${remedy}`
        : `\`${path}\` may hold credentials, and everyone who can pull the image could read them. ${remedy}`,
    span: source.span,
  };
  if (sign === "certain") return problem;
  return sign === "likely"
    ? { ...problem, confidence: "medium" }
    : { ...problem, severity: "warning", confidence: "low" };
}

const remedy =
  "Mount it with `RUN --mount=type=secret` in the step that needs it, or give it when the container starts.";
