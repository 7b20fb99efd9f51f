import { maximumRetries } from "./client.ts";
import { isTransient } from "./problems.ts";

/** For requests that must not be tried again blindly: a failed answer does not mean that nothing was written. */
export const once = { request: { retries: 0 } };

/**
 * Writes; after a failure that may have happened on the way back, looks whether it arrived before it tries again.
 * @param what a noun phrase for the warning: `the review`
 * @param post writes, with `once`
 * @param find what has arrived, null when nothing has
 */
export async function postOnce<Value>(
  what: string,
  warn: (message: string) => void,
  post: () => Promise<Value>,
  find: () => Promise<Value | null>,
): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await post();
    } catch (error) {
      if (!isTransient(error)) throw error;
      const arrived = await find();
      if (arrived !== null) return arrived;
      if (attempt > maximumRetries) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      warn(
        `Posting ${what} failed (${reason}); trying again (try ${attempt} of ${maximumRetries}).`,
      );
    }
  }
}

/** A body as GitHub may give it back. */
export function normalise(body: string): string {
  return body.replaceAll("\r\n", "\n").trim();
}
