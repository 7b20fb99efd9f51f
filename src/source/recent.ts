/**
 * Readings by text that are kept as long as the file they come from is read again and again, with one thing changed: what
 * the reading before asked for is there for the next one. Nothing else is kept, because the garbage collector copies all
 * that is still held whenever it throws the young away.
 */
export class Recent<V> {
  private static readonly all: Recent<unknown>[] = [];

  /** Says that another reading of a file begins. */
  static turn(): void {
    for (const one of Recent.all) {
      one.before = one.now;
      one.now = new Map();
    }
  }

  private now = new Map<string, V>();
  private before = new Map<string, V>();

  constructor() {
    Recent.all.push(this);
  }

  /** What is kept under a text; undefined when nothing is. */
  get(key: string): V | undefined {
    const known = this.now.get(key);
    if (known !== undefined) return known;
    const older = this.before.get(key);
    if (older !== undefined) this.now.set(key, older);
    return older;
  }

  /** Keeps a value, which must not be undefined. */
  set(key: string, value: V): void {
    this.now.set(key, value);
  }
}
