import { describe, expect, test } from "@jest/globals";
import { joinPath, likelyContextRoot, selfAndAncestors } from "../../src/context/context-root.ts";

describe("likelyContextRoot", () => {
  const existing =
    (...paths: readonly string[]) =>
    (path: string) =>
      paths.includes(path);

  test("is the Dockerfile's directory when nothing says otherwise", () => {
    expect(likelyContextRoot("app/docker", [], existing("app/src"))).toBe("app/docker");
    expect(likelyContextRoot("app/docker", ["src"], existing())).toBe("app/docker");
  });

  test("is where most sources exist", () => {
    const exists = existing("package.json", "app/package.json", "app/src", "other");
    expect(likelyContextRoot("app/docker", ["package.json", "src"], exists)).toBe("app");
    expect(likelyContextRoot("app/docker", ["package.json", "other", "app/src"], exists)).toBe("");
  });

  test("is the nearest of those where as many exist", () => {
    const exists = existing("a/b/x", "a/x", "x");
    expect(likelyContextRoot("a/b", ["x"], exists)).toBe("a/b");
  });
});

test("selfAndAncestors goes up to the root", () => {
  expect(selfAndAncestors("a/b/c")).toEqual(["a/b/c", "a/b", "a", ""]);
  expect(selfAndAncestors("")).toEqual([""]);
});

test("joinPath leaves out the slash beside nothing", () => {
  expect([joinPath("a", "b"), joinPath("", "b"), joinPath("a", ""), joinPath("", "")]).toEqual([
    "a/b",
    "b",
    "a",
    "",
  ]);
});
