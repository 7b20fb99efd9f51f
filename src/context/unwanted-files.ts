import type { BuildContext } from "./build-context.ts";
import { joinPath } from "./context-root.ts";
import { ignoringLine, readIgnoreLines } from "./dockerignore.ts";
import { mayReadHistory, type OwnPrograms } from "./history-needs.ts";
import { compileIgnorePattern } from "./ignore-pattern.ts";

/** Something that lies in a project's directory and has no business in an image. */
export interface UnwantedFile {
  /** A path that stands for it: `node_modules`. */
  readonly path: string;
  /** The line of a .dockerignore that keeps it out. */
  readonly line: string;
  /** What it is, to be put behind its name. */
  readonly what: string;
  /** What it belongs to, as a heading: `Node.js`; empty for what every project may have. */
  readonly language: string;
  /** Programs of which one has to run in the build, or it is what the build needs: build output. Left out: never needed. */
  readonly madeBy?: readonly string[];
  /** Whether it is worth a line of a new .dockerignore, and not a word about an old one. */
  readonly minor?: boolean;
  /** Whether it is known to lie there, rather than being usual for the project's language. */
  readonly present: boolean;
}

interface Habit extends Omit<UnwantedFile, "present"> {
  /** Names at the context's root, or in a directory there, that say that a project has it. */
  readonly signs: RegExp;
}

/** A habit of a language: its signs, then path, line, what it is. */
function habitsOf(
  language: string,
  signs: RegExp,
  ...habits: readonly (readonly [
    path: string,
    line: string,
    what: string,
    more?: Pick<Habit, "madeBy" | "minor">,
  ])[]
): Habit[] {
  return habits.map(([path, line, what, more]) => ({ language, signs, path, line, what, ...more }));
}

const maven = ["mvn", "mvnw"];
const gradle = ["gradle", "gradlew"];
const minor = true;

/** From the .gitignore and .dockerignore files that these languages' own tools write for a new project. */
const habits: readonly Habit[] = [
  ...habitsOf(
    "Node.js",
    /^package\.json$/,
    ["node_modules", "**/node_modules", "packages of this machine"],
    ["coverage", "coverage", "test reports", { minor }],
  ),
  ...habitsOf("Node.js", /^next\.config\.\w+$/, [
    ".next",
    ".next",
    "build output",
    { madeBy: ["npm", "yarn", "pnpm", "bun", "npx", "next"], minor },
  ]),
  ...habitsOf(
    "Python",
    /^(?:requirements.*\.txt|pyproject\.toml|setup\.py|Pipfile)$/,
    ["app/__pycache__", "**/__pycache__", "compiled Python files"],
    [".venv", ".venv", "a virtual environment"],
    [".pytest_cache", "**/.pytest_cache", "a cache of tests", { minor }],
  ),
  ...habitsOf("Python", /^venv\/$/, ["venv", "venv", "a virtual environment"]),
  ...habitsOf("Go", /^go\.mod$/, ["app.test", "*.test", "test binaries", { minor }]),
  ...habitsOf(
    "Rust",
    /^Cargo\.toml$/,
    ["target", "target", "build output", { madeBy: ["cargo"] }],
    ["crate/target", "*/target", "build output of crates", { madeBy: ["cargo"], minor }],
  ),
  ...habitsOf(
    "Java",
    /^pom\.xml$/,
    ["target", "target", "build output", { madeBy: maven }],
    ["module/target", "*/target", "build output of modules", { madeBy: maven, minor }],
  ),
  ...habitsOf(
    "Java",
    /^build\.gradle(?:\.kts)?$/,
    [".gradle", ".gradle", "Gradle's cache"],
    ["build", "build", "build output", { madeBy: gradle }],
    ["module/build", "*/build", "build output of modules", { madeBy: gradle, minor }],
  ),
  ...habitsOf(
    ".NET",
    /\.(?:csproj|fsproj|vbproj|sln|slnx)$/,
    ["app/bin", "**/bin", "build output", { madeBy: ["dotnet"] }],
    ["app/obj", "**/obj", "build output", { madeBy: ["dotnet"] }],
  ),
  ...habitsOf("PHP", /^composer\.json$/, [
    "vendor",
    "vendor",
    "packages of this machine",
    { madeBy: ["composer", "composer.phar"] },
  ]),
  ...habitsOf(
    "Ruby",
    /^Gemfile$/,
    [".bundle", ".bundle", "settings of this machine", { minor }],
    ["log/a.log", "log/*", "logs", { minor }],
    ["tmp/a", "tmp/*", "temporary files", { minor }],
  ),
  ...habitsOf(
    "Elixir",
    /^mix\.exs$/,
    ["_build", "_build", "build output", { madeBy: ["mix"] }],
    ["deps", "deps", "packages of this machine", { madeBy: ["mix"], minor }],
  ),
  ...habitsOf("", /^\.env$/, [".env", ".env", "settings that often hold secrets"]),
  ...habitsOf(
    "",
    /^/,
    [".env", ".env", "settings that often hold secrets", { minor }],
    ["a/b.log", "**/*.log", "logs", { minor }],
    ["a/.DS_Store", "**/.DS_Store", "a file of macOS", { minor }],
    [".idea", ".idea", "settings of an editor", { minor }],
    [".vscode", ".vscode", "settings of an editor", { minor }],
  ),
];

