import { describe, expect, test } from "@jest/globals";
import type { Dockerfile, Stage } from "../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import { first, only, problemsOf, readSound, textAt } from "./read.ts";

const indexes = (stages: readonly Stage[] | undefined): number[] =>
  (stages ?? []).map(({ index }) => index);

function end(text: string): Stage["endState"] {
  const { finalStage } = readSound(text);
  if (finalStage === null) throw new Error("no stage");
  return finalStage.endState;
}

function valueAtEnd(text: string, name: string): string | null | undefined {
  return end(text).lookup(name)?.value;
}

describe("stages", () => {
  const file = readSound(
    "ARG BASE=build\nFROM golang AS Build\nRUN x\nFROM ${BASE} AS test\nRUN y\n" +
      "FROM scratch\nCOPY --from=BUILD a b\nCOPY --from=1 a b\nRUN --mount=from=test z\nCOPY --from=nginx:1 a b\n",
  );

  test("are what FROM begins, with their names and instructions", () => {
    expect(file.stages.map(({ name }) => name)).toEqual(["Build", "test", null]);
    expect(file.stages.map(({ instructions }) => instructions.length)).toEqual([2, 2, 5]);
    expect(file.instructions.map(({ stage }) => stage?.index ?? null)).toEqual([
      null,
      0,
      0,
      1,
      1,
      2,
      2,
      2,
      2,
      2,
    ]);
    expect(textAt(file, file.stages[1]?.span)).toBe("FROM ${BASE} AS test\nRUN y");
    expect(file.finalStage).toBe(file.stages[2]);
    expect(textAt(file, file.stages[0]?.from.asKeywordSpan)).toBe("AS");
    expect(file.globalArguments.map(({ pairs }) => pairs[0]?.key)).toEqual(["BASE"]);
  });

  test("know what they are built on and what they need", () => {
    expect(file.stages.map(({ parent }) => parent?.index ?? null)).toEqual([null, 0, null]);
    expect(indexes(file.stages[1]?.lineage)).toEqual([1, 0]);
    expect(indexes(file.stages[1]?.dependencies)).toEqual([0]);
    expect(indexes(file.stages[2]?.dependencies)).toEqual([0, 1]);
  });

  test("images, stages and scratch are told apart", () => {
    const uses = file.instructions.flatMap((instruction) =>
      instruction.kind === "from"
        ? [instruction.image]
        : instruction.kind === "copy"
          ? [instruction.from]
          : [],
    );
    expect(
      uses.map((use) => [
        use?.stage?.index ?? null,
        use?.scratch,
        use?.reference?.repository ?? null,
      ]),
    ).toEqual([
      [null, false, "golang"],
      [0, false, null],
      [null, true, null],
      [0, false, null],
      [1, false, null],
      [null, false, "nginx"],
    ]);
    expect(file.stages[1]?.base.variables.map(({ name }) => name)).toEqual(["BASE"]);
  });

  test("FROM finds the last stage before it, COPY --from the last in the file", () => {
    const same = readSound("FROM a AS x\nFROM x AS y\nCOPY --from=x a b\nFROM b AS x\nFROM x\n");
    expect(same.stages.map(({ parent }) => parent?.index ?? null)).toEqual([null, 0, null, 2]);
    expect(only(same, "copy").from?.stage?.index).toBe(2);
  });

  test("a stage named like its own base is built on the image", () => {
    const own = readSound("FROM node AS node\nFROM node\n");
    expect(own.stages.map(({ parent }) => parent?.index ?? null)).toEqual([null, 0]);
  });

  test("a stage that copies from itself does not need itself", () => {
    const own = readSound("FROM a AS b\nCOPY --from=b c d\n");
    expect(only(own, "copy").from?.stage).toBe(own.stages[0]);
    expect(own.stages[0]?.dependencies).toEqual([]);
  });

  test("an index that no stage has means nothing", () => {
    const file = readSound("FROM a\nCOPY --from=7 c d\n");
    expect(only(file, "copy").from).toMatchObject({ stage: null, reference: null, text: "7" });
  });

  test("an image with an unknown variable is unknown", () => {
    const file = readSound("ARG V\nFROM a:$V\nFROM --platform=$BUILDPLATFORM b:${W:-1}\n");
    expect(file.stages.map(({ base }) => base.reference?.tag ?? null)).toEqual([null, "1"]);
    expect(file.stages[1]?.from.platform?.value).toBe("$BUILDPLATFORM");
  });

  test("names in capitals are found, and told", () => {
    const text = "FROM a AS Base\nFROM Base\n";
    expect(problemsOf(text)).toEqual([["invalid-argument", "Base", "base"]]);
    expect(parseDockerfile(text).stages[1]?.parent?.index).toBe(0);
    expect(problemsOf("FROM Node:20\n")).toEqual([["invalid-argument", "Node:20", "node:20"]]);
    expect(problemsOf("FROM a:b:c\n")).toEqual([["invalid-argument", "a:b:c"]]);
  });
});

