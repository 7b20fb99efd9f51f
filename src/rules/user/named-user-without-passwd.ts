import type {
  CopyInstruction,
  Dockerfile,
  Flag,
  Instruction,
  Stage,
} from "../../dockerfile/model.ts";
import { flagOf, rootStage } from "../../dockerfile/queries.ts";
import { isRoot } from "../../dockerfile/users.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { knownUids } from "../../shell/created-users.ts";
import type { Span } from "../../source/span.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Problem, Rule } from "../rule.ts";

export const namedUserWithoutPasswd: Rule = {
  name: "named-user-without-passwd",
  category: "user",
  severity: "error",
  confidence: "high",
  presets: ["recommended"],
  summary: "A user is named in an image that has no /etc/passwd to find it in",
  why:
    "An image from `scratch` is empty: without `/etc/passwd` nobody knows the number of a user. `USER app` then builds and " +
    "fails when the container starts (`unable to find user app: no matching entries in passwd file`), `COPY --chown=app` fails " +
    "the build. Numbers need no file.",
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
  aliases: [],
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
  ],
  silentOn: [
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
      if (!rootStage(stage).base.scratch || inheritsPasswd(stage)) continue;
      for (const instruction of stage.instructions) {
        // Under ONBUILD it runs where other files may be there.
        if (instruction.onbuild !== null) continue;
        if (bringsPasswd(instruction)) break;
        yield* problemsOf(dockerfile, instruction);
      }
    }
  },
};

/** Whether a stage stands on one that has the file. */
function inheritsPasswd(stage: Stage): boolean {
  return stage.lineage.slice(1).some(({ instructions }) => instructions.some(bringsPasswd));
}

/** Whether an instruction may bring `/etc/passwd`: it copies that file, a whole `/etc` or a whole root, or runs something. */
function bringsPasswd(instruction: Instruction): boolean {
  if (instruction.kind === "run") return true;
  if (instruction.kind !== "copy" && instruction.kind !== "add") return false;
  const { destination } = instruction;
  const target = destination === null ? null : expandWord(destination, instruction.state.lookup);
  if (target === null || /^\/?etc\/passwd$/.test(target)) return true;
  if (/^\/?etc\/?$/.test(target))
    return instruction.sources.some(({ value }) => /passwd|etc\/?$|[*?]/.test(value));
  return /^(?:\/|\.\/?)$/.test(target) && mayBeRoot(instruction);
}

/** Whether what is copied to `/` may be a tree with an `etc` in it: anything that does not look like a single file. */
function mayBeRoot({ sources }: CopyInstruction): boolean {
  return sources.some(({ value }) => {
    if (/(?:^|\/)(?:etc|\.?)\/?$|root-?fs|\/$|[*?]/.test(value)) return true;
    return /\.(?:tar|tgz|txz|tbz2?|zst|xz|gz|bz2)(?:\.\w+)?$/.test(value);
  });
}

function* problemsOf(dockerfile: Dockerfile, instruction: Instruction): Generator<Problem> {
  if (instruction.kind === "user" && instruction.user !== null) {
    const { user } = instruction;
    const names = expandWord(user, instruction.state.lookup);
    if (names === null || !isNamed(names) || isRoot(names)) return;
    const number = numbersFor(dockerfile, names);
    yield {
      message:
        `\`USER ${user.text}\` names a user, but the image has no \`/etc/passwd\` to find it in: the container does not start. ` +
        `Use the number, \`USER ${number}\`, or copy the file.`,
      span: user.span,
      fix: fixOf(dockerfile, user.span, user.text, number),
    };
  }
  if (instruction.kind !== "copy" && instruction.kind !== "add") return;
  const flag: Flag | null = flagOf(instruction, "chown");
  const names = flag?.value ?? "";
  if (flag?.valueSpan == null || names.includes("$") || !isNamed(names) || isRoot(names)) return;
  const number = numbersFor(dockerfile, names);
  yield {
    message:
      `\`--chown=${names}\` names a user, but there is no \`/etc/passwd\` here to find it in: the build fails. ` +
      `Use the number, \`--chown=${number}\`.`,
    span: flag.span,
    fix: fixOf(dockerfile, flag.valueSpan, names, number),
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
