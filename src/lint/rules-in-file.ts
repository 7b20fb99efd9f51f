import type { Dockerfile } from "../dockerfile/model.ts";
import type { SelectedRule } from "./select-rules.ts";
import { templateLine } from "../dockerfile/templates.ts";
import { WordFinder } from "./word-finder.ts";

/** Some rules with the words by which files are passed over. */
interface Choice {
  readonly finder: WordFinder;
  /** For each rule the numbers of its words; null when it judges every file. */
  readonly numbers: readonly (readonly number[] | null)[];
}

const choices = new WeakMap<readonly SelectedRule[], Choice>();

/** The rules that judge a file: all of them, and of one that a Dockerfile is made from those that say so. */
export function rulesFor(
  dockerfile: Dockerfile,
  rules: readonly SelectedRule[],
): readonly SelectedRule[] {
  return templateLine(dockerfile) === null
    ? rules
    : rules.filter(({ rule }) => rule.judgesTemplates === true);
}

/** Those of the rules for a file that may have something to say of it: one of their words stands in it, or they have none. */
export function rulesWithWords(
  dockerfile: Dockerfile,
  rules: readonly SelectedRule[],
): readonly SelectedRule[] {
  let choice = choices.get(rules);
  if (choice === undefined) {
    choice = choiceOf(rules);
    choices.set(rules, choice);
  }
  const found = choice.finder.search(dockerfile.source.text);
  const { numbers } = choice;
  const wanted: SelectedRule[] = [];
  let index = 0;
  for (const rule of rules) {
    const words = numbers[index++];
    if (words == null || hasAny(found, words)) wanted.push(rule);
  }
  return rulesFor(dockerfile, wanted);
}

function hasAny(found: Uint8Array, words: readonly number[]): boolean {
  for (const number of words) if (found[number] === 1) return true;
  return false;
}

function choiceOf(rules: readonly SelectedRule[]): Choice {
  const finder = new WordFinder(rules.flatMap(({ rule }) => rule.words ?? []));
  const numbers = rules.map(({ rule }) => rule.words?.map((word) => finder.numberOf(word)) ?? null);
  return { finder, numbers };
}
