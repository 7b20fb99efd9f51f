import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  hasWildcard,
  isArchive,
  isRemoteSource,
  matchesPattern,
  mayMatchArchive,
} from "../../src/dockerfile/copy-sources.ts";

describe("sources of COPY and ADD", () => {
  test.each(["https://example.com/x", "git://x/y", "git@github.com:x/y.git", "ssh://git@x/y"])(
    "%s is fetched",
    (path) => {
      expect(isRemoteSource(path)).toBe(true);
    },
  );

  test.each(["src", "./a:b", "a@b", "C:/x"])("%s is local", (path) => {
    expect(isRemoteSource(path)).toBe(false);
  });

  test.each(["a.tar", "a.tar.gz", "A.TGZ", "a.tar.bz2", "a.tbz2", "a.txz", "a.tar.zst", "a.xz"])(
    "%s is an archive",
    (path) => {
      expect(isArchive(path)).toBe(true);
    },
  );

  test.each(["a.zip", "a.jar", "tar", "a.tar.gz.asc", "a.deb"])("%s is none", (path) => {
    expect(isArchive(path)).toBe(false);
  });

  test.each([
    ["*", true],
    ["fil*", true],
    ["*.tar.*", true],
    ["*.t?z", true],
    ["*gz", true],
    ["*.conf", false],
    ["conf*/site.conf", false],
    ["plain.conf", false],
  ])("%s may match an archive: %s", (pattern, may) => {
    expect(mayMatchArchive(pattern)).toBe(may);
  });

  test.each([
    ["package.json", "package*.json", true],
    ["package-lock.json", "package*.json", true],
    ["package.json", "package?.json", false],
    ["go.sum", "go.[ms][ou][dm]", true],
    ["a[0].txt", "a[[]0].txt", true],
    ["yarn.lock", "yarn.lock*", true],
    ["abcabd", "*abd", true],
    ["abc", "abcd*", false],
    ["", "*", true],
  ])("%s against %s: %s", (name, pattern, matches) => {
    expect(matchesPattern(name, pattern)).toBe(matches);
  });

  test("a name without wildcards matches itself, and any name matches a star", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w.-]{0,20}$/), (name) => {
        expect(hasWildcard(name)).toBe(false);
        expect(matchesPattern(name, name)).toBe(true);
        expect(matchesPattern(name, `${name}*`)).toBe(true);
        expect(matchesPattern(name, `${name}?`)).toBe(false);
      }),
    );
  });
});
