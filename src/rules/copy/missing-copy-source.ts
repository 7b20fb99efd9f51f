import type { BuildContext } from "../../context/build-context.ts";
import { dockerignoreOf, ignoringLine } from "../../context/dockerignore.ts";
import { contextSourcesOf, type ContextSource } from "../../dockerfile/context-sources.ts";
import { joinRelative } from "../../dockerfile/paths.ts";
import { editDistance } from "../../source/nearest.ts";
import type { Confidence, Rule } from "../rule.ts";

/** Most sources that are looked for, and most names that a missing one is compared with: this bounds the cost. */
const mostSources = 200;
const mostNames = 200;

/** Directories that a build or a package manager makes outside the repository's own files. */
const madeDirectory =
  /^(?:dist|build|builds|target|out|output|bin|obj|lib|release|releases|publish|artifacts?|packages?|vendor|node_modules|tmp|temp|cache|certs?|secrets?|data|generated|coverage|site|_.*|\..*|.*\.egg-info|cmake-.*)$/i;

/** Names of files that people write and commit. What has another ending may be made by the build that calls this one. */
const writtenFile =
  /^(?:Makefile|Gemfile|Pipfile|Procfile|Rakefile|LICEN[CS]E|README|.*\.(?:sh|bash|py|rb|php|pl|go|rs|java|kt|kts|cs|c|cc|cpp|h|js|mjs|cjs|ts|tsx|jsx|vue|sql|toml|ya?ml|conf|cfg|cnf|ini|properties|gradle|csproj|fsproj|sln|mod|lock|tmpl|template|j2|tpl|ps1|bat|cmd|service|md|rst|html|css|svg|png|ico)|package(?:-lock)?\.json|tsconfig.*\.json|composer\.json|requirements.*\.txt|constraints.*\.txt)$/;

export const missingCopySource: Rule = {
  name: "missing-copy-source",
  category: "copy",
  severity: "warning",
  confidence: "medium",
  presets: ["recommended"],
  summary: "COPY names a file that does not exist in the build context",
  why:
    "A COPY or ADD of a file that is not there stops the build. Most often the file was renamed or moved, or its name is misspelt; on " +
    "Linux, `Readme.md` and `README.md` are two files.",
  sources: [
    { title: "Docker: COPY", url: "https://docs.docker.com/reference/dockerfile/#copy" },
    { title: "Docker: Build context", url: "https://docs.docker.com/build/concepts/context/" },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen:
    "the file is made before the build starts, or the image is built with another context than this directory.",
  scope: "file",
  examples: [
    {
      bad: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json package-lock.json ./\n",
      good: "FROM node:22.12.0\nWORKDIR /app\nCOPY package.json yarn.lock ./\n",
      files: { "package.json": "{}", "yarn.lock": "" },
    },
    {
      bad: "FROM nginx:1.27.3\nCOPY config/Nginx.conf /etc/nginx/nginx.conf\n",
      good: "FROM nginx:1.27.3\nCOPY config/nginx.conf /etc/nginx/nginx.conf\n",
      files: { "config/nginx.conf": "" },
    },
  ],
  silentOn: ["FROM alpine:3.22\nCOPY nothing.py /app/\n"],
  *check(dockerfile, { buildContext }) {
    const sources = contextSourcesOf(dockerfile).slice(0, mostSources);
    if (sources.length === 0 || buildContext.list("") === null) return;
    const known = dockerignoreOf(buildContext);
    // One source that is there shows that this directory is the context, where no build says so.
    const isContext =
      buildContext.declared != null ||
      sources.some(({ path }) => buildContext.exists(path) === true);
    const told = new Set<string>();
    for (const source of sources) {
      const missing = firstMissing(buildContext, source);
      if (missing === null || told.has(source.path)) continue;
      if (known.kind === "file" && ignoringLine(known.file, source.path) !== null) continue;
      const verdict = judge(buildContext, source, missing, isContext);
      if (verdict === null) continue;
      told.add(source.path);
      yield {
        message: `There is no \`${missing.path}\` in the build context, so ${source.copy.keyword} stops the build. ${verdict.advice}`,
        span: source.word.span,
        confidence: verdict.confidence,
        yieldsTo: source.word.value.includes("..") ? "source-outside-context" : "trailing-comment",
      };
    }
  },
};

/** The part of a path that is not there, where all above it is. */
interface MissingPart {
  readonly path: string;
  readonly parent: string;
  readonly name: string;
  /** The names beside it. */
  readonly siblings: readonly string[];
}

/** Null when all of a path is there, or it is not known: a directory that is a link or a submodule cannot be looked into. */
function firstMissing(context: BuildContext, { path }: ContextSource): MissingPart | null {
  let parent = "";
  for (const name of path.split("/")) {
    const siblings = context.list(parent);
    if (siblings === null) return null;
    const here = joinRelative(parent, name);
    if (!siblings.includes(`${name}/`)) {
      return siblings.includes(name) ? null : { path: here, parent, name, siblings };
    }
    parent = here;
  }
  return null;
}

function judge(
  context: BuildContext,
  { path }: ContextSource,
  missing: MissingPart,
  isContext: boolean,
): { readonly advice: string; readonly confidence: Confidence } | null {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  if (parts.slice(0, -1).some((part) => madeDirectory.test(part))) return null;
  const close = closeName(missing);
  if (
    close !== null &&
    (isContext || missing.parent !== "" || isSameButCase(close, missing.name))
  ) {
    return {
      advice: `Did you mean \`${joinRelative(missing.parent, close)}\`?`,
      confidence: "high",
    };
  }
  if (!isContext || !writtenFile.test(name)) return null;
  return { advice: "Correct the path, or add the file.", confidence: "medium" };
}

/** The name beside a missing one that it was most likely to be: another case, or one or two letters away. */
function closeName({ name, siblings }: MissingPart): string | null {
  const names = siblings.slice(0, mostNames).map((sibling) => sibling.replace(/\/$/, ""));
  const sameLetters = names.find((one) => isSameButCase(one, name));
  if (sameLetters !== undefined) return sameLetters;
  if (name.length < 4 || name.length > 64 || madeDirectory.test(name)) return null;
  const most = name.length < 8 ? 1 : 2;
  const withoutDigits = name.replace(/\d+/g, "");
  const found = names.find(
    (one) =>
      Math.abs(one.length - name.length) <= most &&
      one.replace(/\d+/g, "") !== withoutDigits &&
      extensionOf(one) === extensionOf(name) &&
      editDistance(one, name) <= most,
  );
  return found ?? null;
}

function isSameButCase(one: string, other: string): boolean {
  return one !== other && one.toLowerCase() === other.toLowerCase();
}

function extensionOf(name: string): string {
  return /\.[^.]+$/.exec(name)?.[0] ?? "";
}
