import type { Dockerfile, Instruction, KeyValue, RunInstruction } from "../../dockerfile/model.ts";
import { tlsSettingIn, turnsTlsCheckOff } from "../../dockerfile/tls-settings.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { wordText } from "../../shell/reading/command-options.ts";
import type { ShellCommand, ShellScript } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { removeOption } from "../../shell/edits/remove-argument.ts";
import { uncheckedConnections } from "../../shell/downloads/unchecked-connections.ts";
import type { UncheckedConnection } from "../../shell/downloads/unchecked-connections.ts";
import type { Problem, Rule } from "../rule.ts";

const aliasOfTool: Readonly<Record<UncheckedConnection["by"], readonly string[]>> = {
  curl: ["CKV2_DOCKER_2"],
  wget: ["CKV2_DOCKER_3"],
  pip: ["CKV2_DOCKER_4"],
  "npm-config": ["CKV2_DOCKER_13"],
  "rpm-config": ["CKV2_DOCKER_15"],
  other: [],
};

const aliasOfVariable: ReadonlyMap<string, string> = new Map([
  ["PYTHONHTTPSVERIFY", "CKV2_DOCKER_5"],
  ["NODE_TLS_REJECT_UNAUTHORIZED", "CKV2_DOCKER_6"],
  ["NPM_CONFIG_STRICT_SSL", "CKV2_DOCKER_12"],
  ["GIT_SSL_NO_VERIFY", "CKV2_DOCKER_14"],
  ["PIP_TRUSTED_HOST", "CKV2_DOCKER_16"],
]);

export const disabledTlsVerification: Rule = {
  name: "disabled-tls-verification",
  category: "secrets",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "The check of a server's certificate is switched off",
  why:
    "Without that check the connection is encrypted to whoever answers: everyone on the way (a proxy, a network, a spoofed " +
    "name server) can hand out another file or read the credentials that are sent. What is downloaded so runs as root in " +
    "the build and ships in the image; a variable such as `NODE_TLS_REJECT_UNAUTHORIZED=0` also weakens the running program. " +
    "A private certificate authority is made known by its certificate, not by looking away.",
  sources: [
    {
      title: "CWE-295: Improper certificate validation",
      url: "https://cwe.mitre.org/data/definitions/295.html",
    },
    { title: "curl: SSL certificate verification", url: "https://curl.se/docs/sslcerts.html" },
  ],
  aliases: [
    "CKV2_DOCKER_2",
    "CKV2_DOCKER_3",
    "CKV2_DOCKER_4",
    "CKV2_DOCKER_5",
    "CKV2_DOCKER_6",
    "CKV2_DOCKER_12",
    "CKV2_DOCKER_13",
    "CKV2_DOCKER_14",
    "CKV2_DOCKER_15",
    "CKV2_DOCKER_16",
  ],
  fix: "review",
  ignoreWhen: "what is fetched is checked by a signature or a checksum that comes another way.",
  scope: "instruction",
  words: [
    ...["curl", "check-certificate", "check_certificate", "certificates.", "verify", "insecure"],
    ...["strict-ssl", "strict_ssl", "strictssl", "disable-tls", "reject_unauthorized", "trust"],
    "unsafe",
  ],
  examples: [
    {
      bad: "FROM debian:12.8\nRUN curl -fsSLk https://example.com/tool.tar.gz -o /tmp/tool.tar.gz\n",
      good: "FROM debian:12.8\nRUN curl -fsSL https://example.com/tool.tar.gz -o /tmp/tool.tar.gz\n",
      fixed:
        "FROM debian:12.8\nRUN curl -fsSL https://example.com/tool.tar.gz -o /tmp/tool.tar.gz\n",
    },
    {
      bad: "FROM alpine:3.22\nRUN wget -q \\\n        --no-check-certificate \\\n        https://example.com/data.csv\n",
      good: "FROM alpine:3.22\nRUN wget -q \\\n        https://example.com/data.csv\n",
      fixed: "FROM alpine:3.22\nRUN wget -q \\\n        https://example.com/data.csv\n",
    },
    {
      bad: "FROM python:3.13.1-slim\nRUN pip install --no-cache-dir --trusted-host pypi.example.com -r requirements.txt\n",
      good: "FROM python:3.13.1-slim\nRUN pip install --no-cache-dir -r requirements.txt\n",
      fixed: "FROM python:3.13.1-slim\nRUN pip install --no-cache-dir -r requirements.txt\n",
    },
    {
      bad: "FROM node:22.12.0\nENV NODE_TLS_REJECT_UNAUTHORIZED=0\n",
      good: "FROM node:22.12.0\nENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/internal-ca.pem\n",
    },
    {
      bad: "FROM node:22.12.0\nRUN npm config set strict-ssl false && npm ci\n",
      good: "FROM node:22.12.0\nRUN npm config set cafile /etc/ssl/certs/internal-ca.pem && npm ci\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN curl -fsSL https://example.com/k -o -k\n",
    "FROM debian:12.8\nRUN curl -k https://localhost:8443/health\n",
    "FROM debian:12.8\nRUN echo curl -k https://example.com/x\n",
    "FROM debian:12.8\nHEALTHCHECK CMD curl -fk https://localhost:8443/health\n",
    "FROM node:22.12.0\nENV NODE_TLS_REJECT_UNAUTHORIZED=1 PYTHONHTTPSVERIFY=1 NPM_CONFIG_STRICT_SSL=true\n",
    "FROM node:22.12.0\nENV GIT_SSL_NO_VERIFY=\nARG PIP_TRUSTED_HOST\n",
    "FROM node:22.12.0\nRUN npm config set strict-ssl true\n",
    "FROM fedora:41\nRUN dnf config-manager --setopt=sslverify=1 --save\n",
    "FROM debian:12.8\nRUN git config --global http.sslVerify true\n",
    "FROM debian:12.8\nRUN git config --global http.sslCAInfo /etc/ssl/ca.pem\n",
    "FROM python:3.13.1-slim\nRUN pip install --trusted-host localhost -i https://localhost:3141/simple app\n",
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      yield* writtenSettings(dockerfile, instruction);
      if (instruction.kind === "env" || instruction.kind === "arg") {
        for (const pair of instruction.pairs) yield* ofPair(instruction, pair);
      }
      const script = instruction.kind === "run" ? shellOf(dockerfile, instruction) : null;
      if (instruction.kind !== "run" || script === null) continue;
      yield* ofScript(dockerfile, instruction, script);
    }
  },
};

