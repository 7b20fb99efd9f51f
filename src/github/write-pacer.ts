/**
 * Writes that go out without a pause. GitHub asks for a second between the writes of somebody who makes "a large number"
 * of them, and allows 80 requests a minute that create content; a review makes five or so. Source: GitHub's
 * documentation, "Best practices for using the REST API" and "Rate limits for the REST API".
 */
const unpacedWrites = 10;

/** A request, as far as it tells whether it writes. */
interface PacedRequest {
  readonly method?: string;
  readonly url?: string;
  readonly query?: unknown;
}

/** Lets the first writes of a client pass at once and leaves a second before each of the others. */
export class WritePacer {
  readonly #interval: number;
  #passed = 0;
  #queue: Promise<void> = Promise.resolve();

  /** @param interval milliseconds between writes */
  constructor(interval: number) {
    this.#interval = interval;
  }

  /** Resolves when a request may go out. Reads, GraphQL's queries among them, may do so at once. */
  async turn(request: PacedRequest): Promise<void> {
    if (!isWrite(request)) return;
    this.#passed++;
    if (this.#passed <= unpacedWrites) return;
    this.#queue = this.#queue.then(
      () => new Promise((resolve) => setTimeout(resolve, this.#interval)),
    );
    await this.#queue;
  }
}

function isWrite({ method = "GET", url = "", query }: PacedRequest): boolean {
  if (url.endsWith("/graphql")) return typeof query === "string" && /^\s*mutation\b/.test(query);
  return method !== "GET" && method !== "HEAD";
}
