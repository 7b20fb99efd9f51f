import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient, type GitHubClient } from "../../src/github/client.ts";

/** A request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body, null when there is none. */
  readonly body: unknown;
}

/** What to answer. `close` breaks the connection without an answer, `silence` leaves it open. */
export type Answer =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly json?: unknown;
    }
  | "close"
  | "silence";

/** A loopback server that answers as the test says. */
export interface ScriptedServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** What the client warned of. */
  readonly warnings: string[];
  /** A client for it whose seconds are one millisecond long. */
  readonly client: GitHubClient;
  close(): Promise<void>;
}

/** Starts a server and a client for it. An answer of `undefined` is a 404. */
export async function startServer(
  answer: (request: SeenRequest) => Answer | undefined,
): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const warnings: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const request: SeenRequest = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        headers: incoming.headers,
        body: text === "" ? null : JSON.parse(text),
      };
      seen.push(request);
      const given = answer(request) ?? { status: 404, json: { message: "Not Found" } };
      if (given === "silence") return;
      if (given === "close") {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(given.status ?? 200, {
        "content-type": "application/json; charset=utf-8",
        connection: "close",
        ...given.headers,
      });
      outgoing.end(given.json === undefined ? "" : JSON.stringify(given.json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createClient({
    token: "ghs_secret",
    apiUrl: url,
    warn: (message) => warnings.push(message),
    debug: () => undefined,
    secondLength: 1,
  });
  const close = () => {
    server.closeAllConnections();
    return new Promise<void>((resolve, reject) =>
      server.close((error) => (error === undefined ? resolve() : reject(error))),
    );
  };
  return { url, seen, warnings, client, close };
}
