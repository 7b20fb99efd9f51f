import { HttpError } from "./http-error.ts";
import type { JsonObject } from "./json.ts";
import type { Limits } from "./limits.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What a request costs. */
export interface RequestCost {
  readonly resource: "core" | "graphql";
  /** Against the primary limit. */
  readonly cost: number;
  /** Against the secondary limit: a read 1, a write 5. */
  readonly points: number;
  /** Whether it makes a comment, a review or a check run. */
  readonly creates: boolean;
}

interface Spending {
  readonly time: number;
  readonly points: number;
  readonly creates: boolean;
}

/** GitHub's primary and secondary limits, counted over the server's clock. */
export class RateLimits {
  readonly #limits: Limits;
  readonly #clock: () => number;
  #reset: number;
  #used = { core: 0, graphql: 0 };
  #spendings: Spending[] = [];
  #underWay = 0;

  constructor(limits: Limits, clock: () => number) {
    this.#limits = limits;
    this.#clock = clock;
    this.#reset = Math.ceil((clock() + HOUR) / 1000);
  }

  /** A request begins. @throws HttpError 403 when too many are under way. */
  begin(): void {
    this.#underWay += 1;
    if (this.#underWay > this.#limits.concurrentRequests) {
      throw secondaryLimit(60);
    }
  }

  /** A request that began has ended. */
  end(): void {
    this.#underWay -= 1;
  }

  /** @throws HttpError 403 when a limit is reached. */
  spend(request: RequestCost): void {
    const now = this.#clock();
    this.#beginHour();
    if (this.#used[request.resource] + request.cost > this.#limits.requestsPerHour) {
      throw new HttpError(403, "API rate limit exceeded for installation.");
    }
    this.#used[request.resource] += request.cost;
    this.#spendings = this.#spendings.filter((spending) => spending.time > now - HOUR);
    this.#spendings.push({ time: now, points: request.points, creates: request.creates });
    const lastMinute = this.#spendings.filter((spending) => spending.time > now - MINUTE);
    const points = lastMinute.reduce((sum, spending) => sum + spending.points, 0);
    const creations = (list: readonly Spending[]) =>
      list.filter((spending) => spending.creates).length;
    if (
      points > this.#limits.pointsPerMinute ||
      (request.creates && creations(lastMinute) > this.#limits.creationsPerMinute) ||
      (request.creates && creations(this.#spendings) > this.#limits.creationsPerHour)
    ) {
      throw secondaryLimit(60);
    }
  }

  /** The `x-ratelimit-*` headers. */
  headers(resource: RequestCost["resource"]): Record<string, string> {
    const { limit, remaining, used, reset } = this.overview(resource);
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(remaining),
      "x-ratelimit-used": String(used),
      "x-ratelimit-reset": String(reset),
      "x-ratelimit-resource": resource,
    };
  }

  /** `rate-limit`. */
  overview(resource: RequestCost["resource"]): {
    limit: number;
    used: number;
    remaining: number;
    reset: number;
  } {
    this.#beginHour();
    const limit = this.#limits.requestsPerHour;
    const used = this.#used[resource];
    return { limit, used, remaining: limit - used, reset: this.#reset };
  }

  /** Gives everything back when the hour is over. */
  #beginHour(): void {
    const now = this.#clock();
    if (now < this.#reset * 1000) return;
    this.#used = { core: 0, graphql: 0 };
    this.#reset = Math.ceil((now + HOUR) / 1000);
  }

  /** `rate-limit-overview`. */
  overviewJson(): JsonObject {
    const core = { ...this.overview("core") };
    const search = { limit: 30, used: 0, remaining: 30, reset: this.#reset };
    return { resources: { core, search, graphql: { ...this.overview("graphql") } }, rate: core };
  }
}

/** The refusal of the secondary limits. */
export function secondaryLimit(retryAfter: number, status: 403 | 429 = 403): HttpError {
  const message =
    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return new HttpError(status, message, { headers: { "retry-after": String(retryAfter) } });
}