function* ofScript(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
): Generator<Problem> {
  for (const { by, text, span, option } of uncheckedConnections(script, run.state)) {
    const edit = option === null ? null : removeOption(dockerfile, script, option);
    const title = `Remove ${option?.name ?? ""}`;
    yield {
      message: `\`${text}\` ${consequence} ${remedyOf(by, option !== null)}`,
      span,
      aliases: aliasOfTool[by],
      fix: edit === null ? undefined : { title, safety: "review", edits: [edit] },
    };
  }
  for (const command of script.commands) {
    for (const { name, value, span } of assignmentsOf(command)) {
      if (value === null || !turnsTlsCheckOff(name, value)) continue;
      yield { message: variableMessage(name, value), span, aliases: aliasesOf(name) };
    }
    yield* ofWrittenWords(command);
  }
}

const consequence =
  "does not check the server's certificate: anyone on the way can answer in its place.";

function remedyOf(by: UncheckedConnection["by"], isFlag: boolean): string {
  const first = isFlag ? "Remove the flag" : "Remove the setting";
  if (by === "pip")
    return `${first}; if the server has a CA of its own, give its certificate with \`--cert\`.`;
  return `${first}; if the server has a CA of its own, add its certificate to the image.`;
}

function variableMessage(name: string, value: string): string {
  return (
    `\`${name}=${value}\` switches the check of certificates off for everything that reads it: anyone on the way can ` +
    "answer in a server's place. Remove it; if a server has a CA of its own, add its certificate to the image."
  );
}

function aliasesOf(name: string): readonly string[] {
  const alias = aliasOfVariable.get(name.toUpperCase());
  return alias === undefined ? [] : [alias];
}

/** `NAME=value` before a command, and what `export` and `declare` are given. */
function assignmentsOf(command: ShellCommand): ShellCommand["assignments"] {
  if (command.name !== "export" && command.name !== "declare") return command.assignments;
  const exported = command.args.flatMap(({ value, span, variables }) => {
    const found = /^(\w+)=(.*)$/s.exec(value ?? "");
    return found === null ? [] : [{ name: found[1] ?? "", value: found[2] ?? "", span, variables }];
  });
  return [...command.assignments, ...exported];
}

function* ofPair(instruction: Instruction, { key, value, span }: KeyValue): Generator<Problem> {
  const text = value === null ? null : expandWord(value, instruction.state.lookup);
  if (text === null || !turnsTlsCheckOff(key, text)) return;
  yield { message: variableMessage(key, text), span, aliases: aliasesOf(key) };
}

const writers = new Set(["echo", "printf", "sed"]);

/** `echo "sslverify=false" >> /etc/yum.conf` */
function* ofWrittenWords({ name, args, redirects }: ShellCommand): Generator<Problem> {
  if (name === null || !writers.has(name) || (name !== "sed" && redirects.length === 0)) return;
  for (const word of args) {
    const found = tlsSettingIn(wordText(word));
    if (found !== null) yield settingProblem(found.text, word.span);
  }
}

/** What here-documents write to configuration files. */
function* writtenSettings(dockerfile: Dockerfile, instruction: Instruction): Generator<Problem> {
  // The body is the script itself, whose commands are judged.
  if (shellOf(dockerfile, instruction)?.form === "heredoc") return;
  for (const { bodySpan } of instruction.heredocs) {
    const found = tlsSettingIn(dockerfile.source.slice(bodySpan));
    if (found === null) continue;
    const start = bodySpan.start + found.start;
    yield settingProblem(found.text, { start, end: start + found.text.length });
  }
}

function settingProblem(text: string, span: Problem["span"]): Problem {
  return {
    message:
      `\`${text}\` switches the check of certificates off: anyone on the way can answer in a server's place. ` +
      "Leave it out; if a server has a CA of its own, add its certificate to the image.",
    span,
    confidence: "medium",
    aliases: [],
  };
}
