import {
  dependabotFile,
  dependabotPath,
  dockerEntry,
  hasBaseUpdates,
  withDockerUpdates,
} from "../../context/base-updates.ts";
import {
  isCiFile,
  speaksForRepository,
  type RepositoryFiles,
} from "../../context/repository-files.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import type { Fix, Rule } from "../rule.ts";

const npmOnly = `version: 2
updates:
  - package-ecosystem: npm
    directory: /
    schedule:
      interval: weekly
`;
const docker = `  - package-ecosystem: docker
    directory: /
    schedule:
      interval: weekly
`;

export const unautomatedBaseUpdates: Rule = {
  name: "unautomated-base-updates",
  category: "repository",
  severity: "info",
  confidence: "medium",
  presets: ["audit"],
  summary: "Neither Dependabot nor Renovate keeps the base images current",
  why:
    "A tag or digest that is pinned stays what it is until somebody changes it, and with it every vulnerability that has been mended since. Dependabot's " +
    "`docker` ecosystem and Renovate open a pull request for each new version, so that pinning costs no attention.",
  sources: [
    {
      title: "GitHub: Dependabot options, package-ecosystem",
      url: "https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference#package-ecosystem-",
    },
    { title: "Renovate: Docker", url: "https://docs.renovatebot.com/docker/" },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "base images are raised by a pipeline elsewhere, or by hand on a known day.",
  scope: "file",
  examples: [
    {
      bad: "FROM node:22.12.0\n",
      good: "FROM node:22.12.0\n",
      files: { ".github/CODEOWNERS": "* @acme/platform\n" },
      goodFiles: { ".github/dependabot.yml": npmOnly + docker },
      fixedFiles: { ".github/dependabot.yml": `version: 2\nupdates:\n${docker}` },
    },
    {
      bad: "FROM node:22.12.0\n",
      good: "FROM node:22.12.0\n",
      files: { ".github/dependabot.yml": npmOnly },
      goodFiles: { "renovate.json": '{ "extends": ["config:recommended"] }' },
      fixedFiles: { ".github/dependabot.yml": npmOnly + docker },
    },
  ],
  silentOn: ["FROM scratch\nCOPY app /app\n"],
  *check(dockerfile, { path, buildContext: { repository, root } }) {
    if (repository == null || !speaksForRepository(repository, path)) return;
    const from = instructionsOfKind(dockerfile, "from").find(
      ({ image }) => image.reference !== null,
    );
    if (from === undefined || hasBaseUpdates(repository)) return;
    yield {
      message:
        `Nothing raises the base images of this repository, such as \`${from.image.text}\`: vulnerabilities that are mended in newer ones stay. ` +
        `Add the entry \`${dockerEntry(repository)}\` below \`updates\` in \`${dependabotPath}\`, or set up Renovate.`,
      span: from.image.span,
      // Fixes write below the build context only, and a repository with another CI may not be GitHub's.
      fix:
        root === "" && repository.prefix === "" && isGitHubs(repository)
          ? fixOf(repository)
          : undefined,
    };
  },
};

function isGitHubs({ texts }: RepositoryFiles): boolean {
  const paths = [...texts.keys()];
  return paths.some((path) => path.startsWith(".github/")) || !paths.some(isCiFile);
}

function fixOf(repository: RepositoryFiles): Fix | undefined {
  const [path, before] = dependabotFile(repository) ?? [dependabotPath, null];
  const text = withDockerUpdates(before, repository);
  if (text === null) return undefined;
  return {
    title: `Let Dependabot raise base images in ${path}: check that you want its pull requests`,
    safety: "review",
    edits: [],
    files: [{ path, text }],
  };
}
