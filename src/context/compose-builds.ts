import { resolveInside } from "./context-root.ts";
import type { DeclaredBuild } from "./declared-build.ts";
import { entriesOf, itemsOf, parseYaml, textOf, valueAt } from "./yaml-values.ts";

/**
 * The builds of a compose file's services (https://docs.docker.com/reference/compose-file/build/): paths are from the file's
 * directory, the Dockerfile's from the context.
 * @param directory the file's own, from the repository's root
 */
export function composeBuilds(directory: string, text: string): readonly DeclaredBuild[] {
  return entriesOf(valueAt(parseYaml(text), "services")).flatMap(([, service]) => {
    const build = valueAt(service, "build");
    const isShort = typeof build === "string";
    if (build === undefined || build === null || valueAt(build, "dockerfile_inline") !== undefined)
      return [];
    const context = resolvedPath(directory, isShort ? build : (valueAt(build, "context") ?? "."));
    if (context === null) return [];
    const dockerfile = resolvedPath(context, valueAt(build, "dockerfile") ?? "Dockerfile");
    if (dockerfile === null) return [];
    return [{ dockerfile, context, namedContexts: namedContexts(build) }];
  });
}

/** The names of `additional_contexts`, which is a mapping or a list of `name=place`. */
function namedContexts(build: unknown): string[] {
  const value = valueAt(build, "additional_contexts");
  return [
    ...entriesOf(value).map(([name]) => name),
    ...itemsOf(value).flatMap((item) => textOf(item)?.split("=", 1) ?? []),
  ];
}

/** A path from the repository's root; null for what is no path here: a URL, a variable without a default. */
function resolvedPath(directory: string, value: unknown): string | null {
  const written = textOf(value)?.replace(/\$\{\w+:?-([^}]*)\}/g, "$1");
  if (written === undefined || /\$|^[\w+.-]+:\/\/|^git@/.test(written)) return null;
  return resolveInside(directory, written);
}
