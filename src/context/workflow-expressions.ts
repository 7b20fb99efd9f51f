import { entriesOf, itemsOf, textOf } from "./yaml-values.ts";

/** What expressions of a workflow stand for, by their text: `matrix.service`, `env.IMAGE`. */
export type Values = ReadonlyMap<string, string>;

/** Most jobs that a matrix is taken into. */
const mostRows = 64;

/**
 * A text with its `${{ ... }}` filled in.
 * @param unknown what to do with those that are not known: `refuse` makes the whole null, `keep` leaves them as they are
 */
export function fillIn(
  text: string | null,
  values: Values,
  unknown: "refuse" | "keep" = "refuse",
): string | null {
  if (text === null) return null;
  const filled = text.replace(/\$\{\{\s*([^}]*?)\s*\}\}/g, (whole, expression: string) => {
    if (expression === "github.workspace") return "/";
    return values.get(expression) ?? whole;
  });
  return unknown === "refuse" && filled.includes("${{") ? null : filled;
}

/**
 * The values of each job that a matrix makes. `exclude` is passed over: a build that is not made describes its context
 * as well as one that is.
 */
export function matrixRows(matrix: unknown): readonly Values[] {
  let rows: ReadonlyMap<string, string>[] = [new Map()];
  for (const [name, value] of entriesOf(matrix)) {
    const choices = itemsOf(value);
    if (name === "include" || name === "exclude" || choices.length === 0) continue;
    rows = rows
      .flatMap((row) =>
        choices.map((choice) => new Map([...row, ...valuesOf(`matrix.${name}`, choice)])),
      )
      .slice(0, mostRows);
  }
  const included = itemsOf(entriesOf(matrix).find(([name]) => name === "include")?.[1]);
  // An included row adds to the jobs that it fits, or is a job of its own: either way its values stand together.
  const more = included.flatMap((item) => {
    const own = new Map(
      entriesOf(item).flatMap(([name, value]) => valuesOf(`matrix.${name}`, value)),
    );
    const fitting = rows.filter((row) =>
      [...own].every(([name, value]) => (row.get(name) ?? value) === value),
    );
    return fitting.length === 0 ? [own] : fitting.map((row) => new Map([...row, ...own]));
  });
  return [...rows, ...more].slice(0, mostRows);
}

/** A value and, of a mapping, those in it, by the expressions that name them. */
function valuesOf(name: string, value: unknown): [string, string][] {
  const text = textOf(value);
  if (text !== null) return [[name, text]];
  return entriesOf(value).flatMap(([key, inner]) => valuesOf(`${name}.${key}`, inner));
}
