import { describe, expect, test } from "@jest/globals";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { shellOf } from "../../../src/shell/parse-shell.ts";
import {
  coversDirectory,
  coversInHome,
  plainPath,
  removedPaths,
} from "../../../src/shell/layers/removed-paths.ts";

/** The paths that a command deletes, `?` before those that are not known. */
function removedBy(command: string): string[] {
  const dockerfile = parseDockerfile(`FROM x\nENV DIR=/var/cache\nRUN ${command}\n`);
  const run = dockerfile.instructions.at(-1);
  const script = run === undefined ? null : shellOf(dockerfile, run);
  if (run === undefined || script === null) throw new Error(`not read: ${command}`);
  return removedPaths(script, run.state).map(({ path, unknown }) => (unknown ? "?" : "") + path);
}

test.each([
  ["rm -rf /var/lib/apt/lists/* /tmp/*", ["/var/lib/apt/lists", "/tmp"]],
  ["rm -rf '/var/lib/apt/lists'/", ["/var/lib/apt/lists"]],
  ["rm -rf ~/.cache $HOME/.npm /root/.a /home/app/.b", ["~/.cache", "~/.npm", "~/.a", "~/.b"]],
  ["rm -rf /root/.??* /home/app/.[!.]*", ["~", "~"]],
  ["rm -rf $DIR/apk", ["/var/cache/apk"]],
  ["rm -rf /var/cache/{apk,yum}/*", ["/var/cache/apk", "/var/cache/yum"]],
  ["find /var/lib/apt/lists -type f -delete", ["/var/lib/apt/lists"]],
  ["find /a /b -exec rm -rf {} +", ["/a", "/b"]],
  ["find /a -name x", []],
  ["trap 'rm -rf /var/lib/apt/lists/*' EXIT", ["/var/lib/apt/lists"]],
  ['for d in /a /b; do rm -rf "$d"; done', ["?$d"]],
  ["echo rm -rf /a", []],
])("%s deletes %j", (command, paths) => {
  expect(removedBy(command)).toEqual(paths);
});

describe("coversDirectory", () => {
  test.each([
    ["/var/lib/apt/lists", true],
    ["/var/lib/apt/lists/*", true],
    ["/var/lib/apt/lists/*_*", true],
    ["/var/lib/apt", true],
    ["/var/lib/*", true],
    ["/var/lib/apt/lists/partial", false],
    ["/var/lib/apt/lists/partial/*", false],
    ["/var/lib/apt/listsX", false],
    ["/var/cache/apt", false],
  ])("%s and the package lists: %s", (path, covered) => {
    expect(coversDirectory(plainPath(path), "/var/lib/apt/lists")).toBe(covered);
  });
});

describe("coversInHome", () => {
  test.each([
    ["/root/.cache/pip", true],
    ["/root/.cache", true],
    ["/home/app/.cache/*", true],
    ["/opt/app/.cache/pip", true],
    [".cache/pip", true],
    ["/root/.npm", false],
    ["/var/cache/pip", false],
  ])("%s and pip's cache: %s", (path, covered) => {
    expect(coversInHome(plainPath(path), ".cache/pip")).toBe(covered);
  });
});
