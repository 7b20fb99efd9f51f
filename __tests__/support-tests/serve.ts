/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment --
   the answers are read as they come over the wire */
import { FakeGitHub, type FakeGitHubOptions } from "../support/fake-github/index.ts";
import { GitFixture, type GitFixtureOptions } from "../support/git-fixture.ts";

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // The tests look into answers of many shapes.
  readonly body: any;
}

/** A server with a small repository, and a way to ask it. */
export class Served {
  readonly github: FakeGitHub;
  readonly fixture: GitFixture;

  private constructor(github: FakeGitHub, fixture: GitFixture) {
    this.github = github;
    this.fixture = fixture;
  }

  static async start(
    repository: GitFixtureOptions,
    options: Omit<FakeGitHubOptions, "fixture"> = {},
  ): Promise<Served> {
    const fixture = GitFixture.create(repository);
    return new Served(await FakeGitHub.start({ fixture, ...options }), fixture);
  }

  async stop(): Promise<void> {
    await this.github.close();
    this.fixture.dispose();
  }

  /** A request below the repository (`pulls/7`), or, with a leading slash, below the API. */
  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const prefix = path.startsWith("/") ? "" : `/repos/${this.github.repository}/`;
    const response = await fetch(`${this.github.apiUrl}${prefix}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.github.token}`, ...headers },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (response.headers.get("content-type") ?? "").startsWith("application/json");
    return {
      status: response.status,
      headers: response.headers,
      body: json ? JSON.parse(text) : text,
    };
  }

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask("GET", path, undefined, headers);
  }

  post(path: string, body: unknown): Promise<Answer> {
    return this.ask("POST", path, body);
  }

  async query(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const response = await fetch(this.github.graphqlUrl, {
      method: "POST",
      headers: { authorization: `bearer ${this.github.token}` },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
}

/** `1` to `count`, one on each line. */
export function numberedLines(
  count: number,
  change: Readonly<Record<number, string>> = {},
): string {
  const lines = Array.from({ length: count }, (_, index) => change[index + 1] ?? String(index + 1));
  return `${lines.join("\n")}\n`;
}
