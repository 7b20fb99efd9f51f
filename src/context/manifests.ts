import type { DependencyTool } from "../dockerfile/dependency-tools.ts";
import type { BuildContext } from "./build-context.ts";
import { joinPath, resolveInside } from "./context-root.ts";
import { localReference } from "./local-references.ts";
import { nodeNeeds } from "./node-project.ts";

/** What a tool reads in a project's directory when it installs its dependencies. */
export interface ManifestFiles {
  /** One of them makes a directory a project. The first is the usual one; `*.csproj` is a pattern. */
  readonly manifests: readonly string[];
  readonly lockfiles: readonly string[];
  /** Settings that the install reads where they exist. */
  readonly settings: readonly string[];
  /** Names whose presence says that the install may read more than these files: workspaces, patches, local packages. */
  readonly signs: readonly string[];
}

const nodeSigns = [
  ..."packages/ apps/ libs/ patches/ prisma/ lerna.json nx.json turbo.json rush.json pnpm-workspace.yaml".split(
    " ",
  ),
  "binding.gyp",
];

/** The files that each tool reads, from its documentation. */
export const manifestFiles: Readonly<Record<DependencyTool, ManifestFiles>> = {
  npm: {
    manifests: ["package.json"],
    lockfiles: ["package-lock.json", "npm-shrinkwrap.json"],
    settings: [".npmrc"],
    signs: nodeSigns,
  },
  yarn: {
    manifests: ["package.json"],
    lockfiles: ["yarn.lock"],
    settings: [".yarnrc.yml", ".yarnrc", ".npmrc"],
    // Plug-ins, patches and the release of yarn itself lie in `.yarn`.
    signs: [...nodeSigns, ".yarn/"],
  },
  pnpm: {
    manifests: ["package.json"],
    lockfiles: ["pnpm-lock.yaml"],
    settings: [".npmrc", ".pnpmfile.cjs"],
    signs: nodeSigns,
  },
  bun: {
    manifests: ["package.json"],
    lockfiles: ["bun.lock", "bun.lockb"],
    settings: ["bunfig.toml", ".npmrc"],
    signs: nodeSigns,
  },
  pip: { manifests: ["requirements.txt"], lockfiles: [], settings: [], signs: [] },
  pipenv: { manifests: ["Pipfile"], lockfiles: ["Pipfile.lock"], settings: [], signs: [] },
  poetry: {
    manifests: ["pyproject.toml"],
    lockfiles: ["poetry.lock"],
    settings: ["poetry.toml"],
    signs: ["packages/", "libs/"],
  },
  uv: {
    manifests: ["pyproject.toml"],
    lockfiles: ["uv.lock"],
    settings: ["uv.toml", ".python-version"],
    signs: ["packages/", "libs/"],
  },
  go: {
    manifests: ["go.mod"],
    lockfiles: ["go.sum"],
    settings: [],
    signs: ["go.work", "vendor/"],
  },
  cargo: {
    manifests: ["Cargo.toml"],
    lockfiles: ["Cargo.lock"],
    settings: ["rust-toolchain.toml", "rust-toolchain"],
    signs: ["crates/"],
  },
  mvn: { manifests: ["pom.xml"], lockfiles: [], settings: [], signs: [] },
  gradle: {
    manifests: ["build.gradle", "build.gradle.kts"],
    lockfiles: ["gradle.lockfile"],
    settings: ["settings.gradle", "settings.gradle.kts", "gradle.properties"],
    signs: ["buildSrc/"],
  },
  bundle: {
    manifests: ["Gemfile"],
    lockfiles: ["Gemfile.lock"],
    settings: [".ruby-version"],
    signs: ["engines/", "gems/", "*.gemspec"],
  },
  composer: {
    manifests: ["composer.json"],
    lockfiles: ["composer.lock"],
    settings: ["symfony.lock", "auth.json"],
    signs: ["packages/"],
  },
  dotnet: {
    manifests: ["*.csproj", "*.fsproj", "*.vbproj"],
    lockfiles: ["packages.lock.json"],
    settings: [
      "nuget.config",
      "NuGet.Config",
      "NuGet.config",
      "global.json",
      "Directory.Build.props",
      "Directory.Packages.props",
      "Directory.Build.targets",
    ],
    signs: ["*.sln", "*.slnx"],
  },
  mix: { manifests: ["mix.exs"], lockfiles: ["mix.lock"], settings: [], signs: ["apps/"] },
};

/** What a listing says of a project. */
export interface ProjectFiles {
  readonly manifests: readonly string[];
  readonly lockfiles: readonly string[];
  readonly settings: readonly string[];
  readonly signs: readonly string[];
}

/**
 * The files of a tool's project in a directory of the build context.
 * @returns null when the directory is not known, or holds no manifest of this tool: then it is not what the build sees
 */
export function projectFilesIn(
  context: BuildContext,
  directory: string,
  tool: DependencyTool,
): ProjectFiles | null {
  const names = context.list(directory);
  if (names === null) return null;
  const files = manifestFiles[tool];
  const present = (wanted: readonly string[]) => wanted.flatMap((name) => matching(names, name));
  const manifests = present(files.manifests);
  if (manifests.length === 0) return null;
  return {
    manifests,
    lockfiles: present(files.lockfiles),
    settings: present(files.settings),
    signs: present(files.signs),
  };
}

/** The names that a name of the table stands for: itself, or those with its ending when it begins with `*`. */
function matching(names: readonly string[], wanted: string): readonly string[] {
  if (wanted.startsWith("*")) return names.filter((name) => name.endsWith(wanted.slice(1)));
  return names.includes(wanted) ? [wanted] : [];
}

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
  const node = isNode ? nodeNeeds(context, directory, tool, context.list(directory) ?? []) : null;
  const reason = node === null ? reasonOf(context, directory, tool, project) : node.reason;
  if (reason !== null) return { files: null, reason };
  return { files: [...projectSources(tool, project), ...(node?.files ?? [])], reason: null };
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
    const directory = file.slice(0, Math.max(file.lastIndexOf("/"), 0));
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

const manifestNames = Object.values(manifestFiles).flatMap(({ manifests }) => manifests);

/** Whether a name is that of a manifest, or of another file that says what an install reads. */
export function isManifest(name: string): boolean {
  return (
    name === "pnpm-workspace.yaml" ||
    /^requirements.*\.txt$/.test(name) ||
    manifestNames.some((one) => (one.startsWith("*") ? name.endsWith(one.slice(1)) : one === name))
  );
}
