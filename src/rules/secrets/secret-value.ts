import { commentAt } from "../../dockerfile/comment-at.ts";
import {
  credentialSigns,
  credentialsIn,
  maskCredential,
  type FoundCredential,
} from "../../dockerfile/credential-forms.ts";
import type { Instruction } from "../../dockerfile/model.ts";
import { instructionAt } from "../../dockerfile/queries.ts";
import type { Rule } from "../rule.ts";

export const secretValue: Rule = {
  name: "secret-value",
  category: "secrets",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "A value that is a credential by its form is written in the Dockerfile",
  why:
    "It is in the repository's history and, unless it stands in a comment, in the image's: everyone who can read the one or " +
    "pull the other has it, for as long as it is valid. Deleting the line does not help, only revoking the credential does. " +
    "Bots find published keys within minutes.",
  sources: [
    { title: "Docker: Build secrets", url: "https://docs.docker.com/build/building/secrets/" },
    {
      title: "GitHub: Removing sensitive data from a repository",
      url: "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
    },
  ],
  aliases: ["DS-0031"],
  fix: "none",
  words: credentialSigns,
  ignoreWhen: "the value is revoked, or never was valid.",
  scope: "instruction",
  examples: [
    {
      bad: "FROM node:22.12.0\nRUN npm config set //npm.example.com/:_authToken=7c1f0e52-93ab-4d68-b1f4-2a8e6d905c3b && npm ci\n",
      good:
        "FROM node:22.12.0\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN \\\n" +
        "    npm config set //npm.example.com/:_authToken=${NPM_TOKEN} && npm ci\n",
    },
    {
      bad:
        "FROM alpine:3.22\nCOPY <<EOF /etc/app.conf\n" +
        "service=eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJzaG9wIiwiZXhwIjo0MTAyNDQ0ODB9.qY3v0JkTz7RwLc2NfXp9MbEhUaGdS4Vi\nEOF\n",
      good: "FROM alpine:3.22\nCOPY <<EOF /etc/app.conf\nservice_file=/run/secrets/service\nEOF\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nENV GITHUB_EXAMPLE=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n",
    "FROM alpine:3.22\nENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n",
    "FROM alpine:3.22\nENV NPM_RC=//npm.example.com/:_authToken=<token>\n",
    "FROM alpine:3.22\nENV npm_config_cache=/tmp/npm_cache\n",
    "FROM alpine:3.22\nRUN grep -q -- '-----BEGIN RSA PRIVATE KEY-----' /key.pem\n",
    'FROM alpine:3.22\nRUN echo "-----BEGIN PRIVATE KEY-----\\n$KEY\\n-----END PRIVATE KEY-----" > /key\n',
    "FROM alpine:3.22\nENV PEM='-----BEGIN CERTIFICATE-----MIIBszCCAVmgAwIBAgIUQ2k7o0Yz8xGm3p1hV5WnT4rLdX0wCgYIKoZ'\n",
    "FROM alpine@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d\n",
    "FROM alpine:3.22\nENV GPG_KEY=0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D\n",
  ],
  judgesTemplates: true,
  *check(dockerfile) {
    const { text } = dockerfile.source;
    for (const found of credentialsIn(text)) {
      const { start, end } = found;
      const instruction =
        commentAt(dockerfile, start) === null ? instructionAt(dockerfile, start) : null;
      yield {
        message: messageOf(found, text.slice(start, end), instruction),
        span: { start, end },
        confidence: found.doubtful ? "medium" : "high",
        aliases: instruction !== null && passing.has(instruction.kind) ? ["DS-0031"] : [],
      };
    }
  },
};

/** The instructions by which a secret gets into the build: those that the id is about. */
const passing: ReadonlySet<Instruction["kind"]> = new Set(["arg", "env", "run", "copy", "add"]);

/** @param instruction the one it stands in; null for a comment */
function messageOf(
  { kind }: FoundCredential,
  value: string,
  instruction: Instruction | null,
): string {
  const what = kind === "a private key" ? kind : `${kind} (\`${maskCredential(value)}\`)`;
  const readers =
    instruction === null ? "read the repository" : "read the repository or pull the image";
  return (
    `This is ${what} by its form: everyone who can ${readers} has it. Revoke it; ` +
    "where the build needs one, pass the new one with `RUN --mount=type=secret`."
  );
}
