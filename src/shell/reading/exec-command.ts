import type { ExecForm } from "../../dockerfile/model.ts";
import type { SourceText } from "../../source/source-text.ts";
import { commandOf } from "./commands.ts";
import type { ShellCommand, ShellWord } from "../model.ts";

/** The one command that the strings of an exec form are, or those of several in a row (ENTRYPOINT with CMD). */
export function execCommand(source: SourceText, forms: readonly ExecForm[]): ShellCommand {
  const words = forms.flatMap(({ items }) =>
    items.map(({ value, span }): ShellWord => ({
      text: source.slice(span),
      value,
      span,
      variables: [],
    })),
  );
  const start = words[0]?.span.start ?? forms[0]?.span.start ?? 0;
  return commandOf(words, {
    span: { start, end: words.at(-1)?.span.end ?? start },
    assignments: [],
    redirects: [],
    place: {
      chain: 0,
      link: 0,
      topLevel: true,
      conditional: false,
      substituted: false,
      subshell: false,
      nested: false,
    },
  });
}
