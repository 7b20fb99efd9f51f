import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { delivering } from "./problems.ts";

interface ThreadPage {
  readonly repository: {
    readonly pullRequest: {
      readonly reviewThreads: {
        readonly nodes: readonly {
          readonly id: string;
          readonly isResolved: boolean;
          readonly viewerCanResolve: boolean;
          readonly comments: { readonly nodes: readonly { readonly databaseId: number | null }[] };
        }[];
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
      };
    };
  };
}

const query = `query ReadThreads($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        nodes { id isResolved viewerCanResolve comments(first: 1) { nodes { databaseId } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;

const mutation = `mutation ResolveThread($id: ID!) {
  resolveReviewThread(input: { threadId: $id }) { thread { isResolved } }
}`;

/**
 * Resolves the threads that some comments began, as far as the token may: that takes `contents: write`, which a review
 * does not ask for.
 * @throws DeliveryProblem
 */
export async function resolveThreads(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
  comments: ReadonlySet<number>,
): Promise<void> {
  const purpose = { what: "the resolution of threads", permission: "contents: write" };
  await delivering(purpose, async () => {
    for (const id of await findThreads(client, repository, number, comments)) {
      await client.graphql(mutation, { id });
    }
  });
}

async function findThreads(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
  comments: ReadonlySet<number>,
): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: ThreadPage = await client.graphql(query, { ...repository, number, after });
    const { nodes, pageInfo } = page.repository.pullRequest.reviewThreads;
    for (const { id, isResolved, viewerCanResolve, comments: first } of nodes) {
      const root = first.nodes[0]?.databaseId ?? null;
      const isWanted = root !== null && comments.has(root);
      if (isWanted && viewerCanResolve && !isResolved) found.push(id);
    }
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
