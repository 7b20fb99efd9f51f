import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { AuditIssue, IssueChange } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { OwnAccount } from "./own-account.ts";
import { delivering, statusOf } from "./problems.ts";

/** What the label says of itself, and its colour: a calm blue. */
const labelFacts = { description: "Kept by the audit of Dockerfiles", color: "1d76db" };

/** Pages of 100 issues that are looked through for one's own. Most accounts that run workflows write few issues. */
const mostPages = 10;

const purpose = { what: "the audit issue", permission: "issues: write" };
/** A post is not tried again by the client: a failed answer does not mean that nothing was made. */
const once = { request: { retries: 0 } };

type ListedIssue = RestEndpointMethodTypes["issues"]["listForRepo"]["response"]["data"][number];

/** Reads and writes this tool's own issues. */
export class AuditIssues {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #account: OwnAccount;

  constructor(client: GitHubClient, repository: RepositoryName) {
    this.#client = client;
    this.#repository = repository;
    this.#account = new OwnAccount(client);
  }

  /** Own issues with the marker, oldest first. People may take the label off, so it is not asked for. */
  find(marker: string): Promise<AuditIssue[]> {
    return delivering({ ...purpose, what: "the earlier audit issue" }, async () => {
      const login = await this.#account.login();
      for (const creator of creatorsOf(login)) {
        const found = await this.#ownIssues(creator, marker);
        if (found.length > 0) return found;
      }
      return [];
    });
  }

  create(title: string, body: string, label: string): Promise<AuditIssue> {
    return delivering(purpose, async () => {
      await this.#makeLabel(label);
      const { data } = await this.#client.issues.create({
        ...this.#repository,
        ...once,
        title,
        body,
        labels: [label],
      });
      return toIssue(data);
    });
  }

  async update({ number }: AuditIssue, { body, state }: IssueChange): Promise<void> {
    await delivering(purpose, () =>
      this.#client.issues.update({
        ...this.#repository,
        issue_number: number,
        ...(body === undefined ? {} : { body }),
        ...(state === undefined ? {} : stateOf(state)),
      }),
    );
  }

  async #ownIssues(creator: string, marker: string): Promise<AuditIssue[]> {
    const pages = this.#client.paginate.iterator(this.#client.issues.listForRepo, {
      ...this.#repository,
      creator,
      state: "all",
      sort: "created",
      direction: "asc",
      per_page: 100,
    });
    const found: AuditIssue[] = [];
    let read = 0;
    for await (const { data } of pages) {
      for (const issue of data) {
        const isCandidate = issue.pull_request === undefined && issue.body?.includes(marker);
        if (isCandidate === true && (await this.#account.isAuthor(issue.user))) {
          found.push(toIssue(issue));
        }
      }
      if (++read >= mostPages || found.length > 0) break;
    }
    return found;
  }

  async #makeLabel(name: string): Promise<void> {
    try {
      await this.#client.issues.createLabel({ ...this.#repository, name, ...labelFacts });
    } catch (error) {
      // 422: there is one of that name.
      if (statusOf(error) !== 422) throw error;
    }
  }
}

/** What REST calls an account whose login GraphQL gives; an app's has `[bot]` behind it. */
function creatorsOf(login: string): string[] {
  return login.endsWith("[bot]") ? [login] : [`${login}[bot]`, login];
}

function toIssue(issue: Pick<ListedIssue, "number" | "body" | "state" | "html_url">): AuditIssue {
  return {
    number: issue.number,
    body: issue.body ?? "",
    open: issue.state === "open",
    url: issue.html_url,
  };
}

function stateOf(state: NonNullable<IssueChange["state"]>) {
  if (state === "reopened") return { state: "open", state_reason: "reopened" } as const;
  const reason = state === "completed" ? "completed" : "not_planned";
  return { state: "closed", state_reason: reason } as const;
}
