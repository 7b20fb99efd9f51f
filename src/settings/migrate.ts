import { Document, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import { readHadolintFile } from "./hadolint-file.ts";
import type { Settings } from "./settings.ts";

/** Where editors find the schema of the settings file. */
const schemaUrl =
  "https://raw.githubusercontent.com/dockerfile-review/dockerfile-review/main/schema/dockerfile-review.schema.json";

/** Keys of hadolint's configuration, and what they are called in ours. */
const counterparts: Readonly<Record<string, string>> = {
  "failure-threshold": "fail-on",
  "no-fail": "fail-on",
  ignored: "rules",
  override: "rules",
  trustedRegistries: "trusted-registries",
  "label-schema": "labels",
  "strict-labels": "labels",
  "disable-ignore-pragma": "suppressions",
};

/**
 * Our settings file, as text, that says what a file of hadolint's says. Comments above its keys and beside its entries
 * are kept.
 * @param path of hadolint's file, for messages and for the first line
 * @param preset the set of rules to ask for; null leaves it to the default
 * @throws UserError for what is wrong in the file
 */
export function migrateHadolint(
  path: string,
  text: string,
  preset: Settings["preset"] | null,
): string {
  const { settings, document: old } = readHadolintFile(path, text);
  const document = new Document({ ...(preset === null ? {} : { preset }), ...settings });
  document.commentBefore = [
    ` yaml-language-server: $schema=${schemaUrl}`,
    ` Written from ${path} by \`dockerfile-review migrate\`.`,
    ...commentLines(old.commentBefore),
  ].join("\n");
  const { contents } = document;
  const [first, ...others] = isMap(contents) ? contents.items : [];
  if (!isMap(contents) || first === undefined) return document.toString().replace(/\{\}\n$/, "");
  contents.flow = false;
  for (const pair of others) keyOf(pair).spaceBefore = true;
  if (isMap(old.contents)) {
    takeComment(old.contents, keyOf(first));
    for (const pair of old.contents.items) carryComments(pair, contents);
  }
  return document.toString({ lineWidth: 0 });
}

/** Brings the comments at one of the old keys, and at what is under it, to their counterparts. */
function carryComments(pair: Pair, into: YAMLMap): void {
  const name = counterparts[textOf(pair.key)];
  const target = name === undefined ? undefined : pairOf(into, name);
  if (target === undefined) return;
  takeComment(pair.key, keyOf(target));
  const { value } = pair;
  if (isScalar(value) && isScalar(target.value)) takeBeside(value, target.value);
  if (isMap(value) && name === "rules") {
    for (const { value: list } of value.items) carryEntries(list, target.value);
  } else if (isMap(value)) {
    const schema = isMap(target.value) ? pairOf(target.value, "schema")?.value : null;
    for (const entry of value.items) {
      const to = isMap(schema) ? pairOf(schema, textOf(entry.key)) : undefined;
      if (to === undefined) continue;
      takeComment(entry.key, keyOf(to));
      takeBeside(entry.value, to.value);
    }
  } else carryEntries(value, target.value);
}

/** Brings the comments at the entries of a list to the entries of a list or mapping that stand for them. */
function carryEntries(list: unknown, target: unknown): void {
  if (!isSeq(list)) return;
  list.items.forEach((item, index) => {
    const isFirst = index === 0;
    if (isMap(target)) {
      const pair = pairOf(target, textOf(item));
      if (pair === undefined) return;
      if (isFirst) takeComment(list, keyOf(pair));
      takeComment(item, keyOf(pair));
      takeBeside(item, pair.value);
    } else if (isSeq(target)) {
      const to = target.items[index] as Node | undefined;
      if (to === undefined) return;
      if (isFirst) takeComment(list, to);
      takeComment(item, to);
      takeBeside(item, to);
    }
  });
}

function takeComment(from: unknown, to: Node): void {
  const comment = (from as Partial<Node> | null)?.commentBefore;
  if (comment == null) return;
  to.commentBefore = to.commentBefore == null ? comment : `${to.commentBefore}\n${comment}`;
}

function takeBeside(from: unknown, to: unknown): void {
  const comment = (from as Partial<Node> | null)?.comment;
  if (comment != null) (to as Node).comment = comment;
}

function commentLines(comment: string | null | undefined): string[] {
  return comment == null ? [] : comment.split("\n");
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => textOf(pair.key) === key);
}

function keyOf(pair: Pair): Node {
  return pair.key as Node;
}

function textOf(node: unknown): string {
  return isScalar(node) ? String(node.value) : "";
}
