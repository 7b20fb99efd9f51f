import { describe, expect, test } from "@jest/globals";
import { flagValue, flagValues, hasFlag } from "../../../src/shell/package-managers/flags.ts";
import { callOf } from "../read-instruction.ts";

describe("hasFlag", () => {
  test.each<[string, string[], boolean]>([
    ["apt-get install -qy x", ["-y", "--yes", "--assume-yes"], true],
    ["apt-get install x --assume-yes", ["-y", "--yes", "--assume-yes"], true],
    ["apt-get install x", ["-y", "--yes"], false],
    ["apt-get install --assume-yes=false x", ["--assume-yes"], false],
    ["apt-get install -qqy x", ["-qq"], true],
    ["apt-get install -q -y -q x", ["-qq"], true],
    ["apt-get install -q=2 x", ["-qq"], true],
    ["apt-get install -qy x", ["-qq"], false],
    ["apt-get install -q=0 x", ["-qq"], false],
    ["apt-get install -o -y x", ["-y"], false],
    ["pip install --no-cache-dir x", ["--no-cache-dir"], true],
    ["go build --trimpath --ldflags '-s -w' ./...", ["-trimpath"], true],
    ["go build --trimpath --ldflags '-s -w' ./...", ["-ldflags"], true],
  ])("%s has one of %j: %s", (command, names, expected) => {
    expect(hasFlag(callOf(command), ...names)).toBe(expected);
  });
});

describe("values", () => {
  const call = callOf("apt-get -o A=b --option C=d install -t sid --solver=$S x");

  test("the last value", () => {
    expect(flagValue(call, "-o", "--option")).toBe("C=d");
    expect(flagValue(call, "-t")).toBe("sid");
    expect(flagValue(call, "--solver")).toBe(null);
    expect(flagValue(call, "-y")).toBe(null);
  });

  test("of Go's flags, written with two dashes", () => {
    expect(flagValue(callOf("go build --ldflags '-s -w' -o /a"), "-ldflags")).toBe("-s -w");
    expect(flagValue(callOf("go build --o=/a"), "-o")).toBe("/a");
  });

  test("all values", () => {
    expect(flagValues(call, "-o", "--option")).toEqual(["A=b", "C=d"]);
    expect(flagValues(call, "-y")).toEqual([]);
  });
});
