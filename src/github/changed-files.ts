import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { ChangedFile, ChangedFiles } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { MergeGroupEvent, PullRequestEvent, ReviewEvent } from "./event.ts";
import { reading } from "./problems.ts";

/** A file as GitHub lists it. */
type ListedFile = Pick<
  RestEndpointMethodTypes["pulls"]["listFiles"]["response"]["data"][number],
  "filename" | "previous_filename" | "status" | "patch"
>;

/** How many files GitHub lists at most. Source: its REST description, "List pull requests files", "Compare two commits". */
const pullRequestCap = 3000;
const comparisonCap = 300;

/** Reads which files an event's change touches. */
export class ChangedFileList {
  readonly #client: GitHubClient;
  readonly #event: ReviewEvent;

  constructor(client: GitHubClient, event: ReviewEvent) {
    this.#client = client;
    this.#event = event;
  }

  /** All files that GitHub lists, and whether these are all. */
  read(): Promise<ChangedFiles> {
    return this.#event.kind === "pull-request"
      ? this.#readPullRequest(this.#event)
      : this.#readComparison(this.#event);
  }

  async #readPullRequest(event: PullRequestEvent): Promise<ChangedFiles> {
    const purpose = { what: "the pull request's changed files", permission: "pull-requests: read" };
    const files = await reading(purpose, () =>
      this.#client.paginate(
        this.#client.pulls.listFiles,
        { ...event.repository, pull_number: event.number, per_page: 100 },
        (page) => page.data.map(toChangedFile),
      ),
    );
    const total = event.changedFiles;
    const complete = total === null ? files.length < pullRequestCap : files.length >= total;
    return completeness(files, complete, total);
  }

  async #readComparison(event: MergeGroupEvent): Promise<ChangedFiles> {
    const purpose = { what: "the merge group's changed files", permission: "contents: read" };
    const { data } = await reading(purpose, () =>
      this.#client.repos.compareCommitsWithBasehead({
        ...event.repository,
        basehead: `${event.baseSha}...${event.headSha}`,
        per_page: 1,
      }),
    );
    const files = (data.files ?? []).map(toChangedFile);
    return completeness(files, files.length < comparisonCap, null);
  }
}

function completeness(
  files: readonly ChangedFile[],
  complete: boolean,
  total: number | null,
): ChangedFiles {
  if (complete) return { files, complete, note: null };
  const all = total === null ? "" : ` of ${total}`;
  return {
    files,
    complete,
    note: `GitHub lists only ${files.length}${all} changed files of a change this large. Dockerfiles beyond them were not reviewed.`,
  };
}

function toChangedFile(file: ListedFile): ChangedFile {
  const status = statusOf(file.status);
  return {
    path: file.filename,
    previousPath: status === "renamed" ? (file.previous_filename ?? null) : null,
    status,
    patch: file.patch ?? null,
  };
}

/** A copy is something new: what is wrong in it is wrong in one more place. */
function statusOf(status: ListedFile["status"]): ChangedFile["status"] {
  if (status === "copied") return "added";
  if (status === "changed") return "modified";
  return status;
}
