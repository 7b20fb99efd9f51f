import { expect, test } from "@jest/globals";
import { unknownContext } from "../../src/context/build-context.ts";
import { overlayContext } from "../../src/context/overlay-context.ts";
import { contextOf } from "../support/describe-rule.ts";

const context = contextOf({ "package.json": "{}", "src/main.js": "old" });

test("an overlaid context has the new files and the new texts, and everything else as it was", () => {
  const after = overlayContext(context, [
    { path: ".dockerignore", text: ".git\n" },
    { path: "src/main.js", text: "new" },
    { path: "a/b/c.txt", text: "deep" },
  ]);
  expect(after.list("")).toEqual(["package.json", "src/", ".dockerignore", "a/"]);
  expect(after.list("src")).toEqual(["main.js"]);
  expect([".dockerignore", "a", "a/b/", "./a/b/c.txt"].map((path) => after.exists(path))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(after.exists("src/other.js")).toBe(false);
  expect(after.readText?.("src/main.js")).toBe("new");
  expect(after.readText?.("package.json")).toBe("{}");
  expect([after.dockerfile, after.root]).toEqual(["Dockerfile", ""]);
});

test("of an unknown directory only the written files are known", () => {
  const after = overlayContext(unknownContext, [{ path: "a/x", text: "" }]);
  expect(after.exists("a/x")).toBe(true);
  expect(after.exists("a/y")).toBeNull();
  expect(after.list("a")).toBeNull();
});

test("without files the context is the same one, so that what is known of it stays known", () => {
  expect(overlayContext(context, [])).toBe(context);
});
