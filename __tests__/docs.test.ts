import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { allRules } from "../src/rules/all-rules.ts";

const root = path.resolve(import.meta.dirname, "..");
const pages = [
  ...readdirSync(root).filter((file) => file.endsWith(".md")),
  ".github/pull_request_template.md",
  "examples/README.md",
  ...readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).map(
    (file) => `docs/${file}`,
  ),
]
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => file.endsWith(".md"));

/** The text of a page without its code, in which nothing is a link or a heading. */
function proseOf(page: string): string {
  return readFileSync(path.join(root, page), "utf8").replace(
    /^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2 *$/gm,
    "",
  );
}

/** The anchors that GitHub gives the headings of a page. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of proseOf(page).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = text.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    for (let count = 0; ; count++) {
      const numbered = count === 0 ? anchor : `${anchor}-${count}`;
      if (anchors.has(numbered)) continue;
      anchors.add(numbered);
      break;
    }
  }
  return anchors;
}

describe.each(pages)("%s", (page) => {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");

  test("links only to files and headings that are there", () => {
    const broken = links.filter((link) => {
      if (/^[a-z]+:/.test(link)) return false;
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? page : path.posix.join(path.posix.dirname(page), file);
      if (!existsSync(path.join(root, target))) return true;
      return anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).has(anchor);
    });
    expect(broken).toEqual([]);
  });

  test("links elsewhere by https only", () => {
    const odd = links.filter(
      (link) => /^[a-z]+:/.test(link) && !/^https:\/\/[\w.-]+(\/|$)/.test(link),
    );
    expect(odd).toEqual([]);
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
