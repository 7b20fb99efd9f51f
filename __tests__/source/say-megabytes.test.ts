import { expect, test } from "@jest/globals";
import { sayMegabytes } from "../../src/source/say-megabytes.ts";

test.each([
  [0, "0 MB"],
  [3.8, "3.8 MB"],
  [43, "43 MB"],
  [413, "410 MB"],
  [1230, "1.2 GB"],
])("says %d as %s", (megabytes, text) => {
  expect(sayMegabytes(megabytes)).toBe(text);
});
