/** An annotation that the runner made of a log command. */
export interface LogAnnotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly endLine: number | null;
  readonly column: number | null;
  readonly endColumn: number | null;
}

/** A log command as the runner reads it. */
export interface LogCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
  /** Whether it was written in the old way, `##[name]`, which is obeyed anywhere in a line. */
  readonly legacy: boolean;
  /** The line it stood in. */
  readonly source: string;
}

/** What a step's log made the runner do. */
export interface LogReading {
  readonly commands: readonly LogCommand[];
  /** What people see: at most ten of a level, messages cut at 4096 characters. */
  readonly annotations: readonly LogAnnotation[];
  /** What was dropped in silence. */
  readonly droppedAnnotations: readonly LogAnnotation[];
  /** Lines that were no commands. */
  readonly plainLines: readonly string[];
  /** Values that the log hides from then on. */
  readonly masks: readonly string[];
}

const COMMANDS = new Set([
  "add-mask",
  "add-matcher",
  "add-path",
  "debug",
  "echo",
  "endgroup",
  "error",
  "group",
  "notice",
  "remove-matcher",
  "save-state",
  "set-env",
  "set-output",
  "stop-commands",
  "warning",
]);
const ANNOTATIONS_PER_LEVEL = 10;
const MESSAGE_CHARACTERS = 4096;

/** Reads a step's log as the runner does (its `ActionCommand` and `ActionCommandManager`). */
export function readLog(log: string): LogReading {
  const commands: LogCommand[] = [];
  const plainLines: string[] = [];
  const masks: string[] = [];
  let stopToken: string | null = null;
  for (const line of log.split(/\r?\n/)) {
    const known: ReadonlySet<string> =
      stopToken === null ? COMMANDS : new Set([...COMMANDS, stopToken.toLowerCase()]);
    const command: LogCommand | null = parseCommand(line, known) ?? parseLegacyCommand(line, known);
    if (command === null) {
      plainLines.push(line);
    } else if (stopToken !== null) {
      if (command.name === stopToken.toLowerCase()) {
        stopToken = null;
      } else {
        plainLines.push(line);
      }
    } else {
      if (command.name === "stop-commands") {
        stopToken = command.data;
      } else if (command.name === "add-mask") {
        masks.push(command.data);
      }
      commands.push(command);
    }
  }
  return { commands, plainLines, masks, ...readAnnotations(commands) };
}

function readAnnotations(
  commands: readonly LogCommand[],
): Pick<LogReading, "annotations" | "droppedAnnotations"> {
  const annotations: LogAnnotation[] = [];
  const droppedAnnotations: LogAnnotation[] = [];
  const counts = { error: 0, warning: 0, notice: 0 };
  for (const command of commands) {
    const level = command.name;
    if (level === "error" || level === "warning" || level === "notice") {
      counts[level] += 1;
      const kept = counts[level] <= ANNOTATIONS_PER_LEVEL ? annotations : droppedAnnotations;
      kept.push(annotationOf(level, command));
    }
  }
  return { annotations, droppedAnnotations };
}

/** The runner drops places that do not fit together: columns of several lines, an end before its start. */
function annotationOf(level: LogAnnotation["level"], command: LogCommand): LogAnnotation {
  const number = (name: string) => {
    const value = command.properties[name];
    return value !== undefined && /^\d+$/.test(value) ? Number(value) : null;
  };
  const line = number("line");
  const endLine = number("endline") ?? line;
  const columnsFit = line !== null && line === endLine;
  return {
    level,
    message: command.data.slice(0, MESSAGE_CHARACTERS),
    title: command.properties.title ?? null,
    file: command.properties.file ?? null,
    line,
    endLine,
    column: columnsFit ? number("col") : null,
    endColumn: columnsFit ? number("endcolumn") : null,
  };
}

function parseCommand(line: string, known: ReadonlySet<string>): LogCommand | null {
  const message = line.trimStart();
  const end = message.startsWith("::") ? message.indexOf("::", 2) : -1;
  return end < 0
    ? null
    : build(line, message.slice(2, end), message.slice(end + 2), known, {
        separator: ",",
        legacy: false,
        property: (value) =>
          unescape(value, [
            ["%3A", ":"],
            ["%2C", ","],
          ]),
        data: (value) => unescape(value, []),
      });
}

function parseLegacyCommand(line: string, known: ReadonlySet<string>): LogCommand | null {
  const start = line.indexOf("##[");
  const end = start < 0 ? -1 : line.indexOf("]", start);
  const all = (value: string) =>
    unescape(value, [
      ["%3B", ";"],
      ["%5D", "]"],
    ]);
  return end < 0
    ? null
    : build(line, line.slice(start + 3, end), line.slice(end + 1), known, {
        separator: ";",
        legacy: true,
        property: all,
        data: all,
      });
}

interface Syntax {
  readonly separator: string;
  readonly legacy: boolean;
  readonly property: (value: string) => string;
  readonly data: (value: string) => string;
}

function build(
  source: string,
  head: string,
  data: string,
  known: ReadonlySet<string>,
  syntax: Syntax,
): LogCommand | null {
  const space = head.indexOf(" ");
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!known.has(name)) {
    return null;
  }
  const properties: Record<string, string> = {};
  for (const pair of space < 0
    ? []
    : head
        .slice(space + 1)
        .trim()
        .split(syntax.separator)) {
    const equals = pair.indexOf("=");
    if (equals > 0 && equals < pair.length - 1) {
      properties[pair.slice(0, equals).toLowerCase()] = syntax.property(pair.slice(equals + 1));
    }
  }
  return { name, properties, data: syntax.data(data), legacy: syntax.legacy, source };
}

/** The runner replaces one escape after the other, `%25` last. */
function unescape(value: string, more: readonly (readonly [string, string])[]): string {
  const escapes = [["%0D", "\r"], ["%0A", "\n"], ...more, ["%25", "%"]] as const;
  return escapes.reduce((text, [escape, character]) => text.replaceAll(escape, character), value);
}

/**
 * Reads a file of `NAME=VALUE` and `NAME<<DELIMITER` as the runner reads GITHUB_OUTPUT and GITHUB_ENV.
 * @throws Error in the cases in which the runner fails the step.
 */
export function readFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split("\n");
  if (lines.at(-1) === "") {
    lines.pop();
  }
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    const equals = line.indexOf("=");
    const heredoc = line.indexOf("<<");
    if (line === "") {
      continue;
    }
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      values[line.slice(0, equals)] = line.slice(equals + 1);
    } else if (heredoc > 0 && heredoc + 2 < line.length) {
      const delimiter = line.slice(heredoc + 2);
      const end = lines.indexOf(delimiter, index + 1);
      if (end < 0) {
        throw new Error(`Invalid value. Matching delimiter not found '${delimiter}'`);
      }
      values[line.slice(0, heredoc)] = lines.slice(index + 1, end).join("\n");
      index = end;
    } else {
      throw new Error(`Invalid format '${line}'`);
    }
  }
  return values;
}
