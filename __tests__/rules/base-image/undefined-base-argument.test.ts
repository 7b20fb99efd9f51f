import { describe, expect, test } from "@jest/globals";
import { undefinedBaseArgument } from "../../../src/rules/base-image/undefined-base-argument.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(undefinedBaseArgument);

describe("undefined-base-argument in particular", () => {
  test("points at the variable and says where the build stops", () => {
    const text = "ARG PYTHON_VERSION=3.13\nFROM python:${PYTHON_VERSON}-slim\n";
    const [finding] = findingsOf(undefinedBaseArgument, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("${PYTHON_VERSON}");
    expect(finding?.severity).toBe("error");
    expect(finding?.aliases).toEqual(["UndefinedArgInFrom"]);
    expect(finding?.message).toContain("`python:-slim`");
    expect(finding?.message).toContain("Did you mean `PYTHON_VERSION`?");
  });

  test("sees an ARG that stands in a stage", () => {
    const text = "FROM alpine:3.22 AS a\nARG TAG=1\nFROM busybox:${TAG}\n";
    const [finding] = findingsOf(undefinedBaseArgument, text);
    expect(finding?.message).toContain("line 2 stands in a stage");
  });

  test("knows the platform's variables", () => {
    const [finding] = findingsOf(
      undefinedBaseArgument,
      "FROM --platform=$BULIDPLATFORM golang:1.25 AS build\n",
    );
    expect(finding?.severity).toBe("error");
    expect(finding?.message).toContain("Did you mean `BUILDPLATFORM`?");
  });

  test.each([
    ["FROM busybox:${TAG:-1.37}\n", "warning", "`busybox:1.37` is used"],
    ["FROM busybox${VARIANT}:1.37\n", "warning", "`busybox:1.37` is used"],
    ["FROM ${BASE}\n", "error", "the build stops"],
  ])("of %j says %s: %s", (text, severity, words) => {
    const [finding] = findingsOf(undefinedBaseArgument, text);
    expect(finding?.severity).toBe(severity);
    expect(finding?.message).toContain(words);
  });

  test("tells a missing default, which is a choice, from a broken one", () => {
    const [missing] = findingsOf(undefinedBaseArgument, "ARG BASE\nFROM ${BASE}\n");
    expect(missing?.severity).toBe("info");
    expect(missing?.message).toContain("gets no image at all");
    const [broken] = findingsOf(undefinedBaseArgument, "ARG TAG=1:2\nFROM busybox:${TAG}\n");
    expect(broken?.severity).toBe("error");
    expect(broken?.aliases).toEqual(["InvalidDefaultArgInFrom"]);
    expect(broken?.message).toContain("`busybox:1:2`");
  });

  test("tells a missing default once, however many stages are built on it", () => {
    const text =
      "ARG GO\nARG BASE\nFROM golang:$GO AS a\nFROM golang:$GO-alpine AS b\nFROM $BASE\n";
    const findings = findingsOf(undefinedBaseArgument, text);
    expect(findings.map(({ message }) => /`(\w+)` has/.exec(message)?.[1])).toEqual(["GO", "BASE"]);
  });

  test.each([
    "ARG TAG\nFROM alpine:${TAG-3.22}\n",
    'ARG TAG=""\nFROM alpine:${TAG:-3.22}\n',
    "ARG A=${UNKNOWN}/x\nFROM ${A}\n",
    "ARG TARGETARCH\nFROM base-${TARGETARCH}\n",
    "ARG VERSION=v1.2\nFROM alpine:${VERSION#v}\n",
    "FROM alpine:3.22 AS web\nARG X=web\nFROM web\n",
    "FROM --platform='$BUILDPLATFORM' alpine:3.22\n",
  ])("is silent on %j", (text) => {
    expect(findingsOf(undefinedBaseArgument, text)).toEqual([]);
  });
});
