import { credentialsIn, isPlaceholder } from "../../dockerfile/credential-forms.ts";
import { commentAt } from "../../dockerfile/comment-at.ts";
import type { Dockerfile } from "../../dockerfile/model.ts";
import { instructionAt } from "../../dockerfile/queries.ts";
import { isCommonPassword, urlCredentialsIn } from "../../dockerfile/url-credentials.ts";
import type { UrlCredentials } from "../../dockerfile/url-credentials.ts";
import { isThisMachine } from "../../dockerfile/urls.ts";
import type { Rule } from "../rule.ts";

/** Instructions that may hold such a URL. */
const kinds = new Set([
  "run",
  "add",
  "copy",
  "env",
  "arg",
  "label",
  "cmd",
  "entrypoint",
  "healthcheck",
]);

export const credentialsInUrl: Rule = {
  name: "credentials-in-url",
  category: "secrets",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "A URL carries a user and a password, or a token",
  why:
    "The URL is in the repository and in the image's history, tools write it into files (`.git/config`, lockfiles, logs) " +
    "and show it in process lists and error messages. Everyone who can pull the image can use it. A secret mount is there " +
    "for one RUN and leaves nothing behind.",
  sources: [
    { title: "Docker: Build secrets", url: "https://docs.docker.com/build/building/secrets/" },
    {
      title: "RFC 3986, section 3.2.1: user information",
      url: "https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1",
    },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the service is only there for tests and reachable from nowhere else.",
  scope: "instruction",
  words: ["://"],
  examples: [
    {
      bad: "FROM alpine:3.22\nRUN git clone https://deploy:qT7vXw2LmZ9d@git.example.com/shop.git /src\n",
      good:
        "FROM alpine:3.22\nRUN --mount=type=secret,id=netrc,target=/root/.netrc \\\n" +
        "    git clone https://git.example.com/shop.git /src\n",
    },
    {
      bad: "FROM python:3.13.1-slim\nENV PIP_EXTRA_INDEX_URL=https://build:k4Rt8PzQe1Yb@packages.example.com/simple\n",
      good:
        "FROM python:3.13.1-slim\nRUN --mount=type=secret,id=index,env=PIP_EXTRA_INDEX_URL \\\n" +
        "    pip install --no-cache-dir -r requirements.txt\n",
    },
    {
      bad: "FROM python:3.13.1-slim\nENV DATABASE_URL=postgresql://shop:Vd9sK2hW7xqA@db.example.com:5432/shop\n",
      good: "FROM python:3.13.1-slim\nENV DATABASE_HOST=db.example.com DATABASE_PASSWORD_FILE=/run/secrets/db\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nRUN git clone git@github.com:example/project.git && git clone ssh://git@example.com/project.git\n",
    "FROM alpine:3.22\nRUN git clone https://${TOKEN}@github.com/example/project.git\n",
    "FROM alpine:3.22\nRUN git clone https://deploy:$(cat /run/secrets/t)@github.com/example/project.git\n",
    "FROM alpine:3.22\nRUN DATABASE_URL=postgres://user:pass@localhost/db ./manage collectstatic\n",
    "FROM alpine:3.22\nENV DATABASE_URL=postgres://user@db/app\n",
    "FROM alpine:3.22\nRUN curl -O https://example.com/@scope/package/-/x@1.2.3.tgz\n",
    "FROM alpine:3.22\nENV SITE=https://medium.example.com/@user\n",
    "FROM alpine:3.22\nRUN echo 'https://<user>:<password>@example.com'\n",
    'FROM alpine:3.22\nLABEL maintainer="Team <https://example.com> team@example.com"\n',
  ],
  *check(dockerfile) {
    const { text } = dockerfile.source;
    for (const found of urlCredentialsIn(text)) {
      const shared = text.slice(found.start, found.end);
      if (!isSecret(found) || credentialsIn(shared).length > 0 || !isInForce(dockerfile, found))
        continue;
      const common = isCommonPassword(found);
      if (common && isNobodysHost(found.host)) continue;
      yield {
        message: common ? commonMessage(found) : messageOf(found),
        span: { start: found.start, end: found.end },
        ...(common ? { severity: "warning" as const, confidence: "low" as const } : {}),
      };
    }
  },
};

/** This machine, or a host that stands for any in documentation (RFC 2606). */
function isNobodysHost(host: string | null): boolean {
  return (
    host === null || isThisMachine(host) || /(?:^|\.)example(?:\.(?:com|net|org))?$/.test(host)
  );
}

/** Whether the part before the `@` is a literal that gives access: variables and placeholders do not. */
function isSecret({ user, password, scheme }: UrlCredentials): boolean {
  if (/[${}<>*]|%[sv({]/.test(`${user}${password ?? ""}`)) return false;
  if (password !== null)
    return password.length > 1 && !/^(?:x-oauth-basic|x-access-token)$/.test(password);
  if (!/^https?$/.test(scheme)) return false;
  return /^[A-Za-z0-9_-]{20,}$/.test(user) && /\d/.test(user) && !isPlaceholder(user);
}

/** Whether it stands in an instruction that uses it, not in a comment. */
function isInForce(dockerfile: Dockerfile, { start }: UrlCredentials): boolean {
  const instruction = instructionAt(dockerfile, start);
  return (
    instruction !== null && kinds.has(instruction.kind) && commentAt(dockerfile, start) === null
  );
}

function messageOf({ scheme, user, password, host }: UrlCredentials): string {
  const what =
    password === null ? "a token" : `the password of \`${user === "" ? "its user" : user}\``;
  return (
    `The \`${scheme}\` URL of \`${host ?? "the server"}\` carries ${what}: everyone who can read the repository or pull the image has it. ` +
    "Change it there, and pass the new one with `RUN --mount=type=secret`, or when the container starts."
  );
}

function commonMessage({ scheme, user, host }: UrlCredentials): string {
  return (
    `The \`${scheme}\` URL of \`${host ?? "the server"}\` carries a password for \`${user === "" ? "its user" : user}\` that anybody guesses. ` +
    "If that is the real one, change it; pass it when the container starts instead of writing it here."
  );
}
