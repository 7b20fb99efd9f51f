import type { Json } from "./json.ts";

/** An answer that is a refusal. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  /** What stands in the body's `errors`. */
  readonly errors: readonly Json[] | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    details: { errors?: readonly Json[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = details.errors ?? null;
    this.headers = details.headers ?? {};
  }
}

/** 404, which GitHub also answers where a token may not know that something exists. */
export function notFound(): HttpError {
  return new HttpError(404, "Not Found");
}

/** 403 for a permission that the token does not have. */
export function forbidden(): HttpError {
  return new HttpError(403, "Resource not accessible by integration");
}

/** 422 of the newer endpoints: sentences. */
export function unprocessable(...sentences: string[]): HttpError {
  return new HttpError(422, "Unprocessable Entity", { errors: sentences });
}

/** 422 of the older endpoints: which field of which resource. */
export function validationFailed(
  resource: string,
  field: string,
  code: string,
  message?: string,
): HttpError {
  const error =
    message === undefined ? { resource, field, code } : { resource, code, field, message };
  return new HttpError(422, "Validation Failed", { errors: [error] });
}
