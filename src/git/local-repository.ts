import { readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { repositoryFilesOf, type RepositoryFiles } from "../context/repository-files.ts";
import { readTextFile } from "./local-context.ts";
import { pathProblem } from "./system-error.ts";

/**
 * What a work tree holds beside its Dockerfiles.
 * @param root the top of the repository
 * @param dockerfiles from the root
 * @param isSkipped directories that are not looked into, as paths from the root
 */
export function readLocalRepository(
  root: string,
  dockerfiles: readonly string[],
  isSkipped: (directory: string) => boolean,
): RepositoryFiles {
  const texts = repositoryFilesOf(filesBelow(root, isSkipped)).flatMap(
    (path): [string, string][] => {
      const text = readTextFile(join(root, ...path.split("/")));
      return text === null ? [] : [[path, text]];
    },
  );
  return { texts: new Map(texts), dockerfiles: [...dockerfiles].sort(), prefix: "" };
}

/** Every regular file below a directory, in the order of names. */
function filesBelow(root: string, isSkipped: (directory: string) => boolean): string[] {
  const files: string[] = [];
  const waiting = [""];
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    for (const entry of entriesOf(join(root, below))) {
      const path = posix.join(below, entry.name);
      if (entry.isFile()) files.push(path);
      else if (entry.isDirectory() && !isSkipped(path)) waiting.push(path);
    }
  }
  return files.sort();
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    // What may not be listed is not known.
    if (pathProblem(error) !== null) return [];
    throw error;
  }
}
