import type { GitFixture } from "../git-fixture.ts";
import type { Json } from "./json.ts";
import type { Limits } from "./limits.ts";
import type { Account } from "./state.ts";
import type { MemberSettings, Permissions, PullRequestSettings } from "./world.ts";

/** How a server is set up. All but the fixture has a default. */
export interface FakeGitHubOptions {
  readonly fixture: GitFixture;
  /** @default "octo-org" */
  readonly owner?: string;
  /** @default "service" */
  readonly repository?: string;
  /** Parts of the pull request that differ from an open pull request 7 of the same repository. */
  readonly pull?: Partial<PullRequestSettings>;
  /** What differs from `REVIEW_PERMISSIONS`. */
  readonly permissions?: Partial<Permissions>;
  /** The other repositories of the owner, which is an organisation. */
  readonly members?: readonly MemberSettings[];
  readonly token?: string;
  /** Whose token it is; a bot's is a GITHUB_TOKEN. @default github-actions[bot] */
  readonly tokenAccount?: Account;
  /** Whether it is an Enterprise Server: REST under `/api/v3`, GraphQL at `/api/graphql`, nothing else. @default false */
  readonly enterprise?: boolean;
  /** Limits that a test lowers. */
  readonly limits?: Partial<Limits>;
  /** Milliseconds since the epoch. @default the real clock */
  readonly clock?: () => number;
}

/** A request that came, and how it was answered. */
export interface RecordedRequest {
  readonly method: string;
  /** Without the `/api/v3` prefix and the query; GraphQL is `/graphql`. */
  readonly path: string;
  /** The description's form of the path; null for GraphQL and unknown paths. */
  readonly template: string | null;
  readonly query: Readonly<Record<string, string>>;
  /** What was sent as JSON; undefined: nothing. */
  readonly body: Json | undefined;
  /** Null when the connection was cut on purpose. */
  readonly status: number | null;
  readonly answer: Json | undefined;
}
