import type { BuildContext } from "./build-context.ts";

/** What a build runs of the project itself, as far as its RUNs tell. */
export interface OwnPrograms {
  /** The programs that it runs, by name. */
  readonly programs: ReadonlySet<string>;
  /** The scripts and programs of the project that it runs, as their paths are written. */
  readonly scripts: readonly string[];
}

/** The files that such programs do what is written in, from the context's root. */
const recipes: Readonly<Record<string, readonly string[]>> = {
  make: ["Makefile", "makefile", "GNUmakefile"],
  gmake: ["Makefile", "makefile", "GNUmakefile"],
  just: ["justfile", "Justfile"],
  task: ["Taskfile.yml", "Taskfile.yaml"],
  mage: ["magefile.go"],
  rake: ["Rakefile"],
  cmake: ["CMakeLists.txt"],
  meson: ["meson.build"],
  bazel: ["MODULE.bazel", "WORKSPACE"],
  goreleaser: [".goreleaser.yml", ".goreleaser.yaml"],
};

/** Manifests whose tools take the version from git when they are told so there, or run scripts that do. */
const manifests = [
  "package.json",
  "pyproject.toml",
  "setup.py",
  "setup.cfg",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
  "Cargo.toml",
  "build.rs",
];

/** Plugins that ask git for the version, and git itself. */
const asksGit =
  /setuptools[-_]scm|hatch-vcs|versioneer|dynamic-versioning|\bpbr\b|git-commit-id|gitversion|git-version|\bnbgv\b|vergen|\bgit(?:"?, ?"|[ -])(?:describe|rev-parse|rev-list|log)\b/i;

/**
 * Whether a build may read the repository's history for the version that it writes into what it makes: a manifest or the
 * recipe it follows asks git, or it runs a program of the project of which it cannot be read whether it does.
 */
export function mayReadHistory(context: BuildContext, { programs, scripts }: OwnPrograms): boolean {
  const textOf = (path: string): string | null => context.readText?.(path) ?? null;
  if (manifests.some((name) => asksGit.test(textOf(name) ?? ""))) return true;
  const read = (path: string): boolean => {
    if (context.exists(path) === false) return false;
    const text = textOf(path);
    return text === null || /\bgit\b|^\s*-?include\b/m.test(text);
  };
  for (const program of programs) {
    const files = Object.hasOwn(recipes, program) ? recipes[program] : undefined;
    if (files?.some(read)) return true;
  }
  return scripts.some((script) => {
    const [top = script] = script.split("/");
    if (context.exists(top) === false || context.exists(script) === false) return false;
    // What other programs do stands in what they import as well.
    const text = /\.(?:ba|z)?sh$/.test(script) ? textOf(script) : null;
    return text === null || /\bgit\b/.test(text);
  });
}
