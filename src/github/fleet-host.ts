import type { AuditTarget, FleetHost, RepositoryHost, TreeListing } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { FileReader } from "./file-reader.ts";
import { reading, statusOf } from "./problems.ts";
import { listTree } from "./tree-listing.ts";

/** What GraphQL says of a default branch. */
interface Head {
  readonly defaultBranchRef: {
    readonly name: string;
    readonly target: { readonly oid: string; readonly tree?: { readonly oid: string } } | null;
  } | null;
}

/** Many repositories, to be read with one token. */
export class GitHubFleet implements FleetHost {
  readonly #client: GitHubClient;
  readonly #serverUrl: string;
  readonly #left = new Map<string, number>();

  /** @param serverUrl `https://github.com`, or the address of an Enterprise Server */
  constructor(client: GitHubClient, serverUrl: string) {
    this.#client = client;
    this.#serverUrl = serverUrl.replace(/\/+$/, "");
    client.hook.after("request", ({ headers }) => this.#note(headers));
    client.hook.error("request", (error) => {
      if ("response" in error && error.response !== undefined) this.#note(error.response.headers);
      if (statusOf(error) === 401) this.#left.set("token", 0);
      throw error;
    });
  }

  requestsLeft(): number | null {
    return this.#left.size === 0 ? null : Math.min(...this.#left.values());
  }

  async readTargets(names: readonly string[]): Promise<ReadonlyMap<string, AuditTarget | null>> {
    const purpose = { what: "the repositories' default branches", permission: "contents: read" };
    const repositories = names.map(nameOf);
    const variables = Object.fromEntries(
      repositories.flatMap(({ owner, repo }, index) => [
        [`owner${index}`, owner],
        [`repo${index}`, repo],
      ]),
    );
    const answer = await reading(purpose, () => this.#query(buildQuery(names.length), variables));
    const targets = new Map<string, AuditTarget | null>();
    names.forEach((repository, index) => {
      const head = answer[`r${index}`] ?? null;
      if (head !== null) targets.set(repository, this.#targetOf(repository, head));
    });
    return targets;
  }

  #targetOf(repository: string, { defaultBranchRef: branch }: Head): AuditTarget | null {
    const treeSha = branch?.target?.tree?.oid;
    if (branch?.target == null || treeSha === undefined) return null;
    const sha = branch.target.oid;
    const filesUrl = `${this.#serverUrl}/${repository}/blob/${sha}`;
    return { repository, branch: branch.name, sha, treeSha, filesUrl };
  }

  #note(headers: Readonly<Record<string, string | number | undefined>>): void {
    const left = headers["x-ratelimit-remaining"];
    const kind = headers["x-ratelimit-resource"] ?? "core";
    if (left !== undefined) this.#left.set(String(kind), Number(left));
  }

  open(repository: string): RepositoryHost & {
    listTree(sha: string, isSkipped: (directory: string) => boolean): Promise<TreeListing>;
  } {
    const name = nameOf(repository);
    const files = new FileReader(this.#client, name);
    return {
      readFiles: (sha, paths) => files.readFiles(sha, paths),
      listDirectories: (sha, directories) => files.listDirectories(sha, directories),
      readTree: (sha, wanted) => files.readTree(sha, wanted),
      listTree: (sha, isSkipped) => listTree(this.#client, name, sha, isSkipped),
    };
  }

  /** Runs a query of which parts may fail: a repository that is gone is null in the answer, beside an error. */
  async #query(
    query: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<Readonly<Record<string, Head | null>>> {
    try {
      return await this.#client.graphql<Record<string, Head | null>>(query, variables);
    } catch (error) {
      const isPartial = error instanceof Error && "data" in error && error.data !== null;
      if (isPartial && error.data !== undefined) return error.data as Record<string, Head | null>;
      throw error;
    }
  }
}

function nameOf(repository: string): RepositoryName {
  const [owner = "", repo = ""] = repository.split("/");
  return { owner, repo };
}

/** The query, with variables for all names: they come from outside and are never part of its text. */
function buildQuery(number: number): string {
  const indices = Array.from({ length: number }, (_, index) => index);
  const variables = indices.map((index) => `$owner${index}: String!, $repo${index}: String!`);
  const fields = indices.map(
    (index) =>
      `  r${index}: repository(owner: $owner${index}, name: $repo${index}) {\n` +
      "    defaultBranchRef { name target { oid ... on Commit { tree { oid } } } }\n  }\n",
  );
  return `query ReadHeads(${variables.join(", ")}) {\n${fields.join("")}}`;
}
