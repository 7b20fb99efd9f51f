import type { DependencyTool } from "../dockerfile/dependency-tools.ts";
import type { BuildContext } from "./build-context.ts";
import { joinPath, resolveInside } from "./context-root.ts";
import { localReference } from "./local-references.ts";
import { manifestFiles, projectFilesIn, type ProjectFiles } from "./manifests.ts";
import { nodeNeeds } from "./node-project.ts";
import { sentNames } from "./sent-files.ts";
import { directoryOf } from "../source/paths.ts";

/** What has to be copied of a project so that its dependencies can be installed. */
export interface NeededFiles {
  /** Sources of COPY, each of which is there, directories with a slash; null when it cannot be told. */
  readonly files: readonly string[] | null;
  /** What the install reads of the repository besides such files, in words; null when nothing is known of it. */
  readonly reason: string | null;
}

/** Tools whose manifests say themselves what lies elsewhere, so that names in the listing need not be guessed from. */
const explicitTools = new Set<DependencyTool>([
  "pipenv",
  "poetry",
  "uv",
  "bundle",
  "composer",
  "mix",
  "mvn",
]);

/**
 * What to copy of a project, from its directory.
 * @param directory from the context's root
 * @param locked whether the install fails without a lockfile, so that there must be one
 */
export function neededFiles(
  context: BuildContext,
  directory: string,
  tool: DependencyTool,
  locked: boolean,
): NeededFiles {
  const project = projectFilesIn(context, directory, tool);
  if (project === null) {
    const { manifests, lockfiles } = manifestFiles[tool];
    return { files: unknownFilesToCopy(tool, manifests, lockfiles, locked), reason: null };
  }
  const isNode = manifestFiles[tool].manifests[0] === "package.json";
  const node = isNode
    ? nodeNeeds(context, directory, tool, sentNames(context, directory) ?? [])
    : null;
  const reason = node === null ? reasonOf(context, directory, tool, project) : node.reason;
  if (reason !== null) return { files: null, reason };
  const sources = projectSources(tool, project).filter(
    (name) => !isOnlyWrapper(context, joinPath(directory, name)),
  );
  return { files: [...sources, ...(node?.files ?? [])], reason: null };
}

/** Whether a directory of settings holds nothing but what starts Maven, which an image of Maven has no use for. */
function isOnlyWrapper(context: BuildContext, path: string): boolean {
  const names = path.endsWith("/.mvn/") || path === ".mvn/" ? context.list(path) : null;
  return names?.every((name) => name === "wrapper/") === true;
}

function projectSources(tool: DependencyTool, project: ProjectFiles): readonly string[] {
  const { manifests, lockfiles, settings } = project;
  if (tool === "npm" && lockfiles.includes("package-lock.json")) {
    return ["package*.json", ...without(lockfiles, "package-lock.json"), ...settings];
  }
  return [...manifests, ...lockfiles, ...settings];
}

/** What in a listing, or in the manifests where their texts are known, says that an install reads more. */
function reasonOf(
  context: BuildContext,
  directory: string,
  tool: DependencyTool,
  { manifests, signs }: ProjectFiles,
): string | null {
  const texts = manifests.map((name) => context.readText?.(joinPath(directory, name)) ?? null);
  const reference = texts.map((text) => (text === null ? null : localReference(tool, text)));
  const found = reference.find((one) => one !== null);
  if (found !== undefined) return `\`${found}\``;
  const [sign] = explicitTools.has(tool) && !texts.includes(null) ? [] : signs;
  return sign === undefined ? null : `\`${sign}\``;
}

/** Names that must be there, and patterns that match them; a lockfile that may be missing is a pattern of its own. */
function unknownFilesToCopy(
  tool: DependencyTool,
  manifests: readonly string[],
  lockfiles: readonly string[],
  locked: boolean,
): readonly string[] | null {
  const [manifest] = manifests;
  const [lockfile] = lockfiles;
  if (manifest === undefined || manifest.startsWith("*")) return null;
  if (tool === "npm") return ["package*.json"];
  if (tool === "bun") return [manifest, "bun.lock*"];
  if (lockfile === undefined) return [manifest];
  return [manifest, locked ? lockfile : `${lockfile}*`];
}

/** Of requirement files, paths from the context's root: what to copy so that those they include come along. */
export function requirementsToCopy(files: readonly string[], context: BuildContext): NeededFiles {
  const wanted = new Set<string>();
  const queue = [...files];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const text = context.readText?.(file) ?? null;
    const source = text === null ? requirementSource(file, context) : file;
    if (wanted.has(source)) continue;
    wanted.add(source);
    const reference = localReference("pip", text ?? "");
    if (reference !== null) return { files: null, reason: `\`${reference}\`` };
    const directory = directoryOf(file);
    for (const [, name = ""] of (text ?? "").matchAll(includedFile)) {
      const included = resolveInside(directory, name);
      if (included !== null && !name.includes("://")) queue.push(included);
    }
  }
  return { files: [...wanted], reason: null };
}

/** A line of a requirements file that reads another one: `-r base.txt`, `--constraint=c.txt`. */
const includedFile = /^[ \t]*(?:-r|-c|--requirement|--constraint)[ \t=]*([^\s#]+)/gm;

function requirementSource(file: string, context: BuildContext): string {
  const slash = file.lastIndexOf("/");
  const directory = file.slice(0, Math.max(slash, 0));
  const name = file.slice(slash + 1);
  // The files of such a directory include each other.
  if (/(^|\/)requirements$/.test(directory)) return `${directory}/`;
  const siblings =
    context.list(directory)?.filter((other) => /^requirements.*\.txt$/.test(other)) ?? [];
  const mayInclude =
    name !== "requirements.txt" && /^requirements.*\.txt$/.test(name) && siblings.length > 1;
  return mayInclude ? `${directory === "" ? "" : `${directory}/`}requirements*.txt` : file;
}

function without(names: readonly string[], name: string): readonly string[] {
  return names.filter((other) => other !== name);
}
