import { afterEach, describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GitFixture, type GitFixtureOptions } from "../support/git-fixture.ts";

const made: GitFixture[] = [];

function make(options: GitFixtureOptions): GitFixture {
  const fixture = GitFixture.create(options);
  made.push(fixture);
  return fixture;
}

afterEach(() => {
  made.splice(0).forEach((fixture) => fixture.dispose());
});

describe("GitFixture", () => {
  test("gives the same object names for the same data", () => {
    const options = { base: { a: "1\n" }, head: { files: { a: "2\n" } } };
    const one = make(options);
    const other = make(options);
    expect(one.headSha).toBe(other.headSha);
    expect(one.headSha).not.toBe(one.baseSha);
    expect(one.testMerge()).toBe(other.testMerge());
  });

  test("writes every kind of file with its mode", () => {
    const submodule = "1".repeat(40);
    const fixture = make({
      base: { "old name": "text\n", gone: "x" },
      head: {
        renames: { "old name": "new/name" },
        files: {
          gone: null,
          binary: Uint8Array.of(0, 1, 255),
          link: { symlink: "../elsewhere" },
          module: { submodule },
          run: { executable: "#!/bin/sh\n" },
          'odd "quoted"\nname': "odd",
        },
      },
    });
    const listed = fixture.git("ls-tree", "-r", "-z", "feature").split("\0").filter(Boolean);
    const modes = Object.fromEntries(
      listed.map((line) => {
        const [meta = "", path = ""] = line.split("\t");
        return [path, meta.split(" ")[0]];
      }),
    );
    expect(modes).toEqual({
      binary: "100644",
      link: "120000",
      module: "160000",
      "new/name": "100644",
      'odd "quoted"\nname': "100644",
      run: "100755",
    });
    expect(fixture.readText("link")).toBe("../elsewhere");
  });

  test("rebase makes new history of the same change on the new base", () => {
    const fixture = make({ base: { a: "1\n" }, head: { files: { b: "2\n" } } });
    const before = fixture.headSha;
    const base = fixture.commit("main", { files: { c: "3\n" } });
    expect(fixture.mergeBase()).not.toBe(base);
    fixture.rebase();
    expect(fixture.headSha).not.toBe(before);
    expect(fixture.mergeBase()).toBe(base);
    expect(fixture.git("ls-tree", "--name-only", "feature").split("\n")).toEqual(["a", "b", "c"]);
  });

  test("a force push replaces the head's commits", () => {
    const fixture = make({ base: { a: "1\n" }, head: { files: { b: "2\n" } } });
    fixture.forcePush({ files: { c: "3\n" } });
    expect(fixture.git("ls-tree", "--name-only", "feature").split("\n")).toEqual(["a", "c"]);
    expect(fixture.git("rev-list", "--count", "main..feature")).toBe("1");
  });

  test("a conflict has no test merge", () => {
    const fixture = make({ base: { a: "1\n" }, head: { files: { a: "2\n" } } });
    expect(fixture.testMerge()).toMatch(/^[0-9a-f]{40}$/);
    fixture.commit("main", { files: { a: "3\n" } });
    expect(fixture.testMerge()).toBeNull();
  });

  test("a branch can be checked out", () => {
    const fixture = make({ base: { a: "1\n" }, head: { files: { a: "2\n" } } });
    const directory = fixture.checkOut();
    expect(readFileSync(join(directory, "a"), "utf8")).toBe("2\n");
  });
});
