import type { PublishHost, PublishSource, PullRequestHost } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { WorkflowRunEvent } from "./event.ts";
import { GitHubHost, type HostOptions } from "./github-host.ts";
import { readPullRequest } from "./pull-request.ts";

/** The workflow run of a `workflow_run` event, behind the port. */
export class GitHubPublishHost implements PublishHost {
  readonly #client: GitHubClient;
  readonly #event: WorkflowRunEvent;
  readonly #options: HostOptions;

  constructor(client: GitHubClient, event: WorkflowRunEvent, options: HostOptions) {
    this.#client = client;
    this.#event = event;
    this.#options = options;
  }

  readSource(): Promise<PublishSource> {
    const { event, headSha, headRepository } = this.#event;
    return Promise.resolve({ event, headSha, headRepository });
  }

  async readHead(pullRequest: number): Promise<{ repository: string | null; sha: string }> {
    const facts = await readPullRequest(this.#client, this.#event.repository, pullRequest);
    return { repository: facts.headRepository, sha: facts.headSha };
  }

  open(pullRequest: number): PullRequestHost {
    const { repository, headSha } = this.#event;
    const event = { kind: "pull-request", repository, number: pullRequest, headSha } as const;
    return new GitHubHost(this.#client, { ...event, trusted: true }, this.#options);
  }
}
