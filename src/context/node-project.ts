import type { DependencyTool } from "../dockerfile/dependency-tools.ts";
import type { BuildContext } from "./build-context.ts";
import { joinPath } from "./context-root.ts";
import { packageManifest } from "./package-manifest.ts";
import { isSent, sentNames } from "./sent-files.ts";
import { entriesOf, itemsOf, parseYaml, textOf, valueAt } from "./yaml-values.ts";

/** What an install of a Node project reads besides its manifests and lockfiles. */
export interface NodeNeeds {
  /** Files and directories, from the project's directory; directories end with a slash. */
  readonly files: readonly string[];
  /** What it reads besides that nobody can name: a script, a package that lies elsewhere. Null when there is nothing. */
  readonly reason: string | null;
}

/** Most workspaces for which a COPY each is written. */
const mostMembers = 12;

/** Scripts that package managers run on install. */
const lifecycleScripts = ["preinstall", "install", "postinstall", "prepare"];

/** Commands of such scripts that need no source, or nothing but what is copied along. */
const harmless =
  /^(?:(?:npx |pnpm exec |yarn )?(?:husky|lefthook|simple-git-hooks|is-ci|only-allow|check-node-version|playwright|patch-package|prisma generate|opencollective|yarn-deduplicate)\b.*|echo\b.*|true|exit 0|:|test\b.*|\[.*)$/;

/** Directories that the install reads as they are, where they exist. */
const readDirectories = ["patches/", "prisma/"];

/**
 * What the install of a Node project reads.
 * @param names what lies in the project's directory
 * @returns null when its package.json is not known
 */
export function nodeNeeds(
  context: BuildContext,
  directory: string,
  tool: DependencyTool,
  names: readonly string[],
): NodeNeeds | null {
  const manifest = packageManifest(context, directory);
  if (manifest === null) return null;
  const reason = scriptOf(manifest) ?? localPackage(manifest) ?? foreignSetup(names);
  const globs = workspaceGlobs(context, directory, manifest);
  const members = globs.length === 0 ? [] : membersOf(context, directory, globs);
  const missing = members === null || members.length > mostMembers ? globs[0] : undefined;
  const linked = (members ?? []).find((member) =>
    hasPrograms(context, joinPath(directory, member)),
  );
  const directories = [...readDirectories, ...(tool === "yarn" ? [".yarn/"] : [])];
  return {
    files: [
      ...(names.includes("pnpm-workspace.yaml") && tool === "pnpm" ? ["pnpm-workspace.yaml"] : []),
      ...directories.filter((name) => names.includes(name)),
      ...(members ?? []).map((member) => `${member}/package.json`),
    ],
    reason: reason ?? programsOf(linked) ?? (missing === undefined ? null : `\`${missing}\``),
  };
}

/** Whether a package has programs: they are linked where they exist when the install runs, and later ones are not. */
function hasPrograms(context: BuildContext, member: string): boolean {
  const manifest = packageManifest(context, member);
  return (
    valueAt(manifest, "bin") !== undefined ||
    valueAt(valueAt(manifest, "directories"), "bin") !== undefined
  );
}

function programsOf(member: string | undefined): string | null {
  return member === undefined ? null : `the programs (\`bin\`) of \`${member}\``;
}

/** A script that runs on install and may need the source. */
function scriptOf(manifest: unknown): string | null {
  const scripts = valueAt(manifest, "scripts");
  const found = lifecycleScripts.find((name) => {
    const commands = textOf(valueAt(scripts, name))?.split(/&&|\|\||;/) ?? [];
    return !commands.every((command) => harmless.test(command.trim()));
  });
  return found === undefined ? null : `the script \`${found}\` of package.json`;
}

/** A dependency that lies in the repository. */
function localPackage(manifest: unknown): string | null {
  const all = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
    entriesOf(valueAt(manifest, kind)),
  );
  const found = all.find(([, value]) =>
    /^(?:file|link|portal):|^\.{1,2}\//.test(textOf(value) ?? ""),
  );
  return found === undefined ? null : `the package \`${found[0]}\``;
}

/** What stands for a way of installing that reads more. */
function foreignSetup(names: readonly string[]): string | null {
  const found = ["binding.gyp", "rush.json"].find((name) => names.includes(name));
  return found === undefined ? null : `\`${found}\``;
}

function workspaceGlobs(context: BuildContext, directory: string, manifest: unknown): string[] {
  const own = valueAt(manifest, "workspaces");
  const yaml = context.readText?.(joinPath(directory, "pnpm-workspace.yaml")) ?? null;
  const lists = [
    own,
    valueAt(own, "packages"),
    yaml === null ? null : valueAt(parseYaml(yaml), "packages"),
  ];
  return lists.flatMap(itemsOf).flatMap((glob) => textOf(glob) ?? []);
}

/** The directories of workspaces; null when that cannot be told. */
function membersOf(
  context: BuildContext,
  directory: string,
  globs: readonly string[],
): string[] | null {
  const members = new Set<string>();
  for (const glob of globs.map((one) => one.replace(/^\.\/|\/$/g, ""))) {
    const parent = glob.endsWith("/*") ? glob.slice(0, -2) : null;
    if (/[*?[{!]/.test(parent ?? glob)) return null;
    const names = parent === null ? [glob] : subdirectories(context, joinPath(directory, parent));
    if (names === null) return null;
    for (const name of names) {
      const member = parent === null ? name : `${parent}/${name}`;
      const exists = isSent(context, joinPath(directory, `${member}/package.json`));
      if (exists === null) return null;
      if (exists) members.add(member);
    }
  }
  return [...members].sort();
}

function subdirectories(context: BuildContext, directory: string): string[] | null {
  const names = sentNames(context, directory);
  return names === null
    ? null
    : names.filter((name) => name.endsWith("/")).map((name) => name.slice(0, -1));
}
