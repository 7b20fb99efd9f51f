import { baseUser } from "../../dockerfile/base-users.ts";
import type { Dockerfile, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { isRoot } from "../../dockerfile/users.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import type { ShellCommand, ShellScript, ShellWord } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { remove, type TextEdit } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const sudoInRun: Rule = {
  name: "sudo-in-run",
  category: "user",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security", "hadolint"],
  summary: "sudo is used in RUN, where USER says who runs",
  why:
    "A RUN runs as the USER in force, which is root until one is set, so `sudo` does nothing there but add a program that is " +
    "made to give root away. It ends in the image, often with `NOPASSWD`, and makes every unprivileged user root again. " +
    "`sudo` also has its own idea of TTYs, signals and the environment.",
  sources: [
    {
      title: "Docker: Building best practices, USER",
      url: "https://docs.docker.com/build/building/best-practices/#user",
    },
  ],
  aliases: ["DL3004", "DS-0010", "CKV2_DOCKER_1"],
  fix: "review",
  ignoreWhen: "the step tests sudo itself.",
  scope: "instruction",
  words: ["sudo"],
  examples: [
    {
      bad: "FROM debian:12.8\nRUN sudo mkdir /srv/app && sudo chown 10001 /srv/app\n",
      good: "FROM debian:12.8\nRUN mkdir /srv/app && chown 10001 /srv/app\n",
      fixed: "FROM debian:12.8\nRUN mkdir /srv/app && chown 10001 /srv/app\n",
    },
    {
      bad: "FROM debian:12.8\nUSER app\nUSER root\nRUN sudo -E \\\n    make install\n",
      good: "FROM debian:12.8\nUSER app\nUSER root\nRUN make install\n",
      fixed: "FROM debian:12.8\nUSER app\nUSER root\nRUN make install\n",
    },
    {
      bad: "FROM debian:12.8\nUSER app\nRUN sudo make install\n",
      good: "FROM debian:12.8\nUSER root\nRUN make install\nUSER app\n",
    },
  ],
  silentOn: [
    "FROM debian:12.8\nRUN apt-get update && apt-get install -y --no-install-recommends sudo && rm -rf /var/lib/apt/lists/*\n",
    "FROM debian:12.8\nRUN echo 'app ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/app && usermod -aG sudo app\n",
    "FROM debian:12.8\nRUN command -v sudo || true\n",
    "FROM debian:12.8\nRUN echo sudo make me a sandwich\n",
    'FROM debian:12.8\nENTRYPOINT ["sudo", "-E", "/init"]\n',
  ],
  *check(dockerfile) {
    const told = new Set<Stage>();
    for (const run of dockerfile.instructions) {
      const script = run.kind === "run" ? shellOf(dockerfile, run) : null;
      if (run.kind !== "run" || script === null) continue;
      const uses = script.commands.flatMap((command) => useOf(command) ?? []);
      const [first] = uses;
      if (first === undefined) continue;
      const asRoot = runsAsRoot(run) && !script.commands.some(switchesUser);
      const ofBase = !asRoot && run.state.user === null;
      // Images for workspaces and CI bring a user and sudo on purpose: said once.
      if (ofBase && run.stage !== null) {
        if (told.has(run.stage)) continue;
        told.add(run.stage);
      }
      const times = uses.length > 1 ? ` ${uses.length} times` : "";
      yield {
        message: `This RUN calls \`sudo\`${times}. ${adviceOf(run, asRoot, uses)}`,
        span: first.sudo.span,
        ...(ofBase || uses.every(namesUser) ? { severity: "warning", confidence: "medium" } : {}),
        fix: asRoot ? fixOf(dockerfile, script, uses) : undefined,
      };
    }
  },
};

interface SudoUse {
  readonly sudo: ShellWord;
  /** The words between `sudo` and what it runs. */
  readonly options: readonly ShellWord[];
  /** What it runs; null when it runs nothing. */
  readonly program: ShellWord | null;
}

function useOf({ words, name, nameSpan, wrappers }: ShellCommand): SudoUse | null {
  if (name !== "sudo" && !wrappers.includes("sudo")) return null;
  const at = words.findIndex(({ value }) => value !== null && /(?:^|\/)sudo$/.test(value));
  const sudo = words[at];
  if (sudo === undefined) return null;
  const rest = words.slice(at + 1);
  if (name === "sudo") return { sudo, options: rest, program: null };
  // With a wrapper behind sudo (`sudo env A=1 make`) that one is what sudo runs.
  const next = rest.findIndex(
    ({ text }, index) => !text.startsWith("-") && !takesValue(rest[index - 1]),
  );
  const options = rest.slice(0, next);
  const program = rest[next];
  if (program === undefined || nameSpan === null || program.span.start > nameSpan.start)
    return null;
  return { sudo, options, program };
}

function takesValue(word: ShellWord | undefined): boolean {
  return (
    word !== undefined &&
    /^(?:-[A-Za-z]*[ughpCrtTUDR]|--(?:user|group|host|prompt|chdir|chroot|role|type))$/.test(
      word.text,
    )
  );
}

const switchers = [
  "su",
  "runuser",
  "gosu",
  "su-exec",
  "setuser",
  "s6-setuidgid",
  "chpst",
  "setpriv",
];

/** `su app -c 'sudo make'`: what is inside does not run as the USER in force. */
function switchesUser({ name, wrappers }: ShellCommand): boolean {
  return [name, ...wrappers].some((program) => program !== null && switchers.includes(program));
}

/** Whether a RUN is known to run as root: by the USER in force, or by the base image when none is. */
function runsAsRoot({ state, stage }: RunInstruction): boolean {
  if (state.user !== null) {
    const name =
      state.user.user === null ? null : expandWord(state.user.user, state.user.state.lookup);
    return name !== null && isRoot(name);
  }
  const reference = stage === null ? null : rootStage(stage).base.reference;
  return reference !== null && !["unprivileged", "unknown"].includes(baseUser(reference));
}

/** `sudo -u postgres createdb` */
function namesUser({ options }: SudoUse): boolean {
  return options.some(({ text }) => /^(?:-[A-Za-z]*u|--user)/.test(text));
}

function adviceOf({ state }: RunInstruction, asRoot: boolean, uses: readonly SudoUse[]): string {
  if (uses.some(namesUser)) {
    return "Switch to that user with `USER` instead; it also holds for the steps that follow.";
  }
  if (asRoot) return "It runs as root already, so `sudo` does nothing. Leave it out.";
  const user = state.user?.user?.text;
  if (user === undefined) {
    return "Leave it out; if the base image brings a user of its own, put `USER root` before the steps that need root.";
  }
  return `Put \`USER root\` before the steps that need root, and go back with \`USER ${user}\` after them; then the image needs no \`sudo\`.`;
}

/** Options that change nothing for root. */
const harmless = /^-(?:[EHnkS]+|-preserve-env|-set-home|-non-interactive|-)$/;

function fixOf(
  dockerfile: Dockerfile,
  script: ShellScript,
  uses: readonly SudoUse[],
): Fix | undefined {
  if (script.form === "exec") return undefined;
  const edits: TextEdit[] = [];
  for (const { sudo, options, program } of uses) {
    if (program === null || !options.every(({ text }) => harmless.test(text))) return undefined;
    const words = { start: sudo.span.start, end: program.span.start };
    if (
      dockerfile.source.slice(sudo.span) !== sudo.text ||
      dockerfile.source.slice(words).includes("#")
    )
      return undefined;
    edits.push(remove(words));
  }
  return { title: "Remove sudo", safety: "review", edits };
}
