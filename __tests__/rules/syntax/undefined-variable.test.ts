import { describe, expect, test } from "@jest/globals";
import { undefinedVariable } from "../../../src/rules/syntax/undefined-variable.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(undefinedVariable);

function said(text: string): readonly string[] {
  return findingsOf(undefinedVariable, text).map(
    ({ message, confidence }) => `${confidence} ${message}`,
  );
}

describe("the message", () => {
  test("sends an ARG above the first FROM into the stage", () => {
    expect(said("ARG V=1\nFROM alpine:3.22\nLABEL a=$V b=${V}\n")).toEqual([
      "high `$V` is empty here: the ARG on line 1 is seen by FROM only. Write `ARG V` in this stage, above its use.",
    ]);
  });

  test("names the other stage that has it", () => {
    const text =
      "FROM golang:1.25.1 AS a\nENV DIR=/x\nFROM registry.example.com/base:1\nWORKDIR ${DIR}\n";
    expect(said(text)).toEqual([
      "medium `${DIR}` is empty here: ENV on line 2 holds in another stage. Define it in this one, above its use.",
    ]);
  });

  test("names the line below that has it", () => {
    expect(said("FROM alpine:3.22\nEXPOSE $PORT\nARG PORT=80\n")).toEqual([
      "high `$PORT` is empty here: ARG defines it only on line 3, below. Move that line above this one.",
    ]);
  });

  test("asks for the ARG of a platform", () => {
    expect(said("FROM alpine:3.22\nADD x-${TARGETARCH} /x\n")[0]).toContain("`ARG TARGETARCH`");
  });

  test("offers the name that was meant, on unknown base images too", () => {
    expect(said("FROM example/base\nARG SERVICE_PORT\nEXPOSE $SERVICE_PROT\n")).toEqual([
      "medium `$SERVICE_PROT` is empty here: nothing defines `SERVICE_PROT`. Did you mean `SERVICE_PORT`?",
    ]);
  });

  test("says of an ARG whose default is itself what to write", () => {
    expect(said("FROM alpine:3.22\nARG VERSION=${VERSION}\n")).toEqual([
      "high `${VERSION}` is what this very ARG defines, so its default is empty. Write `ARG VERSION`: it takes the build argument just the same.",
    ]);
  });

  test("is given for plain systems even without a guess, and once for a stage", () => {
    expect(said("FROM alpine:3.22\nCOPY $foo .\nCOPY $foo /x/\n")).toEqual([
      "high `$foo` is empty here: no ARG or ENV defines `foo`, nor does the base image. Define it above.",
    ]);
  });
});

test.each([
  ["an image that sets the variable", "FROM golang:1.25.1\nWORKDIR $GOPATH/src\n"],
  ["an own image named after one that sets it", "FROM example/node:4\nLABEL v=$NODE_VERSION\n"],
  ["two names that differ by a number", "FROM example/base\nARG FILE2=x\nCOPY $FILE3 /\n"],
  [
    "a variable given by ENV=ENV in an unknown image",
    "FROM example/base\nENV SOME_URL=$SOME_URL\n",
  ],
])("leaves %s alone", (_, text) => {
  expect(said(text)).toEqual([]);
});