describe("WORKDIR, USER and SHELL", () => {
  test("are in force behind the instruction that sets them, and in the stages built on it", () => {
    const file = readSound(
      'FROM a AS b\nWORKDIR /x\nUSER u\nSHELL ["s"]\nWORKDIR y/../z/\nRUN 1\nFROM b\nRUN 2\nWORKDIR ..\nFROM c\nRUN 3\n',
    );
    const at = (index: number): unknown => {
      const state = file.instructions[index]?.state;
      return [state?.workdir, state?.user?.index ?? null, state?.shell?.index ?? null];
    };
    expect(at(1)).toEqual([null, null, null]);
    expect(at(2)).toEqual(["/x", null, null]);
    expect(at(5)).toEqual(["/x/z", 2, 3]);
    expect(at(7)).toEqual(["/x/z", 2, 3]);
    expect(at(10)).toEqual([null, null, null]);
    expect(file.stages[1]?.endState.workdir).toBe("/x");
    expect(file.stages[1]?.endState.workdirSetBy?.index).toBe(8);
  });

  test.each([
    ["FROM a\nWORKDIR x\n", null],
    ["FROM scratch\nWORKDIR x\n", "/x"],
    ["FROM scratch AS s\nFROM s\nWORKDIR x\n", "/x"],
    ["FROM a\nARG D=d\nWORKDIR /$D//e/.\n", "/d/e"],
    ["FROM a\nWORKDIR /$D\nWORKDIR x\n", null],
    ["FROM a\nWORKDIR /$D\nWORKDIR /x\n", "/x"],
    ["FROM a\nWORKDIR C:\\\\x\nWORKDIR y\n", "C:\\x\\y"],
    ['FROM a\nWORKDIR "/a b"\n', "/a b"],
    [`FROM scratch\n${"WORKDIR aaaaaaaaa\n".repeat(500)}`, null],
  ])("the directory behind %j", (text, workdir) => expect(end(text).workdir).toBe(workdir));

  test("a SHELL that is no array changes nothing", () => {
    const file = parseDockerfile('FROM a\nSHELL ["s"]\nSHELL bash -c\nRUN x\n');
    expect(only(file, "run").state.shell?.index).toBe(1);
  });
});

describe("variables", () => {
  test.each([
    ["ENV", "FROM a\nENV A=1 B=2\n", "A", "1"],
    ["the later one", "FROM a\nENV A=1\nENV A=2\n", "A", "2"],
    ["ENV behind ARG", "FROM a\nARG A=1\nENV A=2\n", "A", "2"],
    ["ARG behind ENV", "FROM a\nENV A=1\nARG A=2\n", "A", "2"],
    ["ENV over ARG in the next stage", "FROM a AS b\nENV A=1\nARG A=2\nFROM b\n", "A", "1"],
    ["ARG of the stage before", "FROM a AS b\nARG A=2\nFROM b\n", "A", "2"],
    ["pairs of an ENV apart", "FROM a\nENV A=1\nENV A=2 B=$A\n", "B", "1"],
    ["pairs of an ARG together", "FROM a\nARG A=1\nARG A=2 B=$A\n", "B", "2"],
    ["a global default", "ARG A=1\nFROM a\nARG A\n", "A", "1"],
    ["no global default without ARG", "ARG A=1\nFROM a\n", "A", undefined],
    ["a default of its own", "ARG A=1\nFROM a\nARG A=2\n", "A", "2"],
    ["a global default of a global one", "ARG A=1\nARG B=$A.x\nFROM a\nARG B\n", "B", "1.x"],
    ["an ARG without default", "FROM a\nARG A\n", "A", null],
    ["an ENV kept by ARG", "FROM a\nENV A=1\nARG A\n", "A", "1"],
    ["a value that is not known", "FROM a\nENV A=$PATH:/x\n", "A", null],
    ["its default is not for a value that is set", "FROM a\nENV A=$X\nENV B=${A:-d}\n", "B", null],
    ["a default for an ARG that is not", "FROM a\nARG A\nENV B=${A:-d}\n", "B", "d"],
    ["nothing", "FROM a\n", "A", undefined],
    ["another stage", "FROM a\nENV A=1\nFROM b\n", "A", undefined],
  ])("%s", (_, text, name, value) => expect(valueAtEnd(text, name)).toBe(value));

  test("BuildKit's own", () => {
    const file = readSound("FROM --platform=$BUILDPLATFORM a\nARG TARGETARCH\nRUN x\n");
    const lookup = (index: number, name: string): unknown =>
      file.instructions[index]?.state.lookup(name);
    const predefined = { value: null, kind: "predefined", instruction: null };
    expect(lookup(0, "TARGETARCH")).toEqual(predefined);
    expect(lookup(1, "TARGETARCH")).toBeUndefined();
    expect(lookup(2, "TARGETARCH")).toEqual(predefined);
    expect(lookup(2, "https_proxy")).toEqual(predefined);
    expect(lookup(0, "https_proxy")).toBeUndefined();
  });

  test("name the instruction that sets them", () => {
    const file = readSound("ARG A=1\nFROM x:$A\nARG A\nENV B=2\nRUN x\n");
    const [arg, from, own, env, run] = file.instructions;
    expect(from?.state.lookup("A")).toEqual({ value: "1", kind: "global-arg", instruction: arg });
    expect(run?.state.lookup("A")).toEqual({ value: "1", kind: "arg", instruction: own });
    expect(run?.state.lookup("B")).toEqual({ value: "2", kind: "env", instruction: env });
    expect(env?.state.lookup("B")).toBeUndefined();
  });

  test("a lookup can be handed on by itself", () => {
    const { lookup } = end("FROM a\nENV A=1\n");
    expect(lookup("A")?.value).toBe("1");
  });
});

