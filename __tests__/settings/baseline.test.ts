import { describe, expect, test } from "@jest/globals";
import { parseBaseline, printBaseline } from "../../src/settings/baseline.ts";
import { UserError } from "../../src/settings/user-error.ts";

const entry = {
  rule: "root-user",
  path: "a/Dockerfile",
  fingerprint: "0123456789abcdef",
  reason: "needs port 80",
  expires: "2027-06-30",
};

describe("a baseline file", () => {
  test("is read as it was written, in the order of paths", () => {
    const other = { ...entry, path: "A", expires: null, reason: "" };
    expect(parseBaseline(printBaseline([entry, other]), "b.json")).toEqual([other, entry]);
  });

  test.each([
    ["{", "The baseline b.json is not JSON"],
    ["[]", 'The baseline b.json should be an object with `"version": 1`'],
    ['{"version":2,"findings":[]}', "should be an object with"],
    ['{"version":1,"findings":[7]}', "b.json, finding 1 should be an object."],
    [
      '{"version":1,"findings":[{"rule":"x","path":"y"}]}',
      "finding 1 has no text at `fingerprint`",
    ],
    [
      JSON.stringify({ version: 1, findings: [{ ...entry, expires: "soon" }] }),
      '`expires` is "soon"',
    ],
    [
      JSON.stringify({ version: 1, findings: [{ ...entry, reason: 1 }] }),
      "`reason` should be text",
    ],
  ])("%s is refused with a message that names the place", (text, message) => {
    expect(() => parseBaseline(text, "b.json")).toThrow(UserError);
    expect(() => parseBaseline(text, "b.json")).toThrow(message);
  });
});