/** Most directories at the root that are looked into for signs of a language. */
const mostDirectories = 30;

/** Directories in which other projects lie. */
const foreign = /^(?:node_modules|vendor|third_party|\.[^/]*)\/$/;

/** What a build needs of its context. */
export interface ContextNeeds extends OwnPrograms {
  /** Whether it asks git for the history. */
  readonly history: boolean;
  /** The paths and patterns that it names one by one, from the context's root. */
  readonly named: readonly string[];
}

/**
 * What lies in a build context, or usually does for the language of its project, and has no business in an image, as far as
 * a build does not need it.
 * @returns an empty list when the context is not known
 */
export function unwantedFor(context: BuildContext, needs: ContextNeeds): readonly UnwantedFile[] {
  const named = needs.named.flatMap((source) => meantPaths(context, source));
  return unwantedFiles(context).filter(({ path, line, madeBy }) => {
    if (path === ".git" && (needs.history || mayReadHistory(context, needs))) return false;
    if (madeBy?.some((program) => needs.programs.has(program)) === false) return false;
    const lines = readIgnoreLines(line) ?? [];
    return named.every((one) => ignoringLine({ path: "", lines }, one) === null);
  });
}

/** What a source stands for: itself, or of a pattern the names that it matches, as far as they are known. */
function meantPaths(context: BuildContext, source: string): string[] {
  const wildcard = source.search(/[*?[]/);
  if (wildcard === -1) return [source];
  const parent = source.slice(0, Math.max(source.lastIndexOf("/", wildcard), 0));
  const matches = compileIgnorePattern(source);
  const names =
    context.list(parent)?.map((name) => joinPath(parent, name.replace(/\/$/, ""))) ?? [];
  const found = names.filter((name) => matches?.(name) !== false);
  return parent === "" ? found : [...found, `${parent}/x`];
}

function unwantedFiles(context: BuildContext): readonly UnwantedFile[] {
  const names = namesNear(context);
  if (names === null) return [];
  const found: UnwantedFile[] = [];
  if (holdsHistory(context)) {
    const what = "the repository's history";
    found.push({ path: ".git", line: ".git", what, language: "", present: true });
  }
  for (const { signs, ...habit } of habits) {
    if (!names.some((name) => signs.test(name))) continue;
    if (found.some(({ line }) => line === habit.line)) continue;
    found.push({ ...habit, present: context.exists(habit.path) === true });
  }
  return found;
}

/** Whether the context is the top of a repository: where paths of reports begin, unless git's directory is seen elsewhere. */
function holdsHistory(context: BuildContext): boolean {
  return context.exists(".git") === true || (context.root ?? "") === "";
}

/** The names at the root and in the directories there, as far as they are known. */
function namesNear(context: BuildContext): readonly string[] | null {
  const names = context.list("");
  if (names === null) return null;
  const directories = names.filter((name) => name.endsWith("/") && !foreign.test(name));
  const below = directories
    .slice(0, mostDirectories)
    .flatMap((name) => context.list(joinPath("", name.slice(0, -1))) ?? [])
    // Of what lies deeper only the languages are of interest.
    .filter((name) => !name.startsWith(".") && !name.endsWith("/"));
  return [...names, ...below];
}
