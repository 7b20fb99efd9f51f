import { insertArgument } from "../../shell/edits/chain-edits.ts";
import { createdUsers, type CreatedUser } from "../../shell/users/created-users.ts";
import type { Fix, Rule } from "../rule.ts";

/** From this number on the log files count: 100,000 entries of 292 bytes are 29 MB. */
const highNumber = 100_000;

export const sparseUserLog: Rule = {
  name: "sparse-user-log",
  category: "user",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "useradd with a high user id writes a huge sparse log file into the layer",
  why:
    "`useradd` keeps `/var/log/lastlog` and `/var/log/faillog`, in which a user's entry stands at its id times 292 or 32 bytes. The " +
    "files are sparse on disk, but an image layer stores all their zeros: an id of 1,000,000 makes the layer 300 MB bigger, one of " +
    "4,000,000,000 fills the disk. `--no-log-init` leaves the files alone; nothing reads them in a container.",
  sources: [
    {
      title: "Docker: Building best practices, USER",
      url: "https://docs.docker.com/build/building/best-practices/#user",
    },
  ],
  aliases: ["DL3046"],
  fix: "safe",
  scope: "instruction",
  words: ["useradd"],
  examples: [
    {
      bad: "FROM debian:12.8\nRUN useradd --uid 1234567 app\n",
      good: "FROM debian:12.8\nRUN useradd --no-log-init --uid 1234567 app\n",
      fixed: "FROM debian:12.8\nRUN useradd --no-log-init --uid 1234567 app\n",
    },
    {
      bad: "FROM fedora:41\nARG UID=1000650000\nRUN groupadd -g $UID app && \\\n    useradd -m -u $UID -g app app\n",
      good: "FROM fedora:41\nARG UID=1000650000\nRUN groupadd -g $UID app && \\\n    useradd -l -m -u $UID -g app app\n",
      fixed:
        "FROM fedora:41\nARG UID=1000650000\nRUN groupadd -g $UID app && \\\n    useradd --no-log-init -m -u $UID -g app app\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN useradd -u 10001 app\n",
    "FROM debian:12.8\nRUN useradd -lu 1234567 app\n",
    "FROM debian:12.8\nARG UID\nRUN useradd -u $UID app\n",
    "FROM debian:12.8\nRUN useradd -g 1234567 app\n",
    "FROM alpine:3.22\nRUN adduser -D -u 1234567 app\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      for (const user of createdUsers(dockerfile, run)) {
        const number = Number(user.uid ?? "0");
        if (user.command.name !== "useradd" || number < highNumber || leavesLogs(user)) continue;
        yield {
          message:
            `\`useradd\` with the user id ${user.uid ?? ""} writes a log of about ${sizeOf(number)} into the layer, nearly all of it zeros. ` +
            "Add `--no-log-init`.",
          span: user.command.nameSpan ?? user.command.span,
          fix: fixOf(user),
        };
      }
    }
  },
};

function leavesLogs({ arguments: { options } }: CreatedUser): boolean {
  return options.some(({ name }) => name === "-l" || name === "--no-log-init");
}

/** The size of `lastlog`: 292 bytes an entry on 64-bit Linux. */
function sizeOf(uid: number): string {
  const megabytes = (uid * 292) / 1e6;
  return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${Math.round(megabytes / 1000)} GB`;
}

function fixOf({ script, command }: CreatedUser): Fix | undefined {
  if (command.nameSpan === null) return undefined;
  const edits = [insertArgument(script, command.nameSpan, "--no-log-init")];
  return { title: "Add --no-log-init", safety: "safe", edits };
}
