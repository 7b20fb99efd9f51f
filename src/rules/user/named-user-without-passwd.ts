import type { CopyInstruction, Dockerfile, Flag, UserInstruction } from "../../dockerfile/model.ts";
import { removeFlag } from "../../dockerfile/instruction-edits.ts";
import { bringsPasswd, inheritsPasswd, lacksPasswd } from "../../dockerfile/passwd-file.ts";
import { flagOf, rootStage } from "../../dockerfile/queries.ts";
import { isRoot } from "../../dockerfile/users.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { knownUids } from "../../shell/users/created-users.ts";
import type { Span } from "../../source/span.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Problem, Rule } from "../rule.ts";

export const namedUserWithoutPasswd: Rule = {
  name: "named-user-without-passwd",
  category: "user",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "A user is named in an image that has no /etc/passwd to find it in",
  why:
    "An image from `scratch` is empty: without `/etc/passwd` nobody knows the number of a user. `USER app` then builds and " +
    "fails when the container starts (`unable to find user app: no matching entries in passwd file`), `COPY --chown=app` fails " +
    "the build. Numbers need no file. The same goes for `COPY --link` whatever the image: it copies onto an empty file system of " +
    "its own, so that BuildKit refuses names there.",
  sources: [
    {
      title: "Dockerfile reference: COPY --chown",
      url: "https://docs.docker.com/reference/dockerfile/#copy---chown---chmod",
    },
    {
      title: "Dockerfile reference: USER",
      url: "https://docs.docker.com/reference/dockerfile/#user",
    },
  ],
  aliases: ["DL3066"],
  fix: "review",
  scope: "file",
  examples: [
    {
      bad:
        "FROM golang:1.25.4 AS build\nRUN useradd --uid 10001 app && go build -o /app .\n\nFROM scratch\n" +
        'COPY --from=build /app /app\nUSER app\nENTRYPOINT ["/app"]\n',
      good:
        "FROM golang:1.25.4 AS build\nRUN useradd --uid 10001 app && go build -o /app .\n\nFROM scratch\n" +
        'COPY --from=build /etc/passwd /etc/passwd\nCOPY --from=build /app /app\nUSER app\nENTRYPOINT ["/app"]\n',
      fixed:
        "FROM golang:1.25.4 AS build\nRUN useradd --uid 10001 app && go build -o /app .\n\nFROM scratch\n" +
        'COPY --from=build /app /app\nUSER 10001\nENTRYPOINT ["/app"]\n',
    },
    {
      bad: 'FROM scratch\nCOPY --chown=nobody:nogroup server /server\nUSER nobody\nENTRYPOINT ["/server"]\n',
      good: 'FROM scratch\nCOPY --chown=65534:65534 server /server\nUSER 65534\nENTRYPOINT ["/server"]\n',
      fixed:
        'FROM scratch\nCOPY --chown=65534:65534 server /server\nUSER 65534\nENTRYPOINT ["/server"]\n',
    },
    {
      bad: "FROM node:22-slim\nWORKDIR /app\nCOPY --link --chown=node:node . .\nUSER node\n",
      good: "FROM node:22-slim\nWORKDIR /app\nCOPY --link --chown=1000:1000 . .\nUSER node\n",
      fixed: "FROM node:22-slim\nWORKDIR /app\nCOPY --chown=node:node . .\nUSER node\n",
    },
  ],
  silentOn: [
    "FROM node:22\nCOPY --link --chown=1000:1000 a /a\nCOPY --link=false --chown=node b /b\nCOPY --link --chown=root:root c /c\n",
    "FROM scratch\nADD rootfs.tar.xz /\nUSER app\n",
    "FROM scratch\nCOPY --from=build /rootfs/ /\nUSER app\n",
    "FROM scratch\nCOPY passwd group /etc/\nUSER app\n",
    "FROM scratch\nUSER 10001:10001\n",
    "FROM scratch\nUSER root\n",
    "FROM scratch\nARG UID\nUSER ${UID}\n",
    "FROM gcr.io/distroless/static-debian12:nonroot\nUSER nonroot\n",
    "FROM debian:12.8\nCOPY --chown=app x /x\nUSER app\n",
    'FROM scratch\nCOPY ["./etc/passwd", "/etc/passwd"]\nUSER app\n',
  ],
  *check(dockerfile) {
    for (const stage of dockerfile.stages) {
      let lacking = rootStage(stage).base.scratch && !inheritsPasswd(stage);
      for (const instruction of stage.instructions) {
        // Under ONBUILD it runs where other files may be there.
        if (instruction.onbuild !== null) continue;
        if (bringsPasswd(instruction)) lacking = false;
        if (instruction.kind !== "copy" && instruction.kind !== "add") continue;
        yield* lacking
          ? ownerProblems(dockerfile, instruction)
          : linkedOwnerProblems(dockerfile, instruction);
      }
    }
    const user = dockerfile.finalStage?.endState.user ?? null;
    if (user !== null && lacksPasswd(dockerfile.finalStage)) yield* userProblems(dockerfile, user);
  },
};

