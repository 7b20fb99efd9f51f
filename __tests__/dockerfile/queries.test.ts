import { describe, expect, test } from "@jest/globals";
import {
  flagOf,
  imageStages,
  instructionAt,
  instructionsOfKind,
  isInImage,
  lastOfKind,
  nextInstruction,
  previousInstruction,
  requiredStages,
  rootStage,
  stageLabel,
} from "../../src/dockerfile/queries.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { first, readSound } from "./read.ts";

const file = readSound(
  "ARG A\nFROM a AS one\nUSER x\nCMD b\nFROM c AS two\nFROM one AS three\nONBUILD USER y\nRUN <<E\nz\nE\n\nFROM three\nCOPY --from=two --link d e\n",
);
const [one, two, three, four] = file.stages;

describe("queries", () => {
  test("instructions of a kind, in a file and in a stage", () => {
    expect(instructionsOfKind(file, "user", "cmd").map(({ index }) => index)).toEqual([2, 3, 6]);
    expect(instructionsOfKind(first(file.stages), "user").map(({ user }) => user?.text)).toEqual([
      "x",
    ]);
  });

  test("a stage's label is its name, else its number", () => {
    expect(file.stages.map(stageLabel)).toEqual(["one", "two", "three", "3"]);
  });

  test("neighbours are those of the same stage", () => {
    const at = (index: number): unknown[] => {
      const instruction = file.instructions[index] ?? first(file.instructions);
      return [
        previousInstruction(file, instruction)?.index ?? null,
        nextInstruction(file, instruction)?.index ?? null,
      ];
    };
    expect([0, 1, 2, 3, 4].map(at)).toEqual([
      [null, null],
      [null, 2],
      [1, 3],
      [2, null],
      [null, null],
    ]);
  });

  test("the image is made of the final stage's lineage", () => {
    expect(imageStages(file)).toEqual([four, three, one]);
    expect([one, two, three, four].map((stage) => isInImage(file, stage ?? null))).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect(isInImage(file, null)).toBe(false);
    expect(imageStages(parseDockerfile(""))).toEqual([]);
  });

  test("the last of a kind is looked for along the lineage, past triggers", () => {
    expect(lastOfKind(imageStages(file), "user")?.index).toBe(2);
    expect(lastOfKind(imageStages(file), "cmd", "copy")?.index).toBe(9);
    expect(lastOfKind(imageStages(file), "entrypoint")).toBeNull();
  });

  test("what is built when a stage is", () => {
    expect(four && requiredStages(four)).toEqual([one, two, three, four]);
    expect(two && requiredStages(two)).toEqual([two]);
    const cycle = parseDockerfile("FROM a AS b\nCOPY --from=c d e\nFROM b AS c\n");
    expect(requiredStages(first(cycle.stages))).toHaveLength(2);
  });

  test("the root of a stage", () => {
    expect(four && rootStage(four)).toBe(one);
    expect(two && rootStage(two)).toBe(two);
  });

  test("a flag by its name", () => {
    const copy = first(instructionsOfKind(file, "copy"));
    expect(flagOf(copy, "from")?.value).toBe("two");
    expect(flagOf(copy, "chown")).toBeNull();
  });

  test("the instruction at an offset, its heredocs included", () => {
    const { text } = file.source;
    expect(instructionAt(file, 0)?.kind).toBe("arg");
    expect(instructionAt(file, text.indexOf("z\n"))?.kind).toBe("run");
    expect(instructionAt(file, text.indexOf("\nFROM three") - 1)?.kind).toBe("run");
    expect(instructionAt(file, text.indexOf("\nFROM three"))).toBeNull();
    expect(instructionAt(file, text.length)).toBeNull();
  });
});
