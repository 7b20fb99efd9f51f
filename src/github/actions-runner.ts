import * as core from "@actions/core";
import { DeliveryProblem, type Annotation, type Runner } from "../ports.ts";

/** The GitHub Actions runner. All text is taken for untrusted: none of it can become a command. */
export class ActionsRunner implements Runner {
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
      const reason = error instanceof Error ? error.message : String(error);
      throw new DeliveryProblem("the job summary", reason, null, error);
    }
  }

  setOutput(name: string, value: string): void {
    core.setOutput(name, value);
  }

  fail(message: string): void {
    core.setFailed(message);
  }
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
