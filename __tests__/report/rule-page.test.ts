import { expect, test } from "@jest/globals";
import { rulePage } from "../../src/report/rule-page.ts";
import { lineRule } from "../support/rules.ts";

test("a rule's page shows the files that a fix writes", () => {
  const example = { bad: "FROM a:1\n", good: "FROM b:1\n", files: { "package.json": "{}" } };
  const { rule } = lineRule("notes", "x", {
    examples: [{ ...example, fixedFiles: { notes: "x\ny\n" } }],
  });
  const page = rulePage(rule);
  expect(page).toContain("With `package.json` in the build context.");
  expect(page).toContain("The fix writes `notes`:\n\n```text\nx\ny\n```\n");
  expect(page).not.toContain("What the fix makes of the bad one");
});
