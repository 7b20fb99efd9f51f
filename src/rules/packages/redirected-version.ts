import type { Dockerfile } from "../../dockerfile/model.ts";
import type { PackageCall } from "../../shell/model.ts";
import { listed } from "../../shell/listed.ts";
import { packageCalls } from "../../shell/package-managers/package-calls.ts";
import {
  redirectedVersions,
  type RedirectedVersion,
} from "../../shell/package-managers/redirected-versions.ts";
import { join } from "../../source/span.ts";
import { replaceExpected } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

export const redirectedVersion: Rule = {
  name: "redirected-version",
  category: "packages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "The shell takes the version of a package for a redirection",
  why:
    "Without quotes the shell takes `>` and `<` out of the command before the package manager sees it: `pip install flask>=3` " +
    "installs whatever version of `flask` is newest and writes its messages to a file named `=3`, and `pip install flask<3` reads " +
    "from a file named `3` and fails. Nothing in the build log says that the version was lost.",
  sources: [
    {
      title: "pip: pip install, examples with version specifiers",
      url: "https://pip.pypa.io/en/stable/cli/pip_install/#requirement-specifiers",
    },
    {
      title: "POSIX: Shell Command Language, Redirection",
      url: "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_07",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "instruction",
  examples: [
    {
      bad: "FROM python:3.13-slim\nRUN pip install --no-cache-dir flask>=3.0\n",
      good: 'FROM python:3.13-slim\nRUN pip install --no-cache-dir "flask>=3.0"\n',
      fixed: 'FROM python:3.13-slim\nRUN pip install --no-cache-dir "flask>=3.0"\n',
    },
    {
      bad: "FROM python:3.13-slim\nRUN pip install --no-cache-dir numpy>=1.20,<2 \\\n    'pandas==2.2.3'\n",
      good: "FROM python:3.13-slim\nRUN pip install --no-cache-dir 'numpy>=1.20,<2' \\\n    'pandas==2.2.3'\n",
      fixed:
        "FROM python:3.13-slim\nRUN pip install --no-cache-dir 'numpy>=1.20,<2' \\\n    'pandas==2.2.3'\n",
    },
    {
      bad: "FROM node:22-alpine\nRUN npm install -g npm@>=10\n",
      good: 'FROM node:22-alpine\nRUN npm install -g "npm@>=10"\n',
      fixed: 'FROM node:22-alpine\nRUN npm install -g "npm@>=10"\n',
    },
  ],
  silentOn: [
    "FROM python:3.13\nRUN pip install flask>/dev/null\n",
    "FROM python:3.13\nRUN pip install flask>install.log 2>&1\n",
    "FROM python:3.13\nRUN pip install flask >3\n",
    "FROM python:3.13\nRUN pip install flask~=3.0 'jinja2>=3' \"click<9\" werkzeug\\>=3\n",
    'FROM python:3.13\nRUN ["pip", "install", "flask>=3.0"]\n',
    "FROM python:3.13\nRUN pip install -r requirements.txt>=3\n",
    "FROM python:3.13\nRUN echo flask>=3.0\n",
    "FROM python:3.13\nRUN pip install flask>>3\n",
  ],
  *check(dockerfile) {
    for (const run of dockerfile.instructions) {
      if (run.kind !== "run") continue;
      for (const call of packageCalls(dockerfile, run)) {
        const found = redirectedVersions(call);
        const [first] = found;
        if (first === undefined) continue;
        const reads = found.flatMap((one) => one.reads);
        yield {
          message: messageOf(dockerfile, call, found),
          span: join(first.span, found.at(-1)?.span ?? first.span),
          // What is lost is a lower bound, which the newest version mostly keeps; a file that is not there ends the build.
          ...(reads.length > 0 ? { severity: "error" as const } : {}),
          fix: quoted(dockerfile, call, found),
        };
      }
    }
  },
};

function messageOf(
  { source }: Dockerfile,
  { manager }: PackageCall,
  found: readonly RedirectedVersion[],
): string {
  const words = listed(found.map(({ span }) => source.slice(span)));
  const read = found.flatMap(({ reads }) => reads)[0];
  const written = found.flatMap(({ writes }) => writes).at(-1) ?? "";
  const one = found.length === 1;
  const effect =
    read === undefined
      ? `its messages go to a file named \`${written}\``
      : `the build fails, because there is no file named \`${read}\` to read from`;
  return (
    `The shell takes the ${one ? "version" : "versions"} in ${words} for ${one ? "a redirection" : "redirections"}: \`${manager}\` ` +
    `gets ${one ? "the name" : "the names"} alone, and ${effect}. Put ${one ? "it" : "each"} in quotes.`
  );
}

/** The words in the quotes that the command uses elsewhere; none where quotes are there already, or around the command. */
function quoted(
  { source }: Dockerfile,
  { command }: PackageCall,
  found: readonly RedirectedVersion[],
): Fix | undefined {
  const words = found.map(({ span }) => source.slice(span));
  if (command.nested || words.some((word) => /['"\\`\s]/.test(word))) return undefined;
  const isSingle = source.slice(command.span).includes("'") && !words.join("").includes("$");
  const quote = isSingle ? "'" : '"';
  return {
    title: words.length === 1 ? `Put ${words.join("")} in quotes` : "Put each version in quotes",
    safety: "review",
    edits: found.map(({ span }) => {
      const word = source.slice(span);
      return replaceExpected(source, span, word, quote + word + quote);
    }),
  };
}
