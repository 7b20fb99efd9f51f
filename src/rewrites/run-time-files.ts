import { copiedSources, type CopiedSource } from "../dockerfile/context-copies.ts";
import { relativeTo, resolvePath } from "../dockerfile/paths.ts";
import { projectCopies } from "./known-steps.ts";
import type { SingleStage } from "./single-stage.ts";

/** Directories of a project that a program reads when it runs. */
const readDirectories = new Set(
  "templates static public views assets locales i18n migrations config configs conf resources".split(
    " ",
  ),
);

/** Files beside the source that a program reads when it runs; manifests and settings of tools are none. */
const readFiles =
  /^(?!.*(package|tsconfig|lock|workspace|[Cc]argo|pyproject|toolchain|nest-cli|angular|composer|babel|jest|vite|webpack|go\.))[\w-]+\.(ya?ml|toml|ini|conf|html|tmpl|properties|json)$/;

/**
 * The files and directories of a project that its program is likely to read when it runs, as far as the COPYs name them or the
 * build context is known: absolute paths.
 * @param built paths that the build makes, and that are copied anyway
 * @returns null where such a directory is poured into another one, so that its files cannot be told from the source
 */
export function runTimeFiles(
  found: SingleStage,
  built: ReadonlySet<string>,
): readonly string[] | null {
  const kept = new Set<string>();
  for (const copied of projectCopies(found).flatMap((copy) => copiedSources(copy))) {
    const paths = copied.pattern ? [] : pathsOf(found, copied);
    if (paths === null) return null;
    for (const path of paths) if (!built.has(path)) kept.add(path);
  }
  return [...kept];
}

function pathsOf({ context }: SingleStage, copied: CopiedSource): readonly string[] | null {
  const { source, target, directory } = copied;
  const name = source.slice(source.lastIndexOf("/") + 1);
  const isAtTarget = target.endsWith(`/${name}`);
  if (readFiles.test(name)) return [isAtTarget ? target : resolvePath(target, name)];
  if (readDirectories.has(name)) return isAtTarget ? [target] : null;
  if (!directory && source !== "") return [];
  return (context.list(source) ?? []).flatMap((entry) =>
    entry.endsWith("/") && readDirectories.has(entry.slice(0, -1))
      ? [resolvePath(target, entry)]
      : [],
  );
}

/**
 * The COPY that brings a path from the stage that builds to another place.
 * @param workdir the working directory of the new stage, to which a place in it is written relative
 */
export function copyTo(from: string, to: string, workdir: string): string {
  const inside = relativeTo(workdir, to);
  const isShort = inside !== null && workdir !== "/" && !workdir.startsWith("/?");
  return `COPY --from={builder} ${from} ${isShort ? `./${inside}` : to}`;
}

/** The directory of the build context that comes to a directory of the image; null when no COPY brings a whole one there. */
export function contextPathOf(found: SingleStage, directory: string): string | null {
  for (const copy of projectCopies(found)) {
    for (const { source, target, directory: isDirectory } of copiedSources(copy)) {
      if (target === directory && (isDirectory || source === "")) return source;
    }
  }
  return null;
}
