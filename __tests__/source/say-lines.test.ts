import { expect, test } from "@jest/globals";
import { sayLines } from "../../src/source/say-lines.ts";

test.each([
  [[4], "line 4"],
  [[4, 4], "line 4"],
  [[4, 9], "lines 4 and 9"],
  [[4, 5], "lines 4 and 5"],
  [[4, 9, 12], "lines 4, 9 and 12"],
  [[4, 5, 6], "lines 4 to 6"],
  [[4, 5, 6, 9], "lines 4 to 6 and 9"],
  [[1, 4, 5, 6, 7], "lines 1 and 4 to 7"],
])("says of %j: %s", (lines, said) => {
  expect(sayLines(lines)).toBe(said);
});
