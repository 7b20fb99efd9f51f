import type { RunInstruction } from "../../dockerfile/model.ts";
import { wordText } from "../../shell/reading/command-options.ts";
import type { ShellCommand, ShellScript, ShellWord } from "../../shell/model.ts";
import { shellOf } from "../../shell/parse-shell.ts";
import { removedPaths } from "../../shell/layers/removed-paths.ts";
import type { Rule } from "../rule.ts";

/** Files that tools read their credentials from. */
const files =
  /(?:^|\/)(\.npmrc|\.yarnrc(?:\.yml)?|\.netrc|_netrc|pip\.conf|\.pypirc|\.git-credentials|\.gemrc|nuget\.config|auth\.json|settings\.xml|credentials(?:\.toml)?|id_(?:rsa|dsa|ecdsa|ed25519))$/i;

export const secretMountUnused: Rule = {
  name: "secret-mount-unused",
  category: "secrets",
  severity: "info",
  confidence: "medium",
  presets: ["strict", "security"],
  summary: "A file of credentials is written and deleted in a RUN where a secret mount belongs",
  why:
    "Deleting the file in the same RUN keeps it out of the layer, but not what it was made of: the build argument or the text of the " +
    "command is in the image's history, and a step that fails in between leaves the file in the build cache. A secret mount " +
    "puts the file there for one RUN, and nothing has to be deleted.",
  sources: [
    { title: "Docker: Build secrets", url: "https://docs.docker.com/build/building/secrets/" },
  ],
  aliases: [],
  fix: "none",
  scope: "instruction",
  examples: [
    {
      bad:
        'FROM node:22.12.0\nRUN echo "//npm.example.com/:_authToken=${NPM_TOKEN}" > .npmrc \\\n' +
        "    && npm ci \\\n    && rm -f .npmrc\n",
      good: "FROM node:22.12.0\nRUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci\n",
    },
    {
      bad:
        'FROM alpine:3.22\nRUN printf "machine example.com login x password %s" "$PASS" >> /root/.netrc && \\\n' +
        "    git clone https://example.com/shop.git && rm /root/.netrc\n",
      good: "FROM alpine:3.22\nRUN --mount=type=secret,id=netrc,target=/root/.netrc git clone https://example.com/shop.git\n",
    },
  ],
  silentOn: [
    "FROM node:22.12.0\nRUN --mount=type=secret,id=t echo //npm.example.com/:_authToken=$(cat /run/secrets/t) > .npmrc && npm ci && rm .npmrc\n",
    "FROM node:22.12.0\nRUN echo 'engine-strict=true' > .npmrc && npm ci\n",
    "FROM node:22.12.0\nRUN echo 'fund=false' > .npmrc && npm ci && rm .npmrc\n",
    "FROM node:22.12.0\nRUN npm ci && rm -f .npmrc\n",
    "FROM node:22.12.0\nRUN echo x > note.txt && rm note.txt\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      const script = run.kind === "run" ? shellOf(dockerfile, run) : null;
      if (run.kind !== "run" || script === null || hasSecretMount(run)) continue;
      const removed = new Set(removedPaths(script, run.state).map(({ path }) => baseName(path)));
      if (removed.size === 0) continue;
      for (const { name, word } of writtenFiles(script)) {
        if (!removed.has(name)) continue;
        yield {
          message:
            `\`${name}\` is written with credentials and deleted again in one RUN; what it was made of stays in the image's history ` +
            "or the build cache. Mount it with `RUN --mount=type=secret`.",
          span: word.span,
        };
        removed.delete(name);
      }
    }
  },
};

function hasSecretMount({ mounts }: RunInstruction): boolean {
  return mounts.some(({ type }) => type === "secret" || type === "ssh");
}

interface WrittenFile {
  readonly name: string;
  readonly word: ShellWord;
}

/** The files of credentials that commands write by a redirection or by `tee`, with something in them that is not public. */
function writtenFiles(script: ShellScript): WrittenFile[] {
  return script.commands.flatMap((command) => {
    const targets = command.redirects
      .filter(({ operator }) => /^1?>{1,2}\|?$/.test(operator))
      .flatMap(({ target }) => target ?? []);
    const words = command.name === "tee" ? [...targets, ...command.args] : targets;
    return words.flatMap((word) => {
      const found = files.exec(wordText(word).replace(/["']/g, ""));
      return found !== null && mayHoldSecret(command) ? [{ name: found[1] ?? "", word }] : [];
    });
  });
}

function mayHoldSecret({ name, args }: ShellCommand): boolean {
  if (name !== "echo" && name !== "printf") return true;
  return args.some(
    ({ text, variables }) =>
      variables.length > 0 || /\$\(|`|_auth|token|passw|secret|login|:\/\/[^\s/]+@/i.test(text),
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
