import { resolveInside } from "./context-root.ts";
import type { DeclaredBuild } from "./declared-build.ts";
import type { Values } from "./workflow-expressions.ts";

/** Options of `docker build` that take no value; every other one does. */
const switches = new Set(
  "-q --quiet --push --load --pull --no-cache --rm --force-rm --squash --compress --check --debug -D --disable-content-trust".split(
    " ",
  ),
);

/**
 * The image builds among the commands of a script: `docker build -f X DIR`, also by buildx, podman, buildah and nerdctl, with
 * the `cd` before them.
 * @param start the directory that the script begins in, from the repository's root
 * @param values the variables that are known, as `env.NAME`
 */
export function buildCommands(script: string, start: string, values: Values): DeclaredBuild[] {
  const builds: DeclaredBuild[] = [];
  let directory: string | null = start;
  for (const line of script.replace(/\\\r?\n/g, " ").split(/\r?\n|&&|\|\||;|\|/)) {
    const words = wordsOf(line).map((word) => expand(word, directory ?? "", values));
    if (words[0] === "cd")
      directory = directory === null ? null : resolveInside(directory, words[1] ?? "");
    // Where a subshell or a stack of directories leads to is not followed.
    if (/^(?:\(|pushd$|popd$)/.test(words[0] ?? "")) directory = null;
    const rest = buildArguments(words);
    if (rest === null || directory === null) continue;
    const build = readBuild(rest, directory);
    if (build !== null) builds.push(build);
  }
  return builds;
}

/** The words of a simple command, quotes resolved, up to a comment. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith("#"));
  const own = comment === -1 ? words : words.slice(0, comment);
  return own.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

function expand(word: string, directory: string, values: Values): string {
  return word
    .replace(/\$\(pwd\)|`pwd`|\$\{?PWD\}?/g, `/${directory}`)
    .replace(/\$\{?GITHUB_WORKSPACE\}?/g, "/")
    .replace(/\$\{?(\w+)\}?/g, (whole, name: string) => values.get(`env.${name}`) ?? whole);
}

/** What follows `build`; null when the command builds no image. */
function buildArguments(words: readonly string[]): readonly string[] | null {
  const start = words.findIndex((word) => !/^(?:\w+=.*|sudo|time|env)$/.test(word));
  if (!/^(?:docker|podman|buildah|nerdctl)$/.test(words[start] ?? "")) return null;
  const at = words.findIndex((word, index) => index > start && /^(?:build|bud)$/.test(word));
  const between = words.slice(start + 1, Math.max(at, 0));
  const isBuild = at !== -1 && between.every((word) => /^(?:buildx|image|builder)$/.test(word));
  return isBuild ? words.slice(at + 1) : null;
}

function readBuild(words: readonly string[], directory: string): DeclaredBuild | null {
  const { options, place } = readOptions(words);
  const file = options.findLast(([name]) => name === "-f" || name === "--file")?.[1] ?? null;
  if (place === null || place === "-" || /^[\w+.-]+:\/\/|^git@/.test(place)) return null;
  const context = resolveInside(directory, place);
  if (context === null || file === "-") return null;
  const dockerfile =
    file === null ? resolveInside(context, "Dockerfile") : resolveInside(directory, file);
  if (dockerfile === null) return null;
  const named = options.filter(([name]) => name === "--build-context");
  return { dockerfile, context, namedContexts: named.map(([, value]) => beforeEquals(value)) };
}

/** The options with their values, and the last argument that is none: the context. */
function readOptions(words: readonly string[]): {
  options: (readonly [string, string])[];
  place: string | null;
} {
  const options: (readonly [string, string])[] = [];
  let place: string | null = null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (/^\d?[<>]/.test(word)) break;
    if (!word.startsWith("-") || word === "-") place = word;
    else if (word.includes("="))
      options.push([beforeEquals(word), word.slice(word.indexOf("=") + 1)]);
    else options.push([word, switches.has(word) ? "" : (words[++at] ?? "")]);
  }
  return { options, place };
}

function beforeEquals(text: string): string {
  return text.split("=", 1)[0] ?? "";
}