/** The user that the image runs as: who it is, is looked up when the container starts. */
function* userProblems(
  dockerfile: Dockerfile,
  { user, state }: UserInstruction,
): Generator<Problem> {
  const names = user === null ? null : expandWord(user, state.lookup);
  if (user === null || names === null || !isNamed(names) || isRoot(names)) return;
  const number = numbersFor(dockerfile, names);
  yield {
    message:
      `\`USER ${user.text}\` names a user, but the image has no \`/etc/passwd\` to find it in: the container does not start. ` +
      `Use the number, \`USER ${number}\`, or copy the file.`,
    span: user.span,
    aliases: ["DL3066"],
    fix: fixOf(dockerfile, user.span, user.text, number),
  };
}

/** The owner of copied files: who it is, is looked up when they are copied. */
function* ownerProblems(dockerfile: Dockerfile, copy: CopyInstruction): Generator<Problem> {
  const flag: Flag | null = flagOf(copy, "chown");
  const names = flag?.value ?? "";
  if (flag?.valueSpan == null || names.includes("$") || !isNamed(names) || isRoot(names)) return;
  const number = numbersFor(dockerfile, names);
  yield {
    message:
      `\`--chown=${names}\` names a user, but there is no \`/etc/passwd\` here to find it in: the build fails. ` +
      `Use the number, \`--chown=${number}\`.`,
    span: flag.span,
    aliases: [],
    fix: fixOf(dockerfile, flag.valueSpan, names, number),
  };
}

/** A layer of its own knows neither users nor groups, `root` apart. */
function* linkedOwnerProblems(dockerfile: Dockerfile, copy: CopyInstruction): Generator<Problem> {
  const chown = flagOf(copy, "chown");
  const link = flagOf(copy, "link");
  const names = chown?.value ?? "";
  if (chown === null || link === null || /^false$/i.test(link.value ?? "")) return;
  if (names.includes("$") || names.split(":").every((name) => /^(?:\d*|root)$/.test(name))) return;
  yield {
    message:
      `\`--link\` copies onto an empty file system, without the \`/etc/passwd\` to find \`${names}\` in: the build fails. ` +
      "Leave `--link` out, or write the numbers of user and group.",
    span: chown.span,
    aliases: [],
    fix: {
      title: "Leave --link out",
      safety: "review",
      edits: removeFlag(dockerfile, link),
    },
  };
}

/** Whether the user part is a name. */
function isNamed(names: string): boolean {
  const [user = ""] = names.split(":");
  return user !== "" && !/^\d+$/.test(user);
}

/** `10001` for `app`, `10001:10001` for `app:app`: the ids that the file gives, else customary ones. */
function numbersFor(dockerfile: Dockerfile, names: string): string {
  const [user = "", group] = names.split(":");
  const uid = knownUids(dockerfile).get(user) ?? (user === "nobody" ? "65534" : "65532");
  if (group === undefined) return uid;
  return `${uid}:${/^\d+$/.test(group) ? group : uid}`;
}

function fixOf(dockerfile: Dockerfile, at: Span, written: string, number: string) {
  if (written.includes("$") || dockerfile.source.slice(at) !== written) return undefined;
  return {
    title: `Use the number ${number}`,
    safety: "review" as const,
    edits: [replaceExpected(dockerfile.source, at, written, number)],
  };
}
