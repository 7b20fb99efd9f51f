import { posix } from "node:path";
import { instructionsBefore, workdirOf } from "../../dockerfile/context-copies.ts";
import type { Dockerfile, Instruction, RunInstruction } from "../../dockerfile/model.ts";
import { resolvePath } from "../../dockerfile/paths.ts";
import { wordText } from "../../shell/reading/command-options.ts";
import type { PackageCall, ShellCommand, ShellScript, ShellWord } from "../../shell/model.ts";
import { hasFlag } from "../../shell/package-managers/flags.ts";
import { packageCallOf } from "../../shell/package-managers/package-calls.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { removeOption } from "../../shell/edits/remove-argument.ts";
import { replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import type { Problem, Rule } from "../rule.ts";

interface Switch {
  readonly flag: RegExp;
  readonly alias: string | null;
}

const apt: readonly Switch[] = [
  { flag: /^--allow-unauthenticated$/, alias: "CKV2_DOCKER_8" },
  { flag: /^--force-yes$/, alias: "CKV2_DOCKER_11" },
  { flag: /^--allow-insecure-repositories$/, alias: null },
];
const rpmManagers: readonly Switch[] = [{ flag: /^--nogpgcheck$/, alias: "CKV2_DOCKER_9" }];

/** Flags by program that let packages in whose signature is missing or wrong. */
const switches: ReadonlyMap<string, readonly Switch[]> = new Map([
  ["apt-get", apt],
  // The ids are about apt-get by name.
  ["apt", apt.map(({ flag }) => ({ flag, alias: null }))],
  ["aptitude", [{ flag: /^--allow-untrusted$/, alias: null }]],
  ["apk", [{ flag: /^--allow-untrusted$/, alias: "CKV2_DOCKER_7" }]],
  ["yum", rpmManagers],
  ["dnf", rpmManagers],
  ["dnf5", [...rpmManagers, { flag: /^--no-gpgchecks$/, alias: null }]],
  ["microdnf", rpmManagers],
  ["tdnf", [{ flag: /^--nogpgcheck$/, alias: null }]],
  ["rpm", [{ flag: /^--no(?:digest|signature|verify|filedigest)$/, alias: "CKV2_DOCKER_10" }]],
  ["zypper", [{ flag: /^(?:--no-gpg-checks|--no-gpgcheck|--allow-unsigned-rpm)$/, alias: null }]],
]);

/** Options of apt and yum in the form of a setting, and lines of their configuration and of lists of repositories. */
const settings =
  /\b(?:APT::Get::AllowUnauthenticated|Acquire::AllowInsecureRepositories|Acquire::AllowWeakRepositories)["'=\s]{1,4}(?:true|yes|1)\b|(?:(?<![\w-])|(?<=\\n))gpgcheck[ \t]{0,9}=[ \t]{0,9}(?:0|false|no)\b|\[[^[\]\n]{0,200}\btrusted=yes\b|^[ \t]{0,20}Trusted:[ \t]{0,9}yes\b|\bSigLevel[ \t]{0,9}=[ \t]{0,9}Never\b/im;

export const disabledSignatureCheck: Rule = {
  name: "disabled-signature-check",
  category: "secrets",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "security"],
  summary: "Packages are installed whose signature is missing or not checked",
  why:
    "The signature is what ties a package to the people who made it. Without the check a mirror, a proxy or anyone on the way " +
    "can put another package in its place, and its install scripts run as root in the build. The flag is mostly there because a " +
    "key is missing: adding the key takes one line more.",
  sources: [
    {
      title: "Debian: apt-secure(8)",
      url: "https://manpages.debian.org/bookworm/apt/apt-secure.8.en.html",
    },
    {
      title: "CWE-347: Improper verification of cryptographic signature",
      url: "https://cwe.mitre.org/data/definitions/347.html",
    },
  ],
  aliases: ["CKV2_DOCKER_7", "CKV2_DOCKER_8", "CKV2_DOCKER_9", "CKV2_DOCKER_10", "CKV2_DOCKER_11"],
  fix: "review",
  ignoreWhen: "the package was built in this very Dockerfile, or its checksum is checked before.",
  scope: "instruction",
  words: ["allow", "force-yes", "gpg", "rpm", "trusted", "siglevel"],
  examples: [
    {
      bad: "FROM debian:12.8\nRUN apt-get update && apt-get install -y --allow-unauthenticated tool\n",
      good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y tool\n",
      fixed: "FROM debian:12.8\nRUN apt-get update && apt-get install -y tool\n",
    },
    {
      bad: "FROM debian:12.8\nRUN apt-get update && apt-get install --force-yes tool\n",
      good: "FROM debian:12.8\nRUN apt-get update && apt-get install -y tool\n",
      fixed: "FROM debian:12.8\nRUN apt-get update && apt-get install -y tool\n",
    },
    {
      bad: "FROM fedora:41\nRUN dnf install -y --nogpgcheck tool && dnf clean all\n",
      good: "FROM fedora:41\nRUN rpm --import https://example.com/key.asc && dnf install -y tool && dnf clean all\n",
      fixed: "FROM fedora:41\nRUN dnf install -y tool && dnf clean all\n",
    },
    {
      bad: 'FROM debian:12.8\nRUN echo "deb [trusted=yes] https://example.com/debian stable main" > /etc/apt/sources.list.d/example.list\n',
      good:
        "FROM debian:12.8\nCOPY example.gpg /etc/apt/keyrings/\n" +
        'RUN echo "deb [signed-by=/etc/apt/keyrings/example.gpg] https://example.com/debian stable main" > /etc/apt/sources.list.d/example.list\n',
    },
  ],
  silentOn: [
    'FROM debian:12.8\nRUN echo "deb [ trusted=yes ] file://$dir ./" > /etc/apt/sources.list.d/local.list\n',
    "FROM debian:12.8\nRUN apt-get install -y --allow-downgrades tool\n",
    "FROM debian:12.8\nRUN echo --force-yes\n",
    "FROM fedora:41\nCOPY <<EOF /etc/yum.repos.d/example.repo\n[example]\nbaseurl=https://example.com/\ngpgcheck=1\nrepo_gpgcheck=0\nEOF\n",
    "FROM opensuse/leap:15.6\nRUN zypper --gpg-auto-import-keys refresh\n",
    "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
    "FROM fedora:41\nRUN rpm --import https://example.com/key.asc\n",
  ],
  *check(dockerfile) {
    for (const instruction of dockerfile.instructions) {
      yield* ofHeredocs(dockerfile, instruction);
      const script = instruction.kind === "run" ? shellOf(dockerfile, instruction) : null;
      if (instruction.kind !== "run" || script === null) continue;
      for (const command of script.commands) {
        yield* ofFlags(dockerfile, instruction, script, command);
        yield* ofWords(command);
      }
    }
  },
};

function* ofFlags(
  dockerfile: Dockerfile,
  run: RunInstruction,
  script: ShellScript,
  command: ShellCommand,
): Generator<Problem> {
  const known = switches.get(command.name ?? "");
  if (known === undefined || installsBuiltHere(command)) return;
  for (const word of command.args) {
    const text = wordText(word);
    const found = known.find(({ flag }) => flag.test(text));
    if (found === undefined) continue;
    const edit = editOf(dockerfile, script, packageCallOf(command), word, text);
    const title = edit?.newText === "-y" ? "Use -y instead of --force-yes" : `Remove ${text}`;
    const own = isOwnPackage(run, command);
    const what = `\`${command.name ?? ""} ${text}\` takes packages whose signature is missing or wrong`;
    yield {
      message: own
        ? `${what}. Of a file of your own that is known; it holds for what that depends on as well. Sign the package and add its key, or install what it depends on before.`
        : `${what}: a mirror or anyone on the way can put in another one. ` +
          `${text === "--force-yes" ? "Use `-y`" : "Remove the flag"}, and add the key of the repository if it is missing.`,
      ...(own ? { severity: "info", confidence: "medium" } : {}),
      span: word.span,
      aliases: found.alias === null ? [] : [found.alias],
      // Without the flag a package of one's own is refused.
      fix: edit === null || own ? undefined : { title, safety: "review", edits: [edit] },
    };
  }
}

/** `apk add --allow-untrusted ./built.apk`: what was just built here has no signature that anybody knows. */
function installsBuiltHere(command: ShellCommand): boolean {
  const call = packageCallOf(command);
  if (call?.action !== "install" || call.packages.length === 0) return false;
  return call.packages.every(
    ({ kind, text }) =>
      kind === "path" && /(?:^|\/)(?:packages|build|dist|rpmbuild|RPMS|out)\//.test(text),
  );
}

/** Whether all that a call installs are files that a COPY brought from the build context before. */
function isOwnPackage(run: RunInstruction, command: ShellCommand): boolean {
  const call = packageCallOf(command);
  if (call?.action !== "install" || call.packages.length === 0) return false;
  const targets = instructionsBefore(run).flatMap((one) =>
    one.kind === "copy" && one.from === null && one.destination?.value != null
      ? [resolvePath(workdirOf(one.state), one.destination.value)]
      : [],
  );
  return call.packages.every(
    ({ kind, text }) =>
      kind === "path" && [text, posix.dirname(text)].some((path) => targets.includes(path)),
  );
}

function editOf(
  dockerfile: Dockerfile,
  script: ShellScript,
  call: PackageCall | null,
  word: ShellWord,
  text: string,
): TextEdit | null {
  const answered = call === null || hasFlag(call, "-y", "--yes", "--assume-yes", "-qq");
  if (text === "--force-yes" && !answered) {
    if (script.form === "exec" || dockerfile.source.slice(word.span) !== text) return null;
    return replaceExpected(dockerfile.source, word.span, text, "-y");
  }
  return removeOption(dockerfile, script, { name: text, span: word.span, valueSpan: null });
}

const writers = new Set(["echo", "printf", "sed", "add-apt-repository", "apt-add-repository"]);
const configured = new Set([
  "apt-get",
  "apt",
  "aptitude",
  "yum",
  "dnf",
  "dnf5",
  "microdnf",
  "tdnf",
  "yum-config-manager",
]);

/** `apt-get -o APT::Get::AllowUnauthenticated=true`, `echo "deb [trusted=yes] ..."` */
function* ofWords({ name, args }: ShellCommand): Generator<Problem> {
  if (name === null || !(writers.has(name) || configured.has(name))) return;
  for (const word of args) {
    const text = wordText(word);
    const found = settings.exec(text);
    // What lies in the image already comes over no network.
    if (found !== null && !/\][ \t]{0,9}(?:file|copy):/.test(text))
      yield settingProblem(found[0], word.span);
  }
}

function* ofHeredocs(dockerfile: Dockerfile, instruction: Instruction): Generator<Problem> {
  // The body is the script itself, whose commands are judged.
  if (shellOf(dockerfile, instruction)?.form === "heredoc") return;
  for (const { bodySpan } of instruction.heredocs) {
    const found = settings.exec(dockerfile.source.slice(bodySpan));
    if (found === null) continue;
    const start = bodySpan.start + found.index;
    yield settingProblem(found[0], { start, end: start + found[0].length });
  }
}

function settingProblem(text: string, span: Problem["span"]): Problem {
  const what = /trusted=yes/i.test(text) ? "[trusted=yes]" : text.trim();
  return {
    message:
      `\`${what}\` lets in packages without a valid signature: a mirror or anyone on the way can put in another one. ` +
      "Leave it out and add the key of the repository.",
    span,
    aliases: [],
  };
}
