import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { allRules } from "../src/rules/all-rules.ts";

const root = path.resolve(import.meta.dirname, "..");
const pages = [
  "README.md",
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).map(
    (file) => `docs/${file}`,
  ),
]
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => file.endsWith(".md"));

describe.each(pages)("%s", (page) => {
  const text = readFileSync(path.join(root, page), "utf8");

  test("links only to what is there", () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
    const broken = links
      .filter((link) => !/^(https:|#)/.test(link))
      .filter((link) => !existsSync(path.join(root, path.dirname(page), link.replace(/#.*/, ""))));
    expect(broken).toEqual([]);
  });
});

describe("rules", () => {
  test.each(allRules)("$name stands where its name and category say", ({ category, name }) => {
    const folders = [
      `src/rules/${category}/${name}.ts`,
      `__tests__/rules/${category}/${name}.test.ts`,
    ];
    expect(folders.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  test("have names of their own, which no alias is", () => {
    const names = allRules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const aliases = new Set(allRules.flatMap((rule) => rule.aliases));
    expect(names.filter((name) => aliases.has(name))).toEqual([]);
  });

  test.each(allRules)("$name says what each of its options takes", ({ options, optionTypes }) => {
    expect(Object.keys(optionTypes ?? {})).toEqual(Object.keys(options ?? {}));
    for (const { description } of Object.values(optionTypes ?? {}))
      expect(description).toMatch(/\.$/);
  });

  test("with an id of hadolint belong to its preset, and no others do", () => {
    const withId = allRules.filter(({ aliases }) =>
      aliases.some((alias) => /^DL\d{4}$/.test(alias)),
    );
    const inPreset = allRules.filter(({ presets }) => presets.includes("hadolint"));
    const names = (rules: typeof withId) => rules.map(({ name }) => name);
    expect(names(inPreset)).toEqual(names(withId));
  });
});
