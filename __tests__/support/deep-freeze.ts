/**
 * Freezes a value and all that hangs on it, cycles included. Maps and sets are made to throw when they are changed.
 * Class instances with private state keep it.
 */
export function deepFreeze<T>(value: T): T {
  const seen = new Set<object>();
  const queue: unknown[] = [value];
  for (let item = queue.pop(); queue.length > 0 || item !== undefined; item = queue.pop()) {
    if (typeof item !== "object" || item === null || seen.has(item)) continue;
    seen.add(item);
    if (item instanceof Map || item instanceof Set) {
      for (const inner of [...item.keys(), ...item.values()] as unknown[]) queue.push(inner);
      forbidChange(item);
    }
    for (const inner of Object.values(item) as unknown[]) queue.push(inner);
    Object.freeze(item);
  }
  return value;
}

function forbidChange(collection: object): void {
  const refuse = () => {
    throw new TypeError("the model is frozen");
  };
  for (const method of ["set", "add", "delete", "clear"]) {
    Object.defineProperty(collection, method, { value: refuse });
  }
}
