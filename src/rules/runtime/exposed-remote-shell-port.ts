import { instructionsOfKind } from "../../dockerfile/queries.ts";
import { readPort } from "../../dockerfile/exposed-ports.ts";
import { isForTests } from "../../dockerfile/test-files.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import type { Dockerfile } from "../../dockerfile/model.ts";
import { usersOf } from "../../shell/users/unused-users.ts";
import type { Rule } from "../rule.ts";

/** Ports by which people log in to machines, from IANA's register of service names and ports. */
const remoteShells: ReadonlyMap<number, string> = new Map([
  [22, "SSH"],
  [23, "Telnet"],
  [3389, "Remote Desktop"],
  [5900, "VNC"],
]);

export const exposedRemoteShellPort: Rule = {
  name: "exposed-remote-shell-port",
  category: "runtime",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended", "security"],
  summary: "EXPOSE of a port for remote logins: SSH, Telnet, Remote Desktop, VNC",
  why:
    "A login service inside a container is a second way in: it needs users, keys or passwords in the image, updates of its own " +
    "and a second process beside the real one. `docker exec` and `kubectl exec` open a shell under the platform's own access " +
    "control, without any port.",
  sources: [
    {
      title: "OWASP Docker Security Cheat Sheet",
      url: "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
    },
  ],
  aliases: ["DS-0004", "CKV_DOCKER_1"],
  fix: "none",
  scope: "instruction",
  words: ["expose"],
  ignoreWhen:
    "When the login is the purpose of the image, as in a Git server, a jump host or a remote desktop:",
  examples: [
    {
      bad: "FROM debian:12\nEXPOSE 22 8080\n",
      good: "FROM debian:12\nEXPOSE 8080\n",
    },
    {
      bad: "FROM ubuntu:24.04\nEXPOSE 5900/tcp\n",
      good: "FROM ubuntu:24.04\nEXPOSE 6080/tcp\n",
    },
  ],
  silentOn: [
    "FROM debian:12\nEXPOSE 2222\n",
    "FROM debian:12\nARG PORT\nEXPOSE $PORT\n",
    "FROM debian:12\nEXPOSE 22/udp\n",
    "FROM alpine:3.22\nEXPOSE 22 3000\nRUN apk add --no-cache git openssh && adduser -S -D -h /data/git git\n",
  ],
  *check(dockerfile, { path }) {
    // Tests of clients need a server to log in to.
    if (isForTests(path)) return;
    for (const { words, state } of instructionsOfKind(dockerfile, "expose")) {
      for (const word of words) {
        const text = expandWord(word, state.lookup);
        const found = text === null ? null : remoteShellIn(text);
        if (found === null || isGitServer(dockerfile)) continue;
        yield {
          message: `\`${word.text}\` is the port of ${found.service}: ${found.service === "VNC" || found.service === "Remote Desktop" ? desktop : shell}`,
          span: word.span,
          aliases: found.port === 22 ? ["DS-0004", "CKV_DOCKER_1"] : [],
        };
      }
    }
  },
};

/** Git servers let their users in as `git`, over SSH: the login is what they are for. */
function isGitServer(dockerfile: Dockerfile): boolean {
  const { finalStage } = dockerfile;
  return finalStage !== null && usersOf(dockerfile, finalStage).some(({ name }) => name === "git");
}

const shell =
  "a remote login into the container needs credentials in the image and goes round the platform's access control. " +
  "Remove it and use `docker exec` or `kubectl exec`.";

/** `docker exec` shows no desktop, so there is nothing to put in its place. */
const desktop =
  "whoever reaches it and has the password, which every container of the image shares, works in the container's desktop. " +
  "Remove it, or start the desktop only in an image for debugging.";

/** The first port for remote logins that an argument of EXPOSE names. */
function remoteShellIn(text: string): { port: number; service: string } | null {
  const { first, last, protocol } = readPort(text);
  if (first === null || last === null || !/^(tcp)?$/i.test(protocol ?? "")) return null;
  for (const [port, service] of remoteShells) {
    if (first <= port && port <= last) return { port, service };
  }
  return null;
}
