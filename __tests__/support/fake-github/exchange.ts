import type { IncomingMessage } from "node:http";

/** A request to the stand-in, read. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly rawPath: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly bodyText: string;
}

/** Reads a whole request. */
export async function readExchange(
  request: IncomingMessage,
  enterprise: boolean,
): Promise<Exchange> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const [target = "/", search = ""] = (request.url ?? "/").split("?", 2);
  const rawPath = withoutPrefix(target, enterprise);
  return {
    method: request.method ?? "GET",
    path: rawPath,
    rawPath,
    query: new URLSearchParams(search),
    headers: request.headers,
    bodyText: Buffer.concat(chunks).toString(),
  };
}

/** The path below the API; a path that is not below it stays as it is and is then unknown. */
function withoutPrefix(target: string, enterprise: boolean): string {
  if (!enterprise) {
    return target;
  }
  if (target === "/api/graphql") {
    return "/graphql";
  }
  const below = target.startsWith("/api/v3/") ? target.slice("/api/v3".length) : null;
  return below === null || below === "/graphql" ? `not of Enterprise Server: ${target}` : below;
}
