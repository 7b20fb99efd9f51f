import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { Octokit } from "@octokit/rest";
import { WritePacer } from "./write-pacer.ts";

/** The client of GitHub's REST and GraphQL interfaces. */
export type GitHubClient = Octokit;

/** What a client needs. */
export interface ClientOptions {
  readonly token: string;
  /** `https://api.github.com`, or `https://<host>/api/v3` of an Enterprise Server. */
  readonly apiUrl: string;
  /** Told of everything that is tried again, and why. */
  readonly warn: (message: string) => void;
  readonly debug: (message: string) => void;
  /** Replaces the global `fetch`; left out means that one. */
  readonly fetch?: typeof fetch;
  /** Milliseconds that count as one second between tries and between writes. Left out means 1000. */
  readonly secondLength?: number;
  /** Milliseconds after which a request without an answer counts as failed. Left out means a minute. */
  readonly timeout?: number;
}

/** Stands in for the throttling's limiters of writes, which pause before the first one already: see `WritePacer`. */
const unpaced = {
  key: () => ({
    schedule: (_options: unknown, job: (...input: unknown[]) => unknown, ...input: unknown[]) =>
      job(...input),
  }),
};

/** How often a request is tried again. */
export const maximumRetries = 3;

/** The longest wait for a rate limit, in seconds: a job that waits longer costs more than it brings. */
const longestWait = 300;

/** GitHub gives up on a request after 10 seconds, so that what has no answer after a minute was lost on the way. */
const defaultTimeout = 60_000;

/** Statuses of refusals: another try gives the same answer. 429 is left to the throttling. */
const finalStatuses = [400, 401, 403, 404, 409, 410, 422, 429, 451];

/** A client that paces its requests, waits for rate limits and tries again after failures of the network. */
export function createClient(options: ClientOptions): GitHubClient {
  const { warn, debug, secondLength = 1000 } = options;
  const pacer = new WritePacer(secondLength);
  const waitForLimit =
    (limit: string) =>
    (
      seconds: number,
      request: { method: string; url: string },
      _client: unknown,
      tries: number,
    ) => {
      const place = `${request.method} ${request.url}`;
      if (tries >= maximumRetries || seconds > longestWait) {
        warn(`GitHub's ${limit} is reached at ${place}; it ends in ${seconds} seconds. Giving up.`);
        return false;
      }
      warn(
        `GitHub's ${limit} is reached at ${place}; waiting ${seconds} seconds (${count(tries)}).`,
      );
      return true;
    };
  // Its types do not know these settings.
  const limiters: object = { write: unpaced, notifications: unpaced };
  return new (Octokit.plugin(announce, retry, throttling))({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/+$/, ""),
    userAgent: "dockerfile-review",
    log: { debug: () => undefined, info: debug, warn: debug, error: debug },
    request: { fetch: withTimeout(options.fetch ?? fetch, options.timeout ?? defaultTimeout) },
    retry: {
      retries: maximumRetries,
      doNotRetry: finalStatuses,
      retryAfterBaseValue: secondLength,
    },
    throttle: {
      id: options.apiUrl,
      ...limiters,
      retryAfterBaseValue: secondLength,
      onRateLimit: waitForLimit("rate limit"),
      onSecondaryRateLimit: waitForLimit("secondary rate limit"),
    },
  });

  /** Innermost, so that it sees every single failure. */
  function announce(inner: Pick<Octokit, "hook">): void {
    inner.hook.before("request", (request) => pacer.turn(request));
    inner.hook.after("request", (response, request) => {
      const isJson = /\bjson\b/.test(response.headers["content-type"] ?? "");
      if (!isJson || typeof response.data !== "string") return;
      // What cannot be parsed comes as text: the connection broke off in the middle.
      throw Object.assign(new Error("the answer breaks off"), { status: 502, request, response });
    });
    inner.hook.error("request", (error, request) => {
      if (isLimit(error) && !/\bsecondary rate\b/i.test(error.message)) {
        // The throttling knows a limit by these words; GitHub also answers 429 with other ones.
        error.message += " (secondary rate limit)";
      }
      const status = "status" in error ? error.status : 0;
      const state = request.request as { retries?: number; retryCount?: number } | undefined;
      const tries = state?.retryCount ?? 0;
      if (
        status >= 400 &&
        !finalStatuses.includes(status) &&
        tries < (state?.retries ?? maximumRetries)
      ) {
        warn(
          `${request.method} ${request.url} failed (${error.message}); trying again (${count(tries)}).`,
        );
      }
      throw error;
    });
  }
}

/** The same `fetch`, which gives up after some milliseconds. */
function withTimeout(inner: typeof fetch, milliseconds: number): typeof fetch {
  return async (input, init) => {
    const signal = AbortSignal.timeout(milliseconds);
    try {
      return await inner(input, { ...init, signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new Error(`no answer within ${milliseconds / 1000} seconds`, { cause: error });
    }
  };
}

function count(tries: number): string {
  return `try ${tries + 1} of ${maximumRetries}`;
}

/** Whether an answer asks to wait, but not as the primary limit does. */
function isLimit(error: unknown): boolean {
  if (!(error instanceof Error) || !("status" in error) || !("response" in error)) return false;
  const headers =
    (error.response as { headers?: Record<string, unknown> } | undefined)?.headers ?? {};
  const asksToWait = error.status === 429 || (error.status === 403 && "retry-after" in headers);
  return asksToWait && headers["x-ratelimit-remaining"] !== "0";
}
