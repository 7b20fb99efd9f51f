import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { GitFixture } from "../git-fixture.ts";
import { type Fault, Faults } from "./faults.ts";
import { type Exchange, readExchange } from "./exchange.ts";
import { errorAnswer, parseBody, sendAnswer, sendFault, statusOfFault } from "./http-answers.ts";
import { prepareQuery } from "./graphql.ts";
import { HttpError } from "./http-error.ts";
import { isJsonObject, type Json } from "./json.ts";
import { GITHUB_LIMITS } from "./limits.ts";
import type { FakeGitHubOptions, RecordedRequest } from "./options.ts";
import { OpenApi, type MatchedOperation } from "./openapi.ts";
import { RateLimits } from "./rate-limits.ts";
import { ACCOUNT_ROUTES } from "./routes/account.ts";
import { CHECK_RUN_ROUTES } from "./routes/check-runs.ts";
import { GIT_DATA_ROUTES } from "./routes/git-data.ts";
import { GIT_WRITE_ROUTES } from "./routes/git-writes.ts";
import { MADE_PULL_ROUTES } from "./routes/made-pulls.ts";
import { ISSUE_ROUTES } from "./routes/issues.ts";
import { addIssueComment, ISSUE_COMMENT_ROUTES } from "./routes/issue-comments.ts";
import { ORGANISATION_ROUTES } from "./routes/organisation.ts";
import { PULL_REQUEST_ROUTES } from "./routes/pull-requests.ts";
import { addReviewComment, REVIEW_ROUTES } from "./routes/reviews.ts";
import type { ApiAnswer, Routes } from "./routes/route.ts";
import {
  type Account,
  ACTIONS_BOT,
  type IssueComment,
  type ReviewComment,
  REVIEWER,
  type State,
} from "./state.ts";
import { commitSuggestions, type SuggestionLineEnds } from "./suggestions.ts";
import { type Permissions, type PullRequestSettings, REVIEW_PERMISSIONS, World } from "./world.ts";

const ROUTES: Routes = {
  ...PULL_REQUEST_ROUTES,
  ...REVIEW_ROUTES,
  ...ISSUE_COMMENT_ROUTES,
  ...CHECK_RUN_ROUTES,
  ...GIT_DATA_ROUTES,
  ...ACCOUNT_ROUTES,
  ...ISSUE_ROUTES,
  ...GIT_WRITE_ROUTES,
  ...MADE_PULL_ROUTES,
  ...ORGANISATION_ROUTES,
};

const API_VERSIONS = ["2022-11-28", "2026-03-10"];

let openApi: OpenApi | null = null;

interface Outcome {
  readonly answer: ApiAnswer;
  readonly operation: MatchedOperation | null;
  readonly body: Json | undefined;
  readonly resource: "core" | "graphql";
}

/**
 * A server on the loopback address that stands in for GitHub: one repository with one pull request, seeded from a real git
 * repository, which keeps what is written to it and is at least as strict as GitHub.
 *
 * Every REST request and answer is checked against GitHub's OpenAPI description and every query against its GraphQL schema; what does
 * not fit is in `violations`, which a test asserts to be empty.
 */
export class FakeGitHub {
  readonly requests: RecordedRequest[] = [];
  readonly violations: string[] = [];
  readonly faults = new Faults();
  readonly token: string;
  readonly enterprise: boolean;
  readonly #world: World;
  readonly #rateLimits: RateLimits;
  readonly #server: Server;
  readonly #openApi: OpenApi;
  readonly #listeners: ((request: RecordedRequest) => void)[] = [];

