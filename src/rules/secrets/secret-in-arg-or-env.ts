import { removeInstruction } from "../../dockerfile/instruction-edits.ts";
import type {
  ArgInstruction,
  Dockerfile,
  Instruction,
  KeyValue,
  KeyValueInstruction,
  RunInstruction,
} from "../../dockerfile/model.ts";
import { imageStages } from "../../dockerfile/queries.ts";
import { namesSecret } from "../../dockerfile/secret-names.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { insertAt } from "../../source/text-edit.ts";
import type { Fix, Problem, Rule } from "../rule.ts";

type Declaration = (ArgInstruction | KeyValueInstruction) & { kind: "arg" | "env" };

export const secretInArgOrEnv: Rule = {
  name: "secret-in-arg-or-env",
  category: "secrets",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security", "hadolint"],
  summary: "An ARG or ENV passes a secret, which stays in the image",
  why:
    "Build arguments are kept in the image's history and in build provenance, environment variables in its " +
    "configuration: everyone who can pull the image can read them with `docker history` or `docker inspect`, also when " +
    "a later instruction unsets them. A secret mount is there for one RUN and leaves nothing behind.",
  sources: [
    {
      title: "Docker build checks: SecretsUsedInArgOrEnv",
      url: "https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/",
    },
    { title: "Docker: Build secrets", url: "https://docs.docker.com/build/building/secrets/" },
  ],
  aliases: ["DL3064", "SecretsUsedInArgOrEnv", "DS-0031"],
  fix: "review",
  scope: "file",
  words: ["pass", "secret", "token", "credential", "key"],
  ignoreWhen: "When the name only sounds like a secret, or the value is a public example:",
  examples: [
    {
      bad:
        "FROM node:22\nARG NPM_TOKEN\nCOPY package.json package-lock.json ./\n" +
        "RUN npm config set //npm.example.com/:_authToken=$NPM_TOKEN && npm ci\n",
      good:
        "FROM node:22\nCOPY package.json package-lock.json ./\n" +
        "RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm config set //npm.example.com/:_authToken=$NPM_TOKEN && npm ci\n",
      fixed:
        "FROM node:22\nCOPY package.json package-lock.json ./\n" +
        "RUN --mount=type=secret,id=NPM_TOKEN,env=NPM_TOKEN npm config set //npm.example.com/:_authToken=$NPM_TOKEN && npm ci\n",
    },
    {
      bad: "FROM postgres:17\nENV POSTGRES_DB=shop \\\n    POSTGRES_PASSWORD=hunter2\n",
      good: "FROM postgres:17\nENV POSTGRES_DB=shop \\\n    POSTGRES_PASSWORD_FILE=/run/secrets/postgres\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nENV DB_PASSWORD_FILE=/run/secrets/db TOKEN_URL=https://example.com/t\n",
    "FROM alpine:3.22\nENV MYSQL_ALLOW_EMPTY_PASSWORD=yes MYSQL_RANDOM_ROOT_PASSWORD=1\n",
    "FROM alpine:3.22\nENV GPG_KEY=0D96DF4D4110E5C43FBFB17F2D347EA6AA65421D\n",
    "FROM alpine:3.22\nARG SSH_PUBLIC_KEY\nARG JWT_PUBLIC_KEY=abc\n",
    "FROM alpine:3.22\nENV MAX_TOKENS=4096 TOKENIZERS_PARALLELISM=false TOKEN_EXPIRY=3600 TOKEN_LABEL=app\n",
    'FROM alpine:3.22\nENV SECRET_KEY= API_TOKEN=""\n',
    "FROM alpine:3.22\nENV SECRETS_DIR=/run/secrets PASSWORD_STORE=/srv/store\n",
    "FROM alpine:3.22\nARG CERT_KEY_PATH\nENV AWS_SECRET_NAME=shop/db\n",
    "FROM alpine:3.22\nENV KEYCLOAK_HOST=idp PASSENGER_APP_ENV=production COMPASS=north\n",
  ],
  *check(dockerfile) {
    const declarations = dockerfile.instructions.filter(isDeclaration);
    const passedOn = passedOnArguments(declarations);
    const inImage = new Set<unknown>(imageStages(dockerfile));
    for (const declaration of declarations) {
      for (const pair of declaration.pairs) {
        if (!namesSecret(pair.key) || !mayHoldSecret(declaration, pair)) continue;
        if (declaration.kind === "arg" && passedOn.has(keyOf(declaration, pair.key))) continue;
        yield problemOf(dockerfile, declaration, pair, inImage.has(declaration.stage));
      }
    }
  },
};

function isDeclaration(instruction: Instruction): instruction is Declaration {
  return instruction.kind === "arg" || instruction.kind === "env";
}

/** A value that is empty, a switch, a number, a path or a variable's file is no secret. */
function mayHoldSecret({ kind }: Declaration, { value }: KeyValue): boolean {
  if (value === null) return kind === "arg";
  const text = value.value.trim();
  if (text === "") return kind === "arg";
  return !/^(true|false|yes|no|on|off|none|null|\d{1,5}|\.{0,2}\/[^\s=]*|https?:\/\/[^@\s]*)$/i.test(
    text,
  );
}

/** Arguments whose only point is to fill an ENV of the same stage: the ENV is reported, and is the worse place. */
function passedOnArguments(declarations: readonly Declaration[]): ReadonlySet<string> {
  const names = declarations
    .filter(({ kind }) => kind === "env")
    .flatMap((env) =>
      env.pairs
        .filter(({ key }) => namesSecret(key))
        .flatMap(({ value }) => value?.variables ?? [])
        .map(({ name }) => keyOf(env, name)),
    );
  return new Set(names);
}

function keyOf({ stage }: Declaration, name: string): string {
  return `${stage?.index ?? -1} ${name}`;
}

function problemOf(
  dockerfile: Dockerfile,
  declaration: Declaration,
  pair: KeyValue,
  inImage: boolean,
): Problem {
  const leak =
    declaration.kind === "env"
      ? "is part of the environment: everyone who can pull the image reads it with `docker inspect`"
      : "is passed as a build argument: everyone who can pull the image reads it with `docker history`";
  const elsewhere = "is kept in the build cache and in build provenance, where others can read it";
  const problem = {
    message:
      `\`${pair.key}\` ${inImage || declaration.stage === null ? leak : elsewhere}. ` +
      (declaration.kind === "env"
        ? "Give it when the container starts, or mount it with `RUN --mount=type=secret` where the build needs it."
        : "Mount it with `RUN --mount=type=secret` in the step that needs it."),
    span: pair.keySpan,
    fix: fixOf(dockerfile, declaration, pair),
  };
  // What only an intermediate stage sees does not reach those who pull the image.
  const contained = !inImage && declaration.stage !== null;
  return contained ? { ...problem, severity: "warning", confidence: "medium" } : problem;
}

function fixOf(dockerfile: Dockerfile, declaration: Declaration, pair: KeyValue): Fix | undefined {
  if (declaration.kind !== "arg" || declaration.pairs.length !== 1 || pair.value !== null)
    return undefined;
  if (declaration.stage === null || declaration.onbuild !== null || !knowsSecretEnv(dockerfile))
    return undefined;
  const uses = usesOf(dockerfile, declaration, pair.key);
  const [run] = uses;
  if (uses.length !== 1 || run?.kind !== "run" || run.command.form !== "shell") return undefined;
  if (writesToFile(dockerfile, run, pair.key)) return undefined;
  return {
    title: `Mount ${pair.key} as a secret (build with --secret id=${pair.key},env=${pair.key})`,
    safety: "review",
    edits: [
      ...removeInstruction(dockerfile, declaration),
      insertAt(mountPlace(run), `--mount=type=secret,id=${pair.key},env=${pair.key} `),
    ],
  };
}

/** Whether a RUN redirects the secret into a file: then a mount alone does not keep it out of the layer. */
function writesToFile(dockerfile: Dockerfile, run: RunInstruction, name: string): boolean {
  const commands = shellOf(dockerfile, run)?.commands ?? [];
  return commands.some(
    ({ redirects, words }) =>
      redirects.some(({ operator }) => operator.includes(">")) &&
      words.some(({ variables }) => variables.includes(name)),
  );
}

/** Right behind the flags that are there, in front of the command. */
function mountPlace(run: RunInstruction): number {
  return run.argumentsSpan.start;
}

/** `env=` of a secret mount came with version 1.10 of the Dockerfile frontend (2024-09). */
function knowsSecretEnv(dockerfile: Dockerfile): boolean {
  const syntax = dockerfile.directives.find(({ name }) => name === "syntax");
  const version = /^docker\/dockerfile:1\.(\d+)/.exec(syntax?.value ?? "");
  return version === null || Number(version[1]) >= 10;
}

/** The instructions after a declaration, in its stage and those built on it, that name the variable. */
function usesOf(dockerfile: Dockerfile, declaration: Declaration, name: string): Instruction[] {
  const use = new RegExp(`\\$(\\{[!#]?)?${name}(?![A-Za-z0-9_])`);
  const mention = new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`);
  return dockerfile.instructions.filter(
    (instruction) =>
      instruction !== declaration &&
      instruction.stage?.lineage.some((stage) => stage === declaration.stage) === true &&
      (instruction.kind === "run" ? mention : use).test(dockerfile.source.slice(instruction.span)),
  );
}
