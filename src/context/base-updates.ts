import { posix } from "node:path";
import { isCiFile, type RepositoryFiles } from "./repository-files.ts";
import { itemsOf, parseYaml, textOf, valueAt } from "./yaml-values.ts";

/** Where Dependabot looks for its settings. */
export const dependabotPath = ".github/dependabot.yml";

/** Directories that a new entry names one by one; with more of them it names all by a glob. */
const mostDirectories = 10;

/** Whether something may keep base images current: Dependabot's docker ecosystem, any settings of Renovate, a job that runs one. */
export function hasBaseUpdates(repository: RepositoryFiles): boolean {
  return [...repository.texts].some(([path, text]) => {
    if (isDependabot(path)) return namesDocker(text);
    if (path === "package.json") return /"renovate"\s*:/.test(text);
    if (/renovate(?:rc)?(?:\.json5?)?$/.test(path)) return true;
    return isCiFile(path) && /\b(?:renovate|updatecli|dependabot-core)/i.test(text);
  });
}

/** The settings of Dependabot: path and text; null when there are none. */
export function dependabotFile({ texts }: RepositoryFiles): readonly [string, string] | null {
  return [...texts].find(([path]) => isDependabot(path)) ?? null;
}

/**
 * Dependabot's settings with an entry for the images of Dockerfiles.
 * @param text the settings as they are, null when there are none
 * @returns null when they are written in a way that no line can be added to
 */
export function withDockerUpdates(
  text: string | null,
  { dockerfiles }: RepositoryFiles,
): string | null {
  if (text === null) {
    return `version: 2\nupdates:\n${entryLines(dockerfiles, "  ").join("\n")}\n`;
  }
  const ending = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^updates:\s*(?:#.*)?$/.test(line));
  if (start === -1) return null;
  const next = lines.findIndex((line, index) => index > start && /^[^\s#-]/.test(line));
  let end = next === -1 ? lines.length : next;
  while (end > start + 1 && /^\s*(?:#.*)?$/.test(lines[end - 1] ?? "")) end--;
  const first = lines.slice(start, end).find((line) => /^ *- /.test(line));
  if (first === undefined) return null;
  const entry = entryLines(dockerfiles, /^ */.exec(first)?.[0] ?? "");
  const changed = [...lines.slice(0, end), ...entry, ...lines.slice(end)].join(ending);
  return namesDocker(changed) ? changed : null;
}

function entryLines(dockerfiles: readonly string[], indent: string): string[] {
  const [only = "/", ...others] = directoriesOf(dockerfiles);
  const places =
    others.length === 0
      ? [`  directory: ${only}`]
      : ["  directories:", ...[only, ...others].map((one) => `    - ${one}`)];
  return ["- package-ecosystem: docker", ...places, "  schedule:", "    interval: weekly"].map(
    (line) => indent + line,
  );
}

/** The same entry on one line, for messages. */
export function dockerEntry({ dockerfiles }: RepositoryFiles): string {
  const [only = "/", ...others] = directoriesOf(dockerfiles);
  const places =
    others.length === 0 ? `directory: ${only}` : `directories: [${[only, ...others].join(", ")}]`;
  return `{ package-ecosystem: docker, ${places}, schedule: { interval: weekly } }`;
}

/** The directories of Dockerfiles as Dependabot names them, as YAML. */
function directoriesOf(dockerfiles: readonly string[]): string[] {
  const all = [...new Set(dockerfiles.map((path) => posix.join("/", posix.dirname(path))))];
  return (all.length > mostDirectories ? ["**/*"] : all).map(yamlText);
}

function yamlText(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text);
}

function isDependabot(path: string): boolean {
  return /^\.github\/dependabot\.ya?ml$/.test(path);
}

/** Whether the settings have an entry for Docker; taken for granted where no list of entries can be read. */
function namesDocker(text: string): boolean {
  const updates = valueAt(parseYaml(text), "updates");
  return (
    !Array.isArray(updates) ||
    itemsOf(updates).some((one) => textOf(valueAt(one, "package-ecosystem")) === "docker")
  );
}
