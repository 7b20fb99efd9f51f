import { skipSpaces } from "./blanks.ts";
import type { Directive, SyntaxProblem } from "./model.ts";

const known = new Set(["syntax", "escape", "check"]);
const beforeValue = /([a-zA-Z][a-zA-Z0-9]*)[\t\f\r ]*=[\t\f\r ]*/y;

/** Reads the `# name=value` lines at the top of a file: until the first line that is none. */
export class DirectiveReader {
  readonly directives: Directive[] = [];
  escape: "\\" | "`" = "\\";
  private readonly text: string;
  private readonly problems: SyntaxProblem[];
  private readonly seen = new Set<string>();
  private done = false;

  constructor(text: string, problems: SyntaxProblem[]) {
    this.text = text;
    this.problems = problems;
  }

  /** Takes the next line, without blanks before it. Returns whether it is a directive (a wrong one, too). */
  read(start: number, end: number): boolean {
    if (this.done) return false;
    const found = this.text[start] === "#" ? this.match(start, end) : null;
    if (found === null || !known.has(found.name)) {
      this.done = true;
      return false;
    }
    this.add(found);
    return true;
  }

  private match(start: number, end: number): Directive | null {
    beforeValue.lastIndex = skipSpaces(this.text, start + 1, end);
    const found = beforeValue.exec(this.text);
    if (found === null) return null;
    let valueStart = Math.min(beforeValue.lastIndex, end);
    let valueEnd = end;
    while (valueEnd > valueStart && /[\t\f\r ]/.test(this.text[valueEnd - 1] ?? "")) valueEnd--;
    if (valueEnd === valueStart) {
      // Nothing but blanks: BuildKit takes the last of them for the value.
      if (this.text[valueStart - 1] === "=") return null;
      valueStart--;
    }
    return {
      name: (found[1] ?? "").toLowerCase(),
      value: this.text.slice(valueStart, valueEnd),
      span: { start, end },
      valueSpan: { start: valueStart, end: valueEnd },
    };
  }

  private add(directive: Directive): void {
    const { name, value, span, valueSpan } = directive;
    if (this.seen.has(name)) {
      const message = `The directive \`${name}\` is given twice; BuildKit takes only one.`;
      this.problems.push({ kind: "invalid-directive", message, span });
      return;
    }
    this.seen.add(name);
    if (name === "escape") {
      if (value === "\\" || value === "`") this.escape = value;
      else {
        const message = `The directive \`escape\` takes a backslash or a back-tick, not \`${value}\`.`;
        this.problems.push({ kind: "invalid-directive", message, span: valueSpan });
        return;
      }
    }
    const wrong = name === "check" ? wrongCheckOption(value) : null;
    if (wrong !== null) {
      this.problems.push({ kind: "invalid-directive", message: wrong, span: valueSpan });
    }
    this.directives.push(directive);
  }
}

/** BuildKit reads the value of `check` up to the first blank, as `name=value` parts with `;` between. */
function wrongCheckOption(value: string): string | null {
  const options = value.split(" ", 1)[0] ?? "";
  if (options === "") return null;
  for (const option of splitAtMost(options, ";", 3)) {
    const equals = option.indexOf("=");
    const name = option.slice(0, Math.max(equals, 0)).trim();
    if (equals === -1 || !["skip", "error", "experimental"].includes(name)) {
      return `The directive \`check\` takes \`skip=\`, \`error=\` and \`experimental=\`, without blanks, not \`${option}\`.`;
    }
    const setting = option.slice(equals + 1).trim();
    if (name === "error" && !/^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(setting)) {
      return `The option \`error\` of the directive \`check\` takes \`true\` or \`false\`, not \`${setting}\`.`;
    }
  }
  return null;
}

function splitAtMost(text: string, separator: string, count: number): string[] {
  const parts = text.split(separator);
  return parts.length <= count
    ? parts
    : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}
