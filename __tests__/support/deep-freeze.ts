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
      queue.push(...item.keys(), ...item.values());
      forbidChange(item);
    }
    queue.push(...Object.values(item));
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
