import type { BuildContext } from "./build-context.ts";

/** Something that lies in a project's directory and has no business in an image. */
export interface UnwantedFile {
  /** A path that stands for it: `node_modules`. */
  readonly path: string;
  /** The line of a .dockerignore that keeps it out. */
  readonly line: string;
  /** What it is, to be put behind its name. */
  readonly what: string;
  /** Whether it is known to lie there, rather than being usual for the project's language. */
  readonly present: boolean;
}

interface Habit extends Omit<UnwantedFile, "present"> {
  /** Names at the context's root that say that a project has it. */
  readonly signs: RegExp;
}

const habits: readonly Habit[] = [
  {
    signs: /^package\.json$/,
    path: "node_modules",
    line: "**/node_modules",
    what: "packages of this machine",
  },
  {
    signs: /^(?:requirements.*\.txt|pyproject\.toml|setup\.py|Pipfile)$/,
    path: "app/__pycache__",
    line: "**/__pycache__",
    what: "compiled Python files",
  },
  {
    signs: /^(?:requirements.*\.txt|pyproject\.toml|setup\.py|Pipfile)$/,
    path: ".venv",
    line: ".venv",
    what: "a virtual environment",
  },
  { signs: /^Cargo\.toml$/, path: "target", line: "target", what: "build output" },
  { signs: /^pom\.xml$/, path: "target", line: "target", what: "build output" },
  { signs: /^build\.gradle(?:\.kts)?$/, path: ".gradle", line: ".gradle", what: "Gradle's cache" },
  { signs: /^build\.gradle(?:\.kts)?$/, path: "build", line: "build", what: "build output" },
  {
    signs: /\.(?:csproj|fsproj|vbproj|sln|slnx)$/,
    path: "app/bin",
    line: "**/bin",
    what: "build output",
  },
  {
    signs: /\.(?:csproj|fsproj|vbproj|sln|slnx)$/,
    path: "app/obj",
    line: "**/obj",
    what: "build output",
  },
  { signs: /^mix\.exs$/, path: "_build", line: "_build", what: "build output" },
  { signs: /^venv\/$/, path: "venv", line: "venv", what: "a virtual environment" },
  { signs: /^\.env$/, path: ".env", line: ".env", what: "settings that often hold secrets" },
];

/**
 * What lies in a build context, or usually does for the language of its project, and has no business in an image.
 * @returns an empty list when the context is not known
 */
export function unwantedFiles(context: BuildContext): readonly UnwantedFile[] {
  const names = context.list("");
  if (names === null) return [];
  const git = { path: ".git", line: ".git", what: "the repository's history", present: true };
  const found: UnwantedFile[] = [git];
  for (const { signs, ...habit } of habits) {
    if (!names.some((name) => signs.test(name))) continue;
    if (found.some(({ line }) => line === habit.line)) continue;
    found.push({ ...habit, present: context.exists(habit.path) === true });
  }
  return found;
}
