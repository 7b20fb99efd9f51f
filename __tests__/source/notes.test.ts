import { expect, test } from "@jest/globals";
import { Notable, noted, Notes } from "../../src/source/notes.ts";

class Thing extends Notable {
  readonly size: number;

  constructor(size: number) {
    super();
    this.size = size;
  }
}

test("notes of different kinds on one object do not meet", () => {
  const [first, second] = [new Notes<Thing, string>(), new Notes<Thing, string>()];
  const thing = new Thing(1);
  first.set(thing, "one");
  expect(second.get(thing)).toBeUndefined();
  second.set(thing, "two");
  expect([first.get(thing), second.get(thing)]).toEqual(["one", "two"]);
  expect(first.get(new Thing(1))).toBeUndefined();
});

test("reads each object once, null and false included", () => {
  let reads = 0;
  const isLarge = noted((thing: Thing, limit: number): boolean | null => {
    reads++;
    return thing.size === 0 ? null : thing.size > limit;
  });
  const things = [new Thing(0), new Thing(1), new Thing(9)];
  const read = () => things.map((thing) => isLarge(thing, 5));
  expect(read()).toEqual([null, false, true]);
  expect(read()).toEqual([null, false, true]);
  expect(reads).toBe(3);
});

test("notes are no part of the object, and can be made on one that is frozen", () => {
  const thing = new Thing(1);
  Object.freeze(thing);
  const notes = new Notes<Thing, string>();
  notes.set(thing, "one");
  expect(notes.get(thing)).toBe("one");
  expect(thing).toEqual({ size: 1 });
  expect(Object.keys(thing)).toEqual(["size"]);
});

test("an object that was not made for notes is a mistake", () => {
  const notes = new Notes<object, string>();
  expect(() => notes.get({})).toThrow(TypeError);
  expect(() => {
    notes.set({}, "one");
  }).toThrow(TypeError);
});
