import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";

const tests = path.resolve(import.meta.dirname, "..");

test("the tests of every category of rules are brought into a suite", () => {
  const folders = readdirSync(path.join(tests, "rules"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .filter(({ name }) =>
      readdirSync(path.join(tests, "rules", name)).some((file) => file.endsWith(".test.ts")),
    )
    .map(({ name }) => `${name}.test.ts`);
  expect(readdirSync(path.join(tests, "rules-by-category")).sort()).toEqual(folders.sort());
});
