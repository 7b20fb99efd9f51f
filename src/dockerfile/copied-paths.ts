import { Notes } from "../source/notes.ts";
import type { CopyInstruction, Dockerfile, Stage } from "./model.ts";
import { isInImage } from "./queries.ts";
import { expandWord } from "./variables.ts";

/** Where a copy puts a source: absolute, without a trailing slash; null when that is not known. */
export function copyTarget(copy: CopyInstruction, source: string): string | null {
  const { destination } = copy;
  const written = destination === null ? null : expandWord(destination, copy.state.lookup);
  if (written === null) return null;
  const absolute = written.startsWith("/") ? written : `${copy.state.workdir ?? ""}/${written}`;
  const base = normalise(absolute);
  const intoDirectory = /(?:^|\/)\.?$/.test(written) || copy.sources.length > 1;
  const name = source.replace(/\/+$/, "");
  return intoDirectory ? normalise(`${base}/${name.slice(name.lastIndexOf("/") + 1)}`) : base;
}

const carried = new Notes<Dockerfile, ReadonlyMap<Stage, ReadonlySet<string>>>();

/** Whether a path of a stage ends up in the image: the stage is part of it, or a stage that is copies the path from it. */
export function reachesImage(
  dockerfile: Dockerfile,
  stage: Stage | null,
  path: string | null,
): boolean {
  if (stage === null) return false;
  if (isInImage(dockerfile, stage)) return true;
  if (path === null) return false;
  const sources = pathsCarried(dockerfile).get(stage);
  if (sources === undefined) return false;
  const parts = path.split("/");
  return parts.some((_, index) => sources.has(parts.slice(0, index + 1).join("/") || "/"));
}

/** The paths that the stages of the image copy from each other stage and its ancestors. */
function pathsCarried(dockerfile: Dockerfile): ReadonlyMap<Stage, ReadonlySet<string>> {
  const known = carried.get(dockerfile);
  if (known !== undefined) return known;
  const paths = new Map<Stage, Set<string>>();
  for (const copy of dockerfile.instructions) {
    if (
      (copy.kind !== "copy" && copy.kind !== "add") ||
      copy.stage === null ||
      !isInImage(dockerfile, copy.stage)
    )
      continue;
    const from = copy.from?.stage;
    if (from == null) continue;
    for (const source of copy.sources) {
      const path = normalise(`/${expandWord(source, copy.state.lookup) ?? source.value}`);
      paths.set(from, (paths.get(from) ?? new Set()).add(path));
    }
  }
  for (const [stage, copied] of [...paths]) {
    for (const ancestor of stage.lineage.slice(1)) {
      const merged = paths.get(ancestor) ?? new Set();
      for (const path of copied) merged.add(path);
      paths.set(ancestor, merged);
    }
  }
  carried.set(dockerfile, paths);
  return paths;
}

function normalise(path: string): string {
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  return `/${parts.join("/")}`;
}
