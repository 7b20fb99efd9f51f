import { DeliveryProblem, HostProblem } from "../ports.ts";
import { UserError } from "../settings/user-error.ts";

/** What a call was for, in the words of messages. */
export interface Purpose {
  /** A noun phrase: `the review`, `the changed files`. */
  readonly what: string;
  /** The permission it needs: `pull-requests: write`. */
  readonly permission: string;
}

/**
 * Runs a call that reads what a run cannot do without.
 * @throws UserError for a token that is refused or may not read; HostProblem for everything else
 */
export async function reading<Value>(purpose: Purpose, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    throw explainReading(purpose, error);
  }
}

/**
 * Runs a call that delivers findings, or that prepares it.
 * @throws UserError for a token that is refused; DeliveryProblem for everything else
 */
export async function delivering<Value>(
  purpose: Purpose,
  call: () => Promise<Value>,
): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    throw explainDelivering(purpose, error);
  }
}

/** Whether GitHub could not be reached or failed itself, so that another try may succeed. */
export function isTransient(error: unknown): boolean {
  return statusOf(error) >= 500;
}

/** The status of a failed request; 500 when the network failed, 0 when it was no request. */
export function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return 0;
  return "status" in error && typeof error.status === "number" ? error.status : 0;
}

function explainReading(purpose: Purpose, error: unknown): unknown {
  if (!isAnswer(error)) return error;
  const status = statusOf(error);
  const reason = reasonOf(error);
  if (status === 401) return refusedToken(reason, error);
  if (isForbidden(error)) {
    const text = `The token may not read ${purpose.what}: ${reason}. Give the job \`permissions: { ${purpose.permission} }\`.`;
    return new UserError(text, { cause: error });
  }
  if (status === 404) {
    const text =
      `GitHub knows nothing of ${purpose.what} (404). Either it does not exist any more, ` +
      `or the token may not read it: give the job \`permissions: { ${purpose.permission} }\`.`;
    return new UserError(text, { cause: error });
  }
  return new HostProblem(`Reading ${purpose.what} failed: ${reason}. Run the job again.`, {
    cause: error,
  });
}

function explainDelivering(purpose: Purpose, error: unknown): unknown {
  if (!isAnswer(error)) return error;
  const reason = reasonOf(error);
  if (statusOf(error) === 401) return refusedToken(reason, error);
  const permission = isForbidden(error) ? purpose.permission : null;
  return new DeliveryProblem(purpose.what, reason, permission, error);
}

function refusedToken(reason: string, cause: unknown): UserError {
  return new UserError(
    `GitHub refuses the token of the input \`token\`: ${reason}. Leave the input out, so that the job's own token is ` +
      "used, or give one that has not expired.",
    { cause },
  );
}

/** Whether an error comes from GitHub or the way there; all others are bugs and pass unchanged. */
function isAnswer(error: unknown): error is Error {
  return statusOf(error) > 0 || (error instanceof Error && error.name === "GraphqlResponseError");
}

/**
 * Whether the token lacks a permission. Limits and locked conversations are 403, too, but say something else. A person's
 * token can make no check runs, whatever it may.
 */
function isForbidden(error: Error): boolean {
  return /Resource not accessible by|Must have (admin|push|write)|write access|authenticate via a GitHub App/i.test(
    error.message,
  );
}

/** What GitHub said, on one line and without the address of its documentation. */
function reasonOf(error: Error): string {
  const status = statusOf(error);
  const text = error.message
    .replace(/ - https?:\/\/\S+$/, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\.$/, "");
  const wasAnswered = "response" in error && error.response !== undefined;
  if (status > 0 && !wasAnswered) return `GitHub could not be reached (${text})`;
  return status > 0 ? `${text} (status ${status})` : text;
}
