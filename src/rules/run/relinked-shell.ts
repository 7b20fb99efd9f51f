import { resolvePath } from "../../dockerfile/paths.ts";
import { optionsNamed, readCommandOptions } from "../../shell/reading/command-options.ts";
import type { ShellCommand } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { baseName } from "../../shell/reading/shell-options.ts";
import type { Rule } from "../rule.ts";

export const relinkedShell: Rule = {
  name: "relinked-shell",
  category: "run",
  severity: "warning",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "/bin/sh is linked to another shell, where SHELL would choose one for the build",
  why:
    "The link changes the shell of every script in the image, those of the distribution included, which are written for its own " +
    "`/bin/sh`; the next update of that package may put the old link back, and then RUN means something else again. SHELL says " +
    "which shell the build uses, where everybody can see it, and leaves the image as it is.",
  sources: [
    {
      title: "Dockerfile reference: SHELL",
      url: "https://docs.docker.com/reference/dockerfile/#shell",
    },
  ],
  aliases: ["DL4005"],
  fix: "none",
  ignoreWhen: "programs in the finished image call `/bin/sh` and need the other shell.",
  scope: "instruction",
  words: ["ln"],
  examples: [
    {
      bad: "FROM ubuntu:24.04\nRUN ln -sf /bin/bash /bin/sh\nRUN source /etc/profile\n",
      good: 'FROM ubuntu:24.04\nSHELL ["/bin/bash", "-c"]\nRUN source /etc/profile\n',
    },
    {
      bad: "FROM debian:12.8-slim\nRUN rm /bin/sh && ln -s bash /bin/sh\n",
      good: 'FROM debian:12.8-slim\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\n',
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN ln -s /bin/sh /usr/local/bin/shell\n",
    "FROM debian:12.8\nRUN ln -s /bin/busybox /bin/sh\n",
    "FROM debian:12.8\nRUN ln -sf dash /bin/sh\n",
    "FROM debian:12.8\nRUN mkdir -p /rootfs/bin && ln -s bash /rootfs/bin/sh\n",
    "FROM debian:12.8\nRUN echo ln -sf /bin/bash /bin/sh\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      let directory = run.state.workdir ?? "/";
      for (const command of shellOf(dockerfile, run)?.commands ?? []) {
        if (command.name === "cd" && !command.subshell)
          directory = resolvePath(directory, command.args[0]?.value ?? "?");
        const target = newShell(command, directory);
        if (target === null) continue;
        const shell = target.startsWith("/") ? target : `/bin/${baseName(target)}`;
        yield {
          message:
            "This changes `/bin/sh` for every script in the image, and the next update may undo it. " +
            `Write \`SHELL ["${shell}", "-c"]\` instead: it holds for the RUNs that follow.`,
          span: command.span,
        };
      }
    }
  },
};

/** What `/bin/sh` is linked to by a command; null when it is not, or to what stands behind it anyway. */
function newShell(command: ShellCommand, directory: string): string | null {
  if (command.name !== "ln") return null;
  const args = readCommandOptions(command.args, {
    shortValues: "tS",
    longValues: ["--target-directory", "--suffix"],
  });
  if (optionsNamed(args, "-t", "--target-directory").length > 0 || args.operands.length !== 2)
    return null;
  const target = args.operands[0]?.value ?? null;
  const link = args.operands[1]?.value ?? null;
  if (target === null || link === null || baseName(link) !== "sh") return null;
  const path = resolvePath(directory, link);
  if (path !== "/bin/sh" && path !== "/usr/bin/sh") return null;
  return /^(?:sh|dash|ash|busybox.*|toybox)$/.test(baseName(target)) ? null : target;
}
