import type { BuildContext } from "../context/build-context.ts";
import { contextPathsOf } from "../dockerfile/context-sources.ts";
import { parseDockerfile } from "../dockerfile/parse-dockerfile.ts";
import type { LocalEntry, LocalFiles } from "../ports.ts";

/** Where local Dockerfiles and what surrounds them come from. */
export interface LocalSource extends LocalFiles {
  /**
   * What surrounds a file that was found.
   * @param sources what the Dockerfile copies from its build context; asked for only when the place of the context matters
   */
  buildContext(path: string, sources: () => readonly string[]): BuildContext;
}

/** A Dockerfile ready to be judged, or why it was not read. */
export type LocalDockerfile =
  | (Extract<LocalEntry, { kind: "file" }> & { readonly buildContext: BuildContext })
  | Extract<LocalEntry, { kind: "unread" }>;

/** The Dockerfiles that paths mean, one at a time, each with its build context. */
export function* localDockerfiles(
  host: LocalSource,
  paths: readonly string[],
): Generator<LocalDockerfile> {
  for (const entry of host.find(paths)) {
    if (entry.kind === "unread") {
      yield entry;
    } else {
      const sources = () => contextPathsOf(parseDockerfile(entry.text));
      yield { ...entry, buildContext: host.buildContext(entry.path, sources) };
    }
  }
}
