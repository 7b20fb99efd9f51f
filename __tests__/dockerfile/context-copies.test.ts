import { describe, expect, test } from "@jest/globals";
import {
  copiedSources,
  instructionsBefore,
  meantArguments,
  originOf,
  workdirOf,
} from "../../src/dockerfile/context-copies.ts";
import type { CopyInstruction, Instruction } from "../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { relativeTo, resolvePath } from "../../src/dockerfile/paths.ts";

function copyOf(...lines: readonly string[]): CopyInstruction {
  const { instructions } = parseDockerfile(`FROM node:22\n${lines.join("\n")}\n`);
  const copy = instructions.find(({ kind }) => kind === "copy" || kind === "add");
  if (copy?.kind !== "copy" && copy?.kind !== "add") throw new Error("no COPY in the example");
  return copy;
}

function lastOf(text: string): Instruction {
  const last = parseDockerfile(text).instructions.at(-1);
  if (last === undefined) throw new Error("no instruction in the example");
  return last;
}

function origin(lines: readonly string[], directory: string, name: string) {
  const [copied] = copiedSources(copyOf(...lines));
  return copied === undefined ? undefined : originOf(copied, directory, name);
}

describe("copiedSources", () => {
  test("gives sources and the place they go to", () => {
    const copied = copiedSources(copyOf("WORKDIR /app", "COPY ./web/ a*.txt /x ../site/"));
    expect(
      copied.map(({ source, pattern, directory, target }) => ({
        source,
        pattern,
        directory,
        target,
      })),
    ).toEqual([
      { source: "web", pattern: false, directory: true, target: "/site" },
      { source: "a*.txt", pattern: true, directory: false, target: "/site" },
      { source: "x", pattern: false, directory: false, target: "/site" },
    ]);
  });

  test("leaves out what is fetched or not known", () => {
    expect(copiedSources(copyOf("ADD https://example.com/x /x"))).toEqual([]);
    expect(copiedSources(copyOf("ARG F", "COPY $F /x"))).toEqual([]);
    expect(copiedSources(copyOf("ARG D", "COPY . $D"))).toEqual([]);
    expect(copiedSources(copyOf("COPY --parents a/*.json ./"))).toEqual([]);
  });

  test("replaces variables", () => {
    const [copied] = copiedSources(copyOf("ENV D=/srv", "ARG S=web", "COPY $S ${D}/app"));
    expect(copied).toMatchObject({ source: "web", target: "/srv/app" });
  });
});

describe("originOf", () => {
  test.each([
    [["WORKDIR /app", "COPY . ."], "/app", { how: "tree", from: "" }],
    [["WORKDIR /app", "COPY . ."], "/app/web", { how: "tree", from: "web" }],
    [["COPY . /"], "/srv", { how: "tree", from: "srv" }],
    [["COPY web/ /app"], "/app/admin", { how: "tree", from: "web/admin" }],
    [["COPY web /app"], "/app", { how: "maybe", from: "web" }],
    [["COPY * /app/"], "/app", { how: "tree", from: "" }],
    [["COPY web/* /app/"], "/app", { how: "tree", from: "web" }],
    [["COPY package*.json /app/"], "/app", { how: "pattern", from: "" }],
    [["COPY web/package.json /app/"], "/app", { how: "named", from: "web" }],
    [["COPY package.json /app/package.json"], "/app", { how: "named", from: "" }],
    [["COPY . /app"], "/srv", null],
    [["COPY *.txt /app/"], "/app", null],
    [["COPY package*.json /app/"], "/app/web", null],
  ])("of %j in %s", (lines, directory, wanted) => {
    expect(origin(lines, directory, "package.json")).toEqual(wanted);
  });
});

describe("instructionsBefore", () => {
  test("follows the stages, oldest first, without triggers", () => {
    const run = lastOf(
      "FROM a AS x\nENV A=1\nFROM b AS y\nUSER u\nFROM x\nONBUILD USER v\nWORKDIR /w\nRUN z\n",
    );
    expect(instructionsBefore(run).map(({ keyword }) => keyword)).toEqual([
      "FROM",
      "ENV",
      "FROM",
      "WORKDIR",
    ]);
  });

  test("looks back over 200 instructions at most", () => {
    const run = lastOf(`FROM a\n${"ENV A=1\n".repeat(500)}RUN z\n`);
    expect(instructionsBefore(run)).toHaveLength(200);
  });
});

describe("workdirOf", () => {
  test("is a path of its own for each unknown directory", () => {
    expect(workdirOf(lastOf("FROM a\nRUN z\n").state)).toBe("/");
    expect(workdirOf(lastOf("FROM a\nWORKDIR /a/../b/\nRUN z\n").state)).toBe("/b");
    const one = workdirOf(lastOf("FROM a\nARG D\nWORKDIR $D\nRUN z\n").state);
    const two = workdirOf(lastOf("FROM a\nARG D\nWORKDIR $D\nWORKDIR $D\nRUN z\n").state);
    expect(one).not.toBe("/");
    expect(two).not.toBe(one);
  });
});

describe("meantArguments", () => {
  test("ends before what was meant as a comment", () => {
    const { sources, destination } = meantArguments(copyOf("COPY a b c/ # the rest"));
    expect(sources.map(({ value }) => value)).toEqual(["a", "b"]);
    expect(destination?.value).toBe("c/");
    expect(meantArguments(copyOf("COPY #a b c/")).sources).toHaveLength(2);
  });
});

describe("paths", () => {
  test("are resolved and compared", () => {
    expect(resolvePath("/app", "./a/../b//c/")).toBe("/app/b/c");
    expect(resolvePath("/app", "/x/../../y")).toBe("/y");
    expect(relativeTo("/app", "/app/a/b")).toBe("a/b");
    expect(relativeTo("/", "/a")).toBe("a");
    expect(relativeTo("/app", "/app")).toBe("");
    expect(relativeTo("/app", "/apple")).toBeNull();
  });
});
