import { resolve } from "node:path";
import { unknownContext, type BuildContext } from "../context/build-context.ts";
import type { LocalEntry, LocalFiles } from "../ports.ts";
import type { RepositoryFiles } from "../context/repository-files.ts";
import { readLocalRepository } from "./local-repository.ts";
import { findLocalFiles, type SearchOptions } from "./find-local-files.ts";
import { LocalContexts } from "./local-context.ts";

/** The local file system, as the command line sees it. Reads synchronously: nothing else waits meanwhile. */
export class FileSystem implements LocalFiles {
  private readonly options: SearchOptions;
  private readonly contexts: LocalContexts;
  private readonly found = new Set<string>();
  private repository: RepositoryFiles | null = null;

  /**
   * @param isSkipped given where a whole repository is judged, whose top is the working directory: the directories that
   *   are not looked into. Its Dockerfiles must then be found before the first of them is judged.
   */
  constructor(options: SearchOptions, isSkipped: ((directory: string) => boolean) | null = null) {
    this.options = options;
    this.contexts = new LocalContexts(() => {
      if (isSkipped === null) return null;
      const { workingDirectory } = options;
      return (this.repository ??= readLocalRepository(
        workingDirectory,
        [...this.found],
        isSkipped,
      ));
    });
  }

  *find(paths: readonly string[]): Generator<LocalEntry> {
    for (const entry of findLocalFiles(paths, this.options)) {
      if (entry.kind === "file") this.found.add(entry.path);
      yield entry;
    }
  }

  /** What surrounds a file that was found; nothing is known of standard input. See `LocalContexts.around`. */
  buildContext(path: string, sources: () => readonly string[]): BuildContext {
    if (path === "-") return unknownContext;
    return this.contexts.around(resolve(this.options.workingDirectory, path), path, sources);
  }
}
