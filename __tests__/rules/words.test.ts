import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { WordFinder } from "../../src/lint/word-finder.ts";
import { allRules } from "../../src/rules/all-rules.ts";
import { contextOf, testDay } from "../support/describe-rule.ts";

const texts = allRules.flatMap(({ examples, silentOn = [] }) => [
  ...examples.flatMap(({ bad, good, files, goodFiles }) => [
    { text: bad, files },
    { text: good, files: goodFiles ?? files },
  ]),
  ...silentOn.map((text) => ({ text, files: undefined })),
]);

// The engine passes over the files in which none of a rule's words stands.
describe("a rule with words has nothing to say of any example of any rule without them", () => {
  for (const rule of allRules.filter(({ words }) => words !== undefined)) {
    test(rule.name, () => {
      const finder = new WordFinder(rule.words ?? []);
      const told = texts.flatMap(({ text, files }) => {
        if (finder.search(text).includes(1)) return [];
        const buildContext = contextOf(files);
        const options = { ...rule.options };
        const context = { path: "Dockerfile", buildContext, today: testDay, options };
        return [...rule.check(parseDockerfile(text), context)].map(({ message }) => message);
      });
      expect(told).toEqual([]);
    });
  }
});
