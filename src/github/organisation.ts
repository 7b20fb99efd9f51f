import type { RestEndpointMethodTypes } from "@octokit/rest";
import type { OrganisationHost, RepositoryFacts } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import { reading } from "./problems.ts";

type Listed = RestEndpointMethodTypes["repos"]["listForOrg"]["response"]["data"][number];

/** The repositories of an organisation, behind the port. */
export class GitHubOrganisation implements OrganisationHost {
  readonly #client: GitHubClient;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  listRepositories(owner: string): Promise<readonly RepositoryFacts[]> {
    const purpose = { what: `the repositories of ${owner}`, permission: "metadata: read" };
    return reading(purpose, () =>
      this.#client.paginate(
        this.#client.repos.listForOrg,
        { org: owner, type: "all", sort: "full_name", per_page: 100 },
        (page) => page.data.map(toFacts),
      ),
    );
  }
}

function toFacts(listed: Listed): RepositoryFacts {
  const { full_name: fullName, topics = [], visibility, archived, fork } = listed;
  const isPublic = visibility === undefined ? !listed.private : visibility === "public";
  return {
    fullName,
    topics,
    visibility: isPublic ? "public" : visibility === "internal" ? "internal" : "private",
    archived: archived ?? false,
    fork,
  };
}
