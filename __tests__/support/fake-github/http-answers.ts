import type { ServerResponse } from "node:http";
import type { FaultKind } from "./faults.ts";
import { HttpError } from "./http-error.ts";
import type { Json, JsonObject } from "./json.ts";
import { secondaryLimit } from "./rate-limits.ts";
import type { ApiAnswer } from "./routes/route.ts";

type Headers = Readonly<Record<string, string>>;

const JSON_TYPE = "application/json; charset=utf-8";
const DOCUMENTATION = "https://docs.github.com/rest";

/** A request's body as JSON; undefined when it is none. */
export function parseBody(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A refusal as GitHub writes it. */
export function errorAnswer(error: HttpError): ApiAnswer {
  const body: JsonObject = {
    message: error.message,
    ...(error.errors === null ? {} : { errors: error.errors }),
    documentation_url: DOCUMENTATION,
    status: String(error.status),
  };
  const limited = error.message.includes("rate limit exceeded for");
  const headers = limited ? { "x-ratelimit-remaining": "0", ...error.headers } : error.headers;
  return { status: error.status, body, headers };
}

/** Sends an answer. */
export function sendAnswer(answer: ApiAnswer, headers: Headers, response: ServerResponse): void {
  const { status, raw, body } = answer;
  if (raw !== undefined) {
    response.writeHead(status, { ...headers, "content-type": raw.mediaType }).end(raw.bytes);
  } else if (body === undefined) {
    response.writeHead(status, headers).end();
  } else {
    response.writeHead(status, { ...headers, "content-type": JSON_TYPE }).end(JSON.stringify(body));
  }
}

/** The status that a fault shows; null: the connection is cut. */
export function statusOfFault(fault: FaultKind): number | null {
  if ("status" in fault) {
    return fault.status;
  }
  if ("secondaryLimit" in fault) {
    return fault.secondaryLimit;
  }
  return "reset" in fault ? null : 200;
}

/** Answers a request as a fault does. */
export function sendFault(fault: FaultKind, response: ServerResponse, headers: Headers): void {
  if ("reset" in fault) {
    response.destroy();
  } else if ("malformedJson" in fault) {
    response.writeHead(200, { "content-type": JSON_TYPE }).end('{"id": 1, "no');
  } else if ("secondaryLimit" in fault) {
    const answer = errorAnswer(secondaryLimit(fault.retryAfter ?? 0, fault.secondaryLimit));
    sendAnswer(
      answer,
      { ...headers, ...(fault.retryAfter === undefined ? {} : answer.headers) },
      response,
    );
  } else if ("message" in fault) {
    sendAnswer(errorAnswer(new HttpError(fault.status, fault.message)), headers, response);
  } else {
    response.writeHead(fault.status, { "content-type": "text/html" });
    response.end("<html><body>Unicorn! This page is taking too long to load.</body></html>");
  }
}