describe("ONBUILD", () => {
  const text =
    "FROM a AS base\nONBUILD USER app\nONBUILD WORKDIR /on\nONBUILD COPY --from=src a b\nENV A=1\nONBUILD ENV A=2\n" +
    "FROM c AS src\nFROM base\nRUN x\nFROM a\n";

  function read(): Dockerfile {
    return readSound(text);
  }

  test("its trigger is an instruction of the stage", () => {
    const file = read();
    expect(file.stages[0]?.instructions.map(({ kind }) => kind)).toEqual([
      "from",
      "user",
      "workdir",
      "copy",
      "env",
      "env",
    ]);
    const user = only(file, "user");
    expect(textAt(file, user.span)).toBe("ONBUILD USER app");
    expect(textAt(file, user.keywordSpan)).toBe("USER");
    expect(textAt(file, user.onbuild?.keywordSpan)).toBe("ONBUILD");
    expect(user.keyword).toBe("USER");
  });

  test("its trigger runs behind the stage, and in the stages built on it", () => {
    const file = read();
    const [base, , built] = file.stages;
    expect(base?.endState.user).toBeNull();
    expect(base?.endState.lookup("A")?.value).toBe("1");
    const copy = only(file, "copy");
    expect(copy.state.user?.index).toBe(1);
    expect(copy.state.workdir).toBe("/on");
    expect(copy.state.lookup("A")?.value).toBe("1");
    expect(only(file, "run").state).toMatchObject({ workdir: "/on", user: { index: 1 } });
    expect(built?.endState.lookup("A")?.value).toBe("2");
  });

  test("what a trigger copies from is needed where it runs", () => {
    const file = read();
    expect(indexes(file.stages[0]?.dependencies)).toEqual([]);
    expect(indexes(file.stages[2]?.dependencies)).toEqual([0, 1]);
  });

  test("an ARG of a trigger stands above an ENV of the stage", () => {
    expect(valueAtEnd("FROM a AS b\nENV A=1\nONBUILD ARG A=2\nFROM b\n", "A")).toBe("2");
    expect(valueAtEnd("FROM a AS b\nENV A=1\nONBUILD ARG A=2\nFROM b AS c\nFROM c\n", "A")).toBe(
      "1",
    );
  });

  test("is no stage's beginning", () => {
    const file = parseDockerfile("FROM a\nONBUILD FROM b\nRUN c\n");
    expect(file.stages).toHaveLength(1);
    expect(first(file.problems).kind).toBe("invalid-onbuild");
  });
});

test("a long line of stages is linked without copying its lineages", () => {
  const lines = Array.from(
    { length: 3000 },
    (_, index) => `FROM s${index} AS s${index + 1}\nENV A${index}=1`,
  );
  const file = readSound(`FROM a AS s0\n${lines.join("\n")}\nRUN x\n`);
  expect(file.finalStage?.lineage).toHaveLength(3001);
  expect(only(file, "run").state.lookup("A0")?.value).toBe("1");
});
