import { familyOfStage } from "../../dockerfile/image-family.ts";
import { lacksPasswd } from "../../dockerfile/passwd-file.ts";
import { isRoot } from "../../dockerfile/users.ts";
import { expandWord } from "../../dockerfile/variables.ts";
import { knownUids } from "../../shell/users/created-users.ts";
import type { Rule } from "../rule.ts";

/** Users that well-known images bring along, by the last part of the image's name. From their Dockerfiles, 2026-11. */
const broughtAlong: ReadonlyMap<string, string> = new Map([
  ["nonroot", "65532"],
  ["nobody", "65534"],
  ["node", "1000"],
  ["bun", "1000"],
]);

export const nonNumericUser: Rule = {
  name: "non-numeric-user",
  category: "user",
  severity: "info",
  confidence: "high",
  presets: ["strict", "hadolint"],
  summary: "The image's USER is a name, which Kubernetes cannot tell from root",
  why:
    "With `runAsNonRoot` Kubernetes has to know before it starts a container that the user is not root. It cannot look into the " +
    "image's `/etc/passwd`, so a name makes it refuse: `container has runAsNonRoot and image has non-numeric user`. A number is known " +
    "at once, also to whoever sets the ownership of volumes.",
  sources: [
    {
      title: "Kubernetes: Configure a security context for a Pod or Container",
      url: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
    },
  ],
  aliases: ["DL3066"],
  fix: "none",
  ignoreWhen: "the image does not run on Kubernetes, or its manifests set `runAsUser`.",
  scope: "file",
  examples: [
    {
      bad: 'FROM debian:12.8\nRUN useradd --system --uid 10001 app\nUSER app\nCMD ["/server"]\n',
      good: 'FROM debian:12.8\nRUN useradd --system --uid 10001 app\nUSER 10001\nCMD ["/server"]\n',
    },
    {
      bad: 'FROM gcr.io/distroless/static-debian12:latest\nCOPY server /\nUSER nonroot:nonroot\nENTRYPOINT ["/server"]\n',
      good: 'FROM gcr.io/distroless/static-debian12:latest\nCOPY server /\nUSER 65532:65532\nENTRYPOINT ["/server"]\n',
    },
  ],
  silentOn: [
    "FROM debian:12.8 AS build\nUSER app\nRUN make\nFROM debian:12.8\nUSER 10001\n",
    "FROM debian:12.8\nUSER app\nRUN make\nUSER 10001:app\n",
    "FROM debian:12.8\nUSER root\n",
    "FROM debian:12.8\nARG APP_UID\nUSER ${APP_UID}\n",
    "FROM debian:12.8\nARG APP_UID=10001\nUSER ${APP_UID}\n",
    "# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nUSER ContainerUser\n",
  ],
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    const instruction = stage?.endState.user ?? null;
    if (stage === null || instruction?.user == null || familyOfStage(stage) === "windows") return;
    const text = expandWord(instruction.user, instruction.state.lookup);
    const name = text?.trim().replace(/:.*$/, "") ?? "";
    if (name === "" || /^\d+$/.test(name) || isRoot(name)) return;
    // Then the container does not even start, which named-user-without-passwd says.
    if (lacksPasswd(stage)) return;
    const uid = knownUids(dockerfile).get(name) ?? broughtAlong.get(name);
    const remedy =
      uid === undefined
        ? `Write its number; if the file creates \`${name}\`, give it a fixed one (\`useradd --uid\`)`
        : `Write \`USER ${uid}\``;
    yield {
      message: `\`USER ${instruction.user.text}\` is a name: with \`runAsNonRoot\` Kubernetes refuses to start the image. ${remedy}.`,
      span: instruction.user.span,
    };
  },
};
