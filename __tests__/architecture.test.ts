import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";

const src = path.resolve(import.meta.dirname, "../src");

/**
 * The parts of the house and which parts each may import, itself aside. `report` may name the types of `rules/rule`
 * and `rules/finding` only; rules never know of each other.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  source: [],
  dockerfile: ["source"],
  shell: ["dockerfile", "source"],
  context: ["dockerfile", "source"],
  rewrites: ["context", "shell", "dockerfile", "source"],
  rules: ["rewrites", "context", "shell", "dockerfile", "source"],
  lint: ["rules", "context", "shell", "dockerfile", "source"],
  report: ["rules", "source"],
  settings: ["rules", "lint", "source"],
  ports: [],
  workflows: ["lint", "report", "rules", "settings", "ports", "context", "dockerfile", "source"],
  github: ["ports", "settings", "source"],
  git: ["ports", "settings", "context", "source"],
  cli: [
    "workflows",
    "lint",
    "report",
    "rules",
    "settings",
    "ports",
    "git",
    "context",
    "dockerfile",
    "source",
  ],
  main: ["workflows", "lint", "report", "rules", "settings", "ports", "github", "source"],
  index: ["main"],
};

/** Packages that only one place may import. */
const doors: Readonly<Record<string, RegExp>> = {
  "dockerfile-ast": /^dockerfile\//,
  unbash: /^shell\/reading\/parse-shell-text/,
  diff: /^source\//,
  commander: /^cli/,
  yaml: /^(context\/yaml-values|settings\/(yaml-file|hadolint-file|migrate))\.ts$/,
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll(path.sep, "/"))
  .filter((file) => file.endsWith(".ts"));

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(path.join(src, from), "utf8");
  return [...text.matchAll(/^(import|export)( type)?[^;]*? from "([^"]+)";/gms)].map((match) => ({
    from,
    to: match[3] ?? "",
    typeOnly: match[2] !== undefined,
  }));
});

/** The part of the house a file belongs to. */
function partOf(file: string): string {
  const [first = ""] = file.split("/");
  return first.replace(/\.ts$/, "");
}

function resolve(from: string, to: string): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(from), to));
}

const inner = imports
  .filter(({ to }) => to.startsWith("."))
  .map((one) => ({ ...one, to: resolve(one.from, one.to) }));
const outer = imports.filter(({ to }) => !to.startsWith("."));

/** The first circle that arrows make, as a text; null when there is none. */
function circleIn(arrowsIn: readonly { readonly from: string; readonly to: string }[]) {
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of arrowsIn) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  const done = new Set<string>();
  const visit = (place: string, trail: readonly string[]): string | null => {
    if (trail.includes(place)) return [...trail.slice(trail.indexOf(place)), place].join(" -> ");
    if (done.has(place)) return null;
    for (const next of edges.get(place) ?? []) {
      const circle = visit(next, [...trail, place]);
      if (circle !== null) return circle;
    }
    done.add(place);
    return null;
  };
  for (const place of edges.keys()) {
    const circle = visit(place, []);
    if (circle !== null) return circle;
  }
  return null;
}

describe("the house", () => {
  test("has no arrow that is not in the picture", () => {
    const wrong = inner.filter(({ from, to }) => {
      const [left, right] = [partOf(from), partOf(to)];
      return left !== right && !(arrows[left] ?? []).includes(right);
    });
    expect(wrong).toEqual([]);
  });

  test("knows every part by name", () => {
    const unknown = files.map(partOf).filter((part) => !(part in arrows));
    expect([...new Set(unknown)]).toEqual([]);
  });

  test("lets reporters see the types of rules and findings only", () => {
    const wrong = inner.filter(
      ({ from, to, typeOnly }) =>
        partOf(from) === "report" &&
        partOf(to) === "rules" &&
        !(to === "rules/rule.ts" || (to === "rules/finding.ts" && typeOnly)),
    );
    expect(wrong).toEqual([]);
  });

  test("keeps rules apart from each other", () => {
    const wrong = inner.filter(
      ({ from, to }) =>
        /^rules\/[^/]+\//.test(from) && partOf(to) === "rules" && to !== "rules/rule.ts",
    );
    expect(wrong).toEqual([]);
  });

  test("has no import circles, of types neither", () => {
    expect(circleIn(inner)).toBeNull();
  });

  test("has no circle of folders where shell text is read", () => {
    const folderOf = (file: string) => path.posix.dirname(file);
    const between = inner
      .map(({ from, to }) => ({ from: folderOf(from), to: folderOf(to) }))
      .filter(({ from, to }) => from !== to && from.includes("/") && to.startsWith("shell/"));
    expect(circleIn(between)).toBeNull();
  });

  test("opens each outer door in one place", () => {
    const wrong = outer.filter(({ from, to }) => {
      if (/^@(actions|octokit)\//.test(to)) return partOf(from) !== "github";
      const door = doors[to];
      return door !== undefined && !door.test(from);
    });
    expect(wrong).toEqual([]);
    const importersOf = (name: string) =>
      new Set(outer.filter(({ to }) => to === name).map(({ from }) => from)).size;
    expect(importersOf("dockerfile-ast")).toBe(1);
    expect(importersOf("unbash")).toBe(1);
  });

  test("touches files, processes and the environment only at its edges", () => {
    const edges = ["github", "git", "cli", "main", "index"];
    // Hashes and compression are arithmetic, and so are paths as long as they do not depend on the machine: `posix` and
    // `win32` by name.
    const pure = (from: string, to: string) =>
      to === "node:crypto" ||
      to === "node:zlib" ||
      (to === "node:path" &&
        /import \{ (posix|win32)(, (posix|win32))? \} from "node:path"/.test(
          readFileSync(path.join(src, from), "utf8"),
        ));
    const wrong = outer.filter(
      ({ from, to }) => to.startsWith("node:") && !pure(from, to) && !edges.includes(partOf(from)),
    );
    expect(wrong).toEqual([]);
    const reading = files.filter(
      (file) =>
        !edges.includes(partOf(file)) &&
        /\bprocess\.(argv|cwd|env|exit|hrtime|on|platform|std|version)|\bDate\.now\b|new Date\(\)/.test(
          readFileSync(path.join(src, file), "utf8"),
        ),
    );
    expect(reading).toEqual([]);
  });
});
