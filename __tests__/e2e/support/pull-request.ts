import { expect } from "@jest/globals";
import {
  FakeGitHub,
  type FakeGitHubOptions,
  type IssueComment,
  pullRequestEvent,
  type RecordedRequest,
  type ReviewComment,
} from "../../support/fake-github/index.ts";
import { type CommitSpec, GitFixture, type GitFixtureOptions } from "../../support/git-fixture.ts";
import {
  type ActionRun,
  type NodeBinary,
  runAction,
  type RunActionOptions,
} from "../../support/run-action.ts";

const marker = "<!-- dockerfile-review:summary -->";

/** The outputs of a run that do not depend on where it ran. */
const pathOutputs = ["report-path", "summary-path"];

/** A run of the action, with the requests it made. */
export interface Review extends ActionRun {
  readonly requests: readonly RecordedRequest[];
  /** Requests that read, GraphQL's queries included. */
  readonly reads: readonly RecordedRequest[];
  /**
   * Requests that write, each as `POST /repos/.../reviews` without the repository's part. A check run that the token may
   * not make is not among them: only trying tells whether it may.
   */
  readonly writes: readonly string[];
  /** The outputs but those that are paths. */
  readonly results: Readonly<Record<string, string>>;
  /** What the job's page shows apart from places in files: errors and warnings of the run itself. */
  readonly messages: readonly string[];
}

/** What may differ from a `pull_request` event with the action's default inputs. */
export type ReviewOptions = Partial<Omit<RunActionOptions, "github" | "inputs">>;

/** A pull request on a stand-in for GitHub, and the node that the action runs on. */
export class PullRequest {
  readonly github: FakeGitHub;
  readonly node: NodeBinary;
  #reviewedSha: string | null = null;

  private constructor(github: FakeGitHub, node: NodeBinary) {
    this.github = github;
    this.node = node;
  }

  /** Makes the repository and starts the server. Call `close()` at the end. */
  static async open(
    node: NodeBinary,
    repository: GitFixtureOptions,
    options: Omit<FakeGitHubOptions, "fixture"> = {},
  ): Promise<PullRequest> {
    const fixture = GitFixture.create(repository);
    return new PullRequest(await FakeGitHub.start({ fixture, ...options }), node);
  }

  async close(): Promise<void> {
    await this.github.close();
    this.github.fixture.dispose();
  }

  get fixture(): GitFixture {
    return this.github.fixture;
  }

  /** The author pushes a commit. */
  push(spec: CommitSpec): void {
    this.fixture.push(spec);
  }

  /**
   * Runs the action and asserts what holds for every run: GitHub and the runner have nothing to complain of, the log
   * makes the runner do nothing but show messages, and the token is nowhere to be seen.
   */
  async review(inputs: RunActionOptions["inputs"] = {}, more: ReviewOptions = {}): Promise<Review> {
    const { github, node } = this;
    github.forgetRequests();
    const before = this.#reviewedSha;
    const event =
      before === null
        ? pullRequestEvent(github, "opened")
        : pullRequestEvent(github, "synchronize", { before });
    this.#reviewedSha = this.fixture.headSha;
    const run = await runAction({ github, event, inputs, node: node.path, ...more });
    const requests = [...github.requests];
    expect({ violations: github.violations, runnerErrors: run.runnerErrors }).toEqual({
      violations: [],
      runnerErrors: [],
    });
    expect(run.stderr).toBe("");
    expect(run.commands.filter(({ legacy }) => legacy)).toEqual([]);
    expect(["debug", "error", "notice", "warning"]).toEqual(
      expect.arrayContaining([...new Set(run.commands.map(({ name }) => name))]),
    );
    expect([run.stdout, run.summary].join("\n")).not.toContain(github.token);
    return {
      ...run,
      requests,
      reads: requests.filter(({ method, path }) => method === "GET" || path === "/graphql"),
      writes: github
        .writes()
        .filter(({ path, status }) => !(path.endsWith("/check-runs") && status === 403))
        .map(({ method, path }) => `${method} ${path.replace(`/repos/${github.repository}/`, "")}`),
      results: Object.fromEntries(
        Object.entries(run.outputs).filter(([name]) => !pathOutputs.includes(name)),
      ),
      messages: run.annotations
        .filter(({ file }) => file === null)
        .map(({ level, message }) => `${level}: ${message}`),
    };
  }

  /** Whether the token's own account wrote something. */
  #isOwn({ author }: IssueComment | ReviewComment): boolean {
    return author.login === this.github.world.settings.tokenAccount.login;
  }

  /** The action's own summary comments; there should never be two. */
  get summaryComments(): IssueComment[] {
    return this.github.state.issueComments.filter(
      (comment) => this.#isOwn(comment) && comment.body.includes(marker),
    );
  }

  /** The body of the one summary comment. @throws Error when there is none, or more than one. */
  get summaryComment(): string {
    const [comment, ...others] = this.summaryComments;
    if (comment === undefined || others.length > 0) {
      throw new Error(`there are ${this.summaryComments.length} summary comments`);
    }
    return comment.body;
  }

  /** The action's own review comments, oldest first. */
  get suggestions(): ReviewComment[] {
    return this.github.state.reviewComments.filter(
      (comment) => this.#isOwn(comment) && comment.inReplyTo === null,
    );
  }

  /** The own review comment on a file's lines. @throws Error when there is none. */
  suggestionAt(path: string, line: number): ReviewComment {
    const found = this.suggestions.find(
      ({ anchor }) => anchor.path === path && anchor.line === line,
    );
    if (found === undefined) {
      const places = this.suggestions.map(({ anchor }) => `${anchor.path}:${anchor.line}`);
      throw new Error(`no suggestion ends at ${path}:${line}, but at ${places.join(", ")}`);
    }
    return found;
  }
}