  private constructor(options: FakeGitHubOptions) {
    const limits = { ...GITHUB_LIMITS, ...options.limits };
    const clock = options.clock ?? Date.now;
    this.token = options.token ?? "ghs_0123456789abcdefghijklmnopqrstuvwxyz";
    this.enterprise = options.enterprise ?? false;
    this.#world = new World({
      fixture: options.fixture,
      owner: options.owner ?? "octo-org",
      name: options.repository ?? "service",
      pull: {
        number: 7,
        title: "Make the image smaller",
        body: null,
        draft: false,
        state: "open",
        forkOwner: null,
        forkDeleted: false,
        ...options.pull,
      },
      permissions: { ...REVIEW_PERMISSIONS, ...options.permissions },
      token: this.token,
      tokenAccount: options.tokenAccount ?? ACTIONS_BOT,
      limits,
      clock,
    });
    this.#rateLimits = new RateLimits(limits, clock);
    this.#openApi = openApi ??= new OpenApi();
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.violations.push(
          `the stand-in failed: ${String(error instanceof Error ? error.stack : error)}`,
        );
        response.destroy();
      });
    });
    // On a busy machine an action may take longer than Node's five seconds between two requests, and would meet a closed connection.
    this.#server.keepAliveTimeout = 0;
  }

  /** Starts a server. Call `close()` at the end. */
  static async start(options: FakeGitHubOptions): Promise<FakeGitHub> {
    const github = new FakeGitHub(options);
    await new Promise<void>((resolve) => github.#server.listen(0, "127.0.0.1", () => resolve()));
    const { port } = github.#server.address() as AddressInfo;
    const world = github.#world;
    world.serverUrl = `http://127.0.0.1:${port}`;
    world.apiUrl = github.enterprise ? `${world.serverUrl}/api/v3` : world.serverUrl;
    for (const member of options.members ?? []) world.addMember(member);
    return github;
  }

  /** Stops the server. The fixture stays. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.#world.store.close();
  }

  /** The value of GITHUB_API_URL. */
  get apiUrl(): string {
    return this.#world.apiUrl;
  }

  /** The value of GITHUB_GRAPHQL_URL. */
  get graphqlUrl(): string {
    return this.enterprise
      ? `${this.#world.serverUrl}/api/graphql`
      : `${this.#world.serverUrl}/graphql`;
  }

  /** The value of GITHUB_SERVER_URL. */
  get serverUrl(): string {
    return this.#world.serverUrl;
  }

  /** `owner/name`. */
  get repository(): string {
    return this.#world.fullName;
  }

  get fixture(): GitFixture {
    return this.#world.fixture;
  }

  /** What was written to the pull request. */
  get state(): State {
    return this.#world.state;
  }

  get pull(): PullRequestSettings {
    return this.#world.pull;
  }

  /** For the builders of event payloads. */
  get world(): World {
    return this.#world;
  }

  /** Changes the pull request: closes it, makes it a draft ... */
  updatePull(change: Partial<PullRequestSettings>): void {
    this.#world.pull = { ...this.#world.pull, ...change };
  }

  /** Changes what the token may do. */
  setPermissions(change: Partial<Permissions>): void {
    this.#world.permissions = { ...this.#world.permissions, ...change };
  }

  /** Orders that requests go wrong. */
  fail(fault: Fault): void {
    this.faults.plan(fault);
  }

  /** Calls back after each answered request; a test can push in the middle of a run. */
  onRequest(listener: (request: RecordedRequest) => void): void {
    this.#listeners.push(listener);
  }

  /** Requests that change something. */
  writes(): RecordedRequest[] {
    return this.requests.filter(
      (request) => !["GET", "HEAD"].includes(request.method) && request.path !== "/graphql",
    );
  }

  /** Forgets the requests so far, not what they wrote. */
  forgetRequests(): void {
    this.requests.length = 0;
  }

  /** Somebody writes in the conversation. */
  addIssueComment(body: string, author: Account = REVIEWER): IssueComment {
    return addIssueComment(this.#world, body, author);
  }

  /** Somebody answers a comment on lines. */
  addReply(to: number, body: string, author: Account = REVIEWER): ReviewComment {
    const root = this.reviewComment(to);
    return addReviewComment(this.#world, { ...root, body, author, inReplyTo: root.id });
  }

  /** A comment on lines. @throws Error when there is none with this id. */
  reviewComment(id: number): ReviewComment {
    const comment = this.state.reviewComments.find((item) => item.id === id);
    if (comment === undefined) {
      throw new Error(`there is no review comment ${id}`);
    }
    return comment;
  }

  /**
   * Commits the suggestion of a comment to the head branch, as a click on "Commit suggestion" does.
   * @returns the file's new text.
   * @throws Error when github.com would not offer it: outdated lines, no single suggestion block, no change.
   */
  commitSuggestion(
    comment: ReviewComment,
    options: { lineEnds?: SuggestionLineEnds } = {},
  ): string {
    const texts = this.commitSuggestions([comment], options);
    return texts.get(comment.anchor.path) ?? "";
  }

  /**
   * Commits the suggestions of several comments in one commit, as "Commit suggestions" of a batch does.
   * @returns the new texts by path.
   * @throws Error as `commitSuggestion`, and when two overlap.
   */
  commitSuggestions(
    comments: readonly ReviewComment[],
    options: { lineEnds?: SuggestionLineEnds } = {},
  ): Map<string, string> {
    return commitSuggestions(this.fixture, comments, options.lineEnds ?? "as-written");
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = await readExchange(request, this.enterprise);
    const fault = this.faults.take(exchange.method, exchange.path);
    if (fault !== null && fault.takesEffect !== true) {
      this.#record(
        exchange,
        null,
        parseBody(exchange.bodyText),
        statusOfFault(fault.fault),
        undefined,
      );
      sendFault(fault.fault, response, this.#rateLimits.headers("core"));
      return;
    }
    const { answer, operation, body, resource } = await this.#answer(exchange);
    this.#checkAnswer(exchange, operation, answer);
    const status = fault === null ? answer.status : statusOfFault(fault.fault);
    this.#record(exchange, operation, body, status, answer.body);
    if (fault !== null) {
      sendFault(fault.fault, response, this.#rateLimits.headers("core"));
      return;
    }
    const headers: Record<string, string> = {
      "x-github-request-id": `FAKE:${this.requests.length}`,
      "x-github-media-type": "github.v3; format=json",
      ...this.#rateLimits.headers(resource),
      ...answer.headers,
    };
    sendAnswer(answer, headers, response);
  }

  async #answer(exchange: Exchange): Promise<Outcome> {
    const isGraph = exchange.path === "/graphql";
    const resource = isGraph ? "graphql" : "core";
    const body = parseBody(exchange.bodyText);
    let operation: MatchedOperation | null = null;
    try {
      this.#rateLimits.begin();
      this.#requireHeaders(exchange);
      if (exchange.bodyText !== "" && body === undefined) {
        this.#violate(exchange, "the body is not JSON");
        throw new HttpError(400, "Problems parsing JSON");
      }
      if (isGraph) {
        return { answer: await this.#answerGraph(exchange, body), operation, body, resource };
      }
      operation = this.#find(exchange);
      return {
        answer: await this.#answerRest(exchange, operation, body),
        operation,
        body,
        resource,
      };
    } catch (error) {
      if (!(error instanceof HttpError)) {
        throw error;
      }
      return { answer: errorAnswer(error), operation, body, resource };
    } finally {
      this.#rateLimits.end();
    }
  }

  #requireHeaders(exchange: Exchange): void {
    const { authorization, "user-agent": agent } = exchange.headers;
    const version = exchange.headers["x-github-api-version"];
    if (agent === undefined || agent === "") {
      this.#violate(exchange, "there is no User-Agent header");
      throw new HttpError(
        403,
        "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.",
      );
    }
    if (typeof version === "string" && !API_VERSIONS.includes(version)) {
      this.#violate(exchange, `there is no API version ${version}`);
      throw new HttpError(400, `${version} is not a supported version.`);
    }
    if (authorization === undefined) {
      throw new HttpError(401, "Requires authentication");
    }
    const [, token] = /^(?:bearer|token) +(\S+)$/i.exec(authorization) ?? [];
    if (token !== this.token) {
      throw new HttpError(401, "Bad credentials");
    }
  }

  #find(exchange: Exchange): MatchedOperation {
    let match: ReturnType<OpenApi["match"]>;
    try {
      match = this.#openApi.match(exchange.method, exchange.path);
    } catch (error) {
      this.#violate(exchange, `the path is not well encoded: ${String(error)}`);
      throw new HttpError(400, "Bad Request");
    }
    if (match.kind === "found") {
      return match.operation;
    }
    this.#violate(
      exchange,
      match.kind === "no-path" ? "unknown path" : `${match.template} has no such method`,
    );
    throw match.kind === "no-path"
      ? new HttpError(404, "Not Found")
      : new HttpError(405, "Method Not Allowed");
  }

  async #answerRest(
    exchange: Exchange,
    operation: MatchedOperation,
    body: Json | undefined,
  ): Promise<ApiAnswer> {
    if (operation.template === "/rate_limit") {
      return { status: 200, body: this.#rateLimits.overviewJson() };
    }
    const writes = exchange.method !== "GET";
    const creates = exchange.method === "POST";
    this.#rateLimits.spend({ resource: "core", cost: 1, points: writes ? 5 : 1, creates });
    const problems = [
      ...this.#openApi.queryProblems(operation, exchange.query),
      ...this.#openApi.bodyProblems(operation, body),
    ];
    if (problems.length > 0) {
      problems.forEach((problem) => this.#violate(exchange, problem));
      throw new HttpError(422, `Invalid request.\n\n${problems.join("\n")}`);
    }
    const { owner = "", repo = "" } = operation.pathParameters;
    const isOfOne = operation.template.startsWith("/repos/");
    const world = isOfOne ? this.#world.find(`${owner}/${repo}`) : this.#world;
    if (world === null) throw new HttpError(404, "Not Found");
    const route = ROUTES[`${operation.method} ${operation.template}`];
    if (route === undefined) {
      throw new Error(
        `the description has ${operation.method} ${operation.template}, but there is no route`,
      );
    }
    return route(world, {
      method: exchange.method,
      rawPath: exchange.rawPath,
      path: operation.pathParameters,
      query: exchange.query,
      body: isJsonObject(body) ? body : {},
      accept: exchange.headers.accept ?? "",
    });
  }

  async #answerGraph(exchange: Exchange, body: Json | undefined): Promise<ApiAnswer> {
    if (exchange.method !== "POST") {
      this.#violate(exchange, "GraphQL takes POST");
      throw new HttpError(405, "Method Not Allowed");
    }
    const query = prepareQuery(this.#world, body);
    const points = query.isMutation ? 5 : 1;
    this.#rateLimits.spend({ resource: "graphql", cost: query.cost, points, creates: false });
    const result = await query.run(this.#rateLimits.overview("graphql"));
    result.violations.forEach((violation) => this.#violate(exchange, violation));
    return { status: result.status, body: result.body };
  }

  #checkAnswer(exchange: Exchange, operation: MatchedOperation | null, answer: ApiAnswer): void {
    if (operation === null || answer.raw !== undefined) {
      return;
    }
    const problems = this.#openApi.responseProblems(operation, answer.status, null, answer.body);
    problems.forEach((problem) => this.#violate(exchange, `the stand-in's answer: ${problem}`));
  }

  #violate(exchange: Exchange, problem: string): void {
    this.violations.push(`${exchange.method} ${exchange.path}: ${problem}`);
  }

  #record(
    exchange: Exchange,
    operation: MatchedOperation | null,
    body: Json | undefined,
    status: number | null,
    answer: Json | undefined,
  ): void {
    const request: RecordedRequest = {
      method: exchange.method,
      path: exchange.path,
      template: operation?.template ?? null,
      query: Object.fromEntries(exchange.query),
      body,
      status,
      answer,
    };
    this.requests.push(request);
    this.#listeners.forEach((listener) => listener(request));
  }
}
