import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type YAMLParseError,
} from "yaml";
import * as v from "valibot";
import { shown } from "./schema-parts.ts";
import { UserError } from "./user-error.ts";

/** The most problems of one file that are named at once. Our choice: what one reads before mending. */
const mostProblems = 10;

/**
 * Reads a YAML 1.2 file by a schema.
 * @param path for messages
 * @throws UserError with a line for each problem: file, line, key, value and what is allowed
 */
export function readYamlFile<Schema extends v.GenericSchema>(
  path: string,
  text: string,
  schema: Schema,
): { readonly value: v.InferOutput<Schema>; readonly document: Document } {
  const lines = new LineCounter();
  const document = parseYaml(path, text, lines);
  const value: unknown = document.toJS() ?? {};
  const result = v.safeParse(schema, value);
  if (result.success) return { value: result.output, document };
  const problems = result.issues.flatMap((issue) => flatten(issue, []));
  const named = problems.map(({ keys, atKey, message }) => ({
    line: lines.linePos(offsetOf(document, keys, atKey)).line,
    message: `${keys.length === 0 ? "the file" : `\`${keyPath(keys)}\``} ${message}`,
  }));
  throw settingsError(
    path,
    named.filter((one, at) => named.findIndex(({ message }) => message === one.message) === at),
  );
}

function parseYaml(path: string, text: string, lines: LineCounter): Document {
  const options = { lineCounter: lines, prettyErrors: false };
  const source = text.replace(/^\ufeff/, "");
  const document = parseDocument(source, options);
  const problems = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: yamlProblem(error, source),
  }));
  if (problems.length > 0) throw settingsError(path, problems);
  return document;
}

/** What is wrong with the YAML, in the words of somebody who writes settings. */
function yamlProblem(
  { code, message, pos: [start] }: Pick<YAMLParseError, "code" | "message" | "pos">,
  source: string,
): string {
  if (code === "DUPLICATE_KEY") {
    const key = /^(?:"[^"\n]*"|'[^'\n]*'|[^:\n]*[^:\s])/.exec(source.slice(start))?.[0] ?? "";
    return `\`${key}\` stands here a second time in the same mapping. Keep one of them.`;
  }
  if (code === "MULTIPLE_DOCS")
    return "a second document begins here. Put everything into one, without `---`.";
  return `this is not valid YAML: ${message}`;
}

function settingsError(
  path: string,
  problems: readonly { readonly line: number; readonly message: string }[],
): UserError {
  const named = problems.slice(0, mostProblems);
  const more = problems.length - named.length;
  return new UserError(
    [
      ...named.map(({ line, message }) => `${path}:${line}: ${message}`),
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join("\n"),
  );
}

type Key = string | number;

interface Problem {
  readonly keys: readonly Key[];
  /** Whether the key itself is what is wrong, not its value. */
  readonly atKey: boolean;
  readonly message: string;
}

/** Problems with where they are. One inside one form of a value that may have several is told instead of "it has none of these forms". */
function flatten(issue: v.BaseIssue<unknown>, above: readonly Key[]): Problem[] {
  const path = issue.path ?? [];
  const keys = [...above, ...path.map(({ key }) => key as Key)];
  // The schema library takes a list for a mapping of its indices.
  const list = path.findIndex(({ type, input }) => type === "object" && Array.isArray(input));
  if (list !== -1) {
    const message = `is ${shown(path[list]?.input)}, and must be a mapping.`;
    return [{ keys: keys.slice(0, above.length + list), atKey: false, message }];
  }
  const inside = (issue.issues ?? []).filter(({ path }) => path !== undefined);
  if (inside.length > 0) return inside.flatMap((one) => flatten(one, keys));
  const { origin, value } = path.at(-1) ?? {};
  const isMissing = origin === "key" && value === undefined;
  return [
    {
      keys: isMissing ? keys.slice(0, -1) : keys,
      atKey: origin === "key" && !isMissing,
      message: issue.message,
    },
  ];
}

/** `rules.root-user.severity`, `overrides[0].paths`. */
function keyPath(keys: readonly Key[]): string {
  return keys
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}

/** Where the value at some keys stands, or its key; of a missing one, what it is missing in. */
function offsetOf(document: Document, keys: readonly Key[], atKey: boolean): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, key] of keys.entries()) {
    const child = childOf(node, key);
    if (child === null) break;
    const wantsKey = atKey && depth === keys.length - 1;
    offset = (wantsKey ? null : startOf(child.value)) ?? child.keyOffset ?? offset;
    node = child.value;
  }
  return offset;
}

function childOf(node: unknown, key: Key): { value: unknown; keyOffset: number | null } | null {
  if (isSeq(node)) return { value: node.items[Number(key)], keyOffset: null };
  if (!isMap(node)) return null;
  const pair = node.items.find(
    ({ key: one }) => isScalar(one) && String(one.value) === String(key),
  );
  return pair === undefined ? null : { value: pair.value, keyOffset: startOf(pair.key) };
}

function startOf(node: unknown): number | null {
  const range = (node as { readonly range?: readonly number[] } | null | undefined)?.range;
  return range?.[0] ?? null;
}
