import { actionFiles } from "./container-action.ts";
import type { DependencyTool } from "../dockerfile/dependency-tools.ts";
import type { BuildContext } from "./build-context.ts";
import { joinPath } from "./context-root.ts";
import { isKeptOut } from "./sent-files.ts";

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
  mvn: { manifests: ["pom.xml"], lockfiles: [], settings: [".mvn/"], signs: [] },
  gradle: {
    manifests: ["build.gradle", "build.gradle.kts"],
    lockfiles: ["gradle.lockfile"],
    settings: ["settings.gradle", "settings.gradle.kts", "gradle.properties"],
    signs: ["buildSrc/"],
  },
  bundle: {
    manifests: ["Gemfile"],
    lockfiles: ["Gemfile.lock"],
    settings: [".ruby-version", ".bundle/"],
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
 * The files of a tool's project in a directory of the build context, without those that a .dockerignore keeps out.
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
  const present = (wanted: readonly string[]) =>
    wanted
      .flatMap((name) => matching(names, name))
      .filter((name) => !isKeptOut(context, joinPath(directory, name)));
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

const manifestNames = Object.values(manifestFiles).flatMap(({ manifests }) => manifests);

/** Whether a name is that of a manifest, of another file that says what an install reads, or of an action of GitHub's. */
export function isManifest(name: string): boolean {
  return (
    name === "pnpm-workspace.yaml" ||
    actionFiles.includes(name) ||
    /^requirements.*\.txt$/.test(name) ||
    manifestNames.some((one) => (one.startsWith("*") ? name.endsWith(one.slice(1)) : one === name))
  );
}
