import { HttpError } from "../http-error.ts";
import type { Json, JsonObject } from "../json.ts";
import type { World } from "../world.ts";

/** A request whose path, query and body fit GitHub's description. */
export interface ApiRequest {
  readonly method: string;
  /** The path without prefix and query, as it was sent. */
  readonly rawPath: string;
  /** The values in the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** The media types asked for. */
  readonly accept: string;
}

/** An answer before it is checked and sent. */
export interface ApiAnswer {
  readonly status: number;
  readonly body?: Json;
  /** Something other than JSON. */
  readonly raw?: { readonly mediaType: string; readonly bytes: Uint8Array | string };
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers one operation. Throws `HttpError` to refuse. */
export type Route = (world: World, request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;

/** Routes by method and template: `GET /repos/{owner}/{repo}`. */
export type Routes = Readonly<Record<string, Route>>;

/** A page number or size as the query gives it. */
export function pageOf(request: ApiRequest, defaultSize = 30): { page: number; size: number } {
  const page = Math.max(1, Number(request.query.get("page") ?? 1));
  const size = Math.min(100, Math.max(1, Number(request.query.get("per_page") ?? defaultSize)));
  return { page, size };
}

/** One page of a list, with the `Link` header that leads to the others. */
export function pageAnswer<T>(
  world: World,
  request: ApiRequest,
  items: readonly T[],
  render: (item: T) => JsonObject,
): ApiAnswer {
  const { page, size } = pageOf(request);
  const body = items.slice((page - 1) * size, page * size).map(render);
  return {
    status: 200,
    body,
    headers: linkHeader(world, request, page, Math.ceil(items.length / size)),
  };
}

/** The `Link` header of a page, as GitHub writes it: prev, next, last, first, each only where it leads somewhere. */
export function linkHeader(
  world: World,
  request: ApiRequest,
  page: number,
  pages: number,
): Record<string, string> {
  const target = (number: number) => {
    const query = new URLSearchParams(request.query);
    query.set("page", String(number));
    return `<${world.apiUrl}${request.rawPath}?${query.toString()}>`;
  };
  const links = [
    ...(page > 1 ? [`${target(Math.min(page - 1, Math.max(pages, 1)))}; rel="prev"`] : []),
    ...(page < pages ? [`${target(page + 1)}; rel="next"`, `${target(pages)}; rel="last"`] : []),
    ...(page > 1 ? [`${target(1)}; rel="first"`] : []),
  ];
  return links.length === 0 ? {} : { link: links.join(", ") };
}

/** A body's text. */
export function text(body: JsonObject, name: string): string {
  const value = body[name];
  return typeof value === "string" ? value : "";
}

/**
 * Refuses a body over GitHub's limit. GitHub counts characters; UTF-16 code units are at least as many, so that this is never
 * more generous.
 */
export function requireShortBody(world: World, resource: string, body: string): void {
  if (body.length > world.limits.bodyCharacters) {
    const limit = world.limits.bodyCharacters;
    const message = `Body is too long (maximum is ${limit} characters)`;
    const error = { resource, code: "unprocessable", field: "data", message };
    throw new HttpError(422, "Validation Failed", { errors: [error] });
  }
}
