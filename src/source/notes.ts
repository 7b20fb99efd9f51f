/**
 * An object that can carry notes: what is known of it once somebody has asked. They hang on the object itself and not in a
 * `WeakMap`, because a generational garbage collector holds all values of an old `WeakMap` until the next full collection:
 * every model would be copied to the old generation before it is thrown away.
 */
export abstract class Notable {
  // Private by the language: no part of the model, and there also on an object that is frozen.
  #notes: unknown[] | null = null;

  // A `TypeError` of the language tells that an object was not made for notes.
  /** What is noted under a key; undefined when nothing is. */
  static read(of: Notable, key: object): unknown {
    const notes = of.#notes;
    if (notes === null) return undefined;
    const at = notes.indexOf(key);
    return at === -1 ? undefined : notes[at + 1];
  }

  /** Notes a value under a key that has none yet. */
  static write(of: Notable, key: object, value: unknown): void {
    if (of.#notes === null) of.#notes = [key, value];
    else of.#notes.push(key, value);
  }
}

/**
 * Notes of one kind on objects. They have to be made as `Notable`, which their interfaces do not say: a `TypeError` tells of
 * others.
 */
export class Notes<K extends object, V> {
  /** What is noted on an object; undefined when nothing is. */
  get(of: K): V | undefined {
    return Notable.read(of as object as Notable, this) as V | undefined;
  }

  /** Notes something on an object that has no such note yet. Not undefined. */
  set(of: K, value: V): void {
    Notable.write(of as object as Notable, this, value);
  }
}

/** Anything but `undefined`. */
type Answer = object | string | number | boolean | null;

/**
 * Makes a function note what it says of an object, so that each is read once.
 * @param read gives the answer; it must follow from the object alone, and what else it is given must always be the same for
 *   it, as the Dockerfile of a stage is
 */
export function noted<K extends object, Rest extends unknown[], V extends Answer>(
  read: (of: K, ...rest: Rest) => V,
): (of: K, ...rest: Rest) => V {
  const notes = new Notes<K, V>();
  return (of, ...rest) => {
    let answer = notes.get(of);
    if (answer === undefined) {
      answer = read(of, ...rest);
      notes.set(of, answer);
    }
    return answer;
  };
}
