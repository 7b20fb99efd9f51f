import { mkdtemp, open, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import * as core from "@actions/core";
import picomatch from "picomatch";
import { DeliveryProblem, type Annotation, type FileContent, type Runner } from "../ports.ts";
import { unreadable } from "../source/decode-text.ts";

/** The GitHub Actions runner. All text is taken for untrusted: none of it can become a command. */
export class ActionsRunner implements Runner {
  #directory: Promise<string> | null = null;

  info(message: string): void {
    core.info(withoutCommands(message));
  }

  debug(message: string): void {
    core.debug(message);
  }

  warn(message: string): void {
    core.warning(message);
  }

  annotate(annotation: Annotation): void {
    const { level, path, startLine, endLine, startColumn, endColumn, title, message } = annotation;
    const properties: core.AnnotationProperties = { title, file: path, startLine, endLine };
    if (startColumn !== undefined && startLine === endLine) properties.startColumn = startColumn;
    if (endColumn !== undefined && startLine === endLine) properties.endColumn = endColumn;
    if (level === "error") core.error(message, properties);
    else if (level === "warning") core.warning(message, properties);
    else core.notice(message, properties);
  }

  async writeSummary(markdown: string): Promise<void> {
    try {
      await core.summary.emptyBuffer().addRaw(markdown, true).write({ overwrite: true });
    } catch (error) {
      throw new DeliveryProblem("the job summary", reasonOf(error), null, error);
    }
  }

  setOutput(name: string, value: string): void {
    core.setOutput(name, value);
  }

  async writeFile(name: string, content: string): Promise<string> {
    try {
      // A directory of its own: the action may be used twice in a job.
      const temporary = process.env.RUNNER_TEMP ?? tmpdir();
      this.#directory ??= mkdtemp(join(temporary, "dockerfile-review-"));
      const path = join(await this.#directory, name);
      await writeFile(path, content);
      return path;
    } catch (error) {
      throw new DeliveryProblem(`the file ${name}`, reasonOf(error), null, error);
    }
  }

  async readFile(path: string, maximumBytes: number): Promise<FileContent> {
    try {
      const file = await open(path, "r");
      try {
        const status = await file.stat();
        if (!status.isFile()) return unreadable("is no file");
        if (status.size > maximumBytes) return unreadable(`is above ${maximumBytes} bytes`);
        return { kind: "text", text: await file.readFile("utf8") };
      } finally {
        await file.close();
      }
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      return isMissing ? { kind: "missing" } : unreadable(`cannot be read: ${reasonOf(error)}`);
    }
  }

  async findJsonFiles(place: string): Promise<readonly string[]> {
    const { base, isGlob, glob } = picomatch.scan(place);
    const isWanted = isGlob ? picomatch(glob, { dot: true }) : () => true;
    const root = isGlob ? base || "." : place;
    const found: string[] = [];
    await walk(root, (path) => {
      if (path.endsWith(".json") && isWanted(relative(root, path))) found.push(path);
    });
    return found.sort();
  }

  fail(message: string): void {
    core.setFailed(message);
  }
}

/** Goes through all files below a directory; one that cannot be read has none. */
async function walk(directory: string, visit: (path: string) => void): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await walk(path, visit);
    else if (entry.isFile()) visit(path);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The same text so that the runner obeys nothing in it: it takes `::name::` at the start of a line, blanks before it
 * included, and the older `##[name]` anywhere, for a command.
 */
export function withoutCommands(text: string): string {
  return text
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map((line) => line.replace(/^(\s*):(?=:)/, "$1: ").replace(/##(?=\[)/g, "## "))
    .join("\n");
}
