import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What is recorded beside the Dockerfile of a fixture and no part of its build context. */
const recorded = ["findings.txt", "Dockerfile.fixed"];

/** The build context of a fixture: everything beside its Dockerfile that is not a recording. */
export function contextFiles(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(directory, path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => !recorded.includes(file));
  return Object.fromEntries(
    files.map((file) => [file, readFileSync(path.join(directory, file), "utf8")]),
  );
}
