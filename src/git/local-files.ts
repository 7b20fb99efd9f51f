import { resolve } from "node:path";
import { unknownContext, type BuildContext } from "../context/build-context.ts";
import type { LocalEntry, LocalFiles } from "../ports.ts";
import { findLocalFiles, type SearchOptions } from "./find-local-files.ts";
import { LocalContexts } from "./local-context.ts";

/** The local file system, as the command line sees it. Reads synchronously: nothing else waits meanwhile. */
export class FileSystem implements LocalFiles {
  private readonly options: SearchOptions;
  private readonly contexts = new LocalContexts();

  constructor(options: SearchOptions) {
    this.options = options;
  }

  find(paths: readonly string[]): Iterable<LocalEntry> {
    return findLocalFiles(paths, this.options);
  }

  /** What surrounds a file that was found; nothing is known of standard input. See `LocalContexts.around`. */
  buildContext(path: string, sources: () => readonly string[]): BuildContext {
    if (path === "-") return unknownContext;
    return this.contexts.around(resolve(this.options.workingDirectory, path), path, sources);
  }
}
