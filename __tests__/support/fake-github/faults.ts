/** What goes wrong with a request. */
export type FaultKind =
  /** An answer with this status and an HTML page, as a gateway gives it. */
  | { readonly status: 500 | 502 | 503 | 504 }
  /** A refusal with this status and GitHub's JSON. */
  | { readonly status: 401 | 403 | 404 | 409 | 410 | 422; readonly message: string }
  /** The secondary limit. Without `retryAfter` (seconds) the header is left out. */
  | { readonly secondaryLimit: 403 | 429; readonly retryAfter?: number }
  /** Status 200 and a body that breaks off. */
  | { readonly malformedJson: true }
  /** The connection ends without an answer. */
  | { readonly reset: true };

/** Which requests go wrong, and how. */
export interface Fault {
  /** @default every method */
  readonly method?: string;
  /** The path without the prefix; for GraphQL `/graphql`. */
  readonly path: string | RegExp;
  readonly fault: FaultKind;
  /** How many requests. @default 1 */
  readonly times?: number;
  /** How many matching requests are served before the first goes wrong. @default 0 */
  readonly after?: number;
  /** The request takes effect all the same; only its answer is lost. @default false */
  readonly takesEffect?: boolean;
}

interface PlannedFault extends Fault {
  left: number;
  skip: number;
}

/** The faults that were ordered and have not yet come. */
export class Faults {
  readonly #planned: PlannedFault[] = [];

  /** Orders a fault. */
  plan(fault: Fault): void {
    this.#planned.push({ ...fault, left: fault.times ?? 1, skip: fault.after ?? 0 });
  }

  /** The fault of a request, or null. It is then used up. */
  take(method: string, path: string): Fault | null {
    const fault = this.#planned.find(
      (item) =>
        item.left > 0 &&
        (item.method ?? method) === method &&
        (typeof item.path === "string" ? item.path === path : item.path.test(path)),
    );
    if (fault === undefined) {
      return null;
    }
    if (fault.skip > 0) {
      fault.skip -= 1;
      return null;
    }
    fault.left -= 1;
    return fault;
  }

  /** Faults that were ordered but never came. */
  get pending(): number {
    return this.#planned.filter((fault) => fault.left > 0).length;
  }
}
