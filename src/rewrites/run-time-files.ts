import { copiedSources } from "../dockerfile/context-copies.ts";
import { joinRelative, relativeTo, resolvePath } from "../dockerfile/paths.ts";
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
  /^(?!.*(package|tsconfig|lock|nest-cli|angular|composer|babel|jest|vite|webpack|go\.))[\w-]+\.(ya?ml|toml|ini|conf|html|tmpl|properties|json)$/;

/** A path of the old image that the new one takes over. */
export interface KeptPath {
  /** Absolute. */
  readonly path: string;
  readonly directory: boolean;
}

/**
 * The files and directories of a project that its program is likely to read when it runs, as far as the COPYs name them or the
 * build context is known.
 * @param built names that the build makes, and that are copied anyway
 */
export function runTimeFiles(found: SingleStage, built: ReadonlySet<string>): readonly KeptPath[] {
  const kept = new Map<string, KeptPath>();
  const keep = (path: string, directory: boolean): void => {
    if (!built.has(path)) kept.set(path, { path, directory });
  };
  for (const copy of projectCopies(found)) {
    for (const { source, target, directory, pattern } of copiedSources(copy)) {
      const name = source.slice(source.lastIndexOf("/") + 1);
      if (pattern) continue;
      if (readFiles.test(name))
        keep(target.endsWith(`/${name}`) ? target : resolvePath(target, name), false);
      else if (readDirectories.has(name) && target.endsWith(`/${name}`)) keep(target, true);
      else if (directory || source === "") {
        for (const entry of found.context.list(source) ?? []) {
          const plain = entry.replace(/\/$/, "");
          if (entry.endsWith("/") && readDirectories.has(plain))
            keep(resolvePath(target, plain), true);
        }
      }
    }
  }
  return [...kept.values()];
}

/** The COPY that brings a path from the stage that builds to the same place. */
export function copyOf({ path, directory }: KeptPath, workdir: string): string {
  return copyTo(path, path, directory, workdir);
}

/**
 * The COPY that brings a path from the stage that builds to another place.
 * @param workdir the working directory of the new stage, to which a place in it is written relative
 */
export function copyTo(from: string, to: string, directory: boolean, workdir: string): string {
  const inside = relativeTo(workdir, to);
  const isShort = inside !== null && workdir !== "/" && !workdir.startsWith("/?");
  const place = isShort ? joinRelative(".", inside) : to;
  return `COPY --from={builder} ${from}${directory ? "/" : ""} ${place}${directory ? "/" : ""}`;
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
