import picomatch from "picomatch";
import { matchGlobs } from "../source/globs.ts";

/** What a path is taken for. A template is a Dockerfile only after another program has filled it in. */
export type PathKind = "dockerfile" | "template" | "other";

/** Which files count as Dockerfiles, as globs over paths from the repository's root. */
export interface DockerfilePatterns {
  /** Empty means the names that Dockerfiles usually have. One that begins with `!` excludes. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** The usual names in any case of letters: `dockerfile` and `api.dockerfile` are as common as the capital form. */
const usualNames = [
  "Dockerfile",
  "Dockerfile.*",
  "*.Dockerfile",
  "Containerfile",
  "Containerfile.*",
  "*.Containerfile",
];

/** Usual only with a capital: `dockerfile-lint` and `dockerfile_test` are programs. */
const usualCapitalNames = [
  "Dockerfile[-_]*",
  "Containerfile[-_]*",
  "*[-_]Dockerfile",
  "*[-_]Containerfile",
];

/** With such an ending the file has to be filled in before it is a Dockerfile. */
const templateEndings = new Set(
  "j2 jinja jinja2 tmpl tpl template erb ejs hbs mustache gotmpl m4 liquid in".split(" "),
);

/** Endings of documents, data, editors' copies, and of source code that deals with Dockerfiles. */
const otherEndings = new Set(
  (
    "dockerignore containerignore gitignore md markdown mdx rst adoc txt html htm pdf png svg json jsonc yaml yml toml " +
    "xml csv ini lock log patch diff orig rej bak backup old swp swo tmp sha256 sig asc gz zip snap golden expected actual " +
    "rego cue nix groovy nanorc tmlanguage tmpreferences tmsnippet sublime-syntax sublime-snippet license sh bash zsh ps1 bat cmd " +
    "js mjs cjs jsx ts mts cts tsx java kt kts cs fs scala swift dart php vue css scss c h cc cpp hpp pl lua ex exs clj hs vim el"
  ).split(" "),
);

/** Endings that are languages: `Dockerfile.go` is the Dockerfile for Go, `dockerfile.go` is Go. */
const languageEndings = new Set(["go", "py", "rb", "rs"]);

const never = ["**/.git/**", "**/node_modules/**"];

/**
 * Makes the function that tells Dockerfiles from other paths. A path that an include glob names is a Dockerfile
 * whatever its ending; without include globs the usual names count. What an exclude glob names, and what lies in
 * `.git` or `node_modules`, never does.
 */
export function dockerfileMatcher(patterns: DockerfilePatterns): (path: string) => PathKind {
  const include = patterns.include.filter((glob) => !glob.startsWith("!"));
  const negated = patterns.include
    .filter((glob) => glob.startsWith("!"))
    .map((glob) => glob.slice(1));
  const isExcluded = matchGlobs([...never, ...negated, ...patterns.exclude]);
  const isIncluded = include.length === 0 ? null : matchGlobs(include);
  const isUsual = picomatch(usualNames, { nocase: true, dot: true });
  const isUsualCapital = picomatch(usualCapitalNames, { dot: true });
  return (path) => {
    if (isExcluded(path)) return "other";
    if (isIncluded !== null) return isIncluded(path) ? "dockerfile" : "other";
    const name = path.slice(path.lastIndexOf("/") + 1);
    return isUsual(name) || isUsualCapital(name) ? kindOfUsualName(name) : "other";
  };
}

/** What a file of a usual name is by its ending. */
function kindOfUsualName(name: string): PathKind {
  const dot = name.lastIndexOf(".");
  const ending = dot === -1 ? "" : name.slice(dot + 1).toLowerCase();
  if (templateEndings.has(ending)) return "template";
  if (otherEndings.has(ending)) return "other";
  if (languageEndings.has(ending) && !/^[DC]/.test(name)) return "other";
  return "dockerfile";
}
