import { expect, test } from "@jest/globals";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { commandsWithin } from "../../../src/shell/reading/commands-within.ts";
import { shellOf } from "../../../src/shell/parse-shell.ts";

test("gives the commands inside a span, and no other", () => {
  const text = "FROM debian:12\nRUN a && { b; c $(d); } | e && f\n";
  const dockerfile = parseDockerfile(text);
  const run = dockerfile.instructions[1];
  const script = run === undefined ? null : shellOf(dockerfile, run);
  if (script === null) throw new Error("the RUN is not read");
  const names = (start: number, end: number): (string | null)[] =>
    commandsWithin(script, { start, end }).map(({ name }) => name);
  expect(names(text.indexOf("{"), text.indexOf("|"))).toEqual(["b", "c", "d"]);
  expect(names(text.indexOf("f\n"), text.length)).toEqual(["f"]);
  expect(names(0, 5)).toEqual([]);
});
