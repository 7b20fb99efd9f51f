import { expect, test } from "@jest/globals";
import { Recent } from "../../src/source/recent.ts";

test("keeps what the reading before asked for", () => {
  const recent = new Recent<number>();
  recent.set("a", 1);
  recent.set("b", 2);
  Recent.turn();
  expect(recent.get("a")).toBe(1);
  Recent.turn();
  expect(recent.get("a")).toBe(1);
  expect(recent.get("b")).toBeUndefined();
});

test("gives the newest value of a text", () => {
  const recent = new Recent<number | null>();
  recent.set("a", 1);
  Recent.turn();
  recent.set("a", null);
  expect(recent.get("a")).toBeNull();
  expect(recent.get("c")).toBeUndefined();
});
