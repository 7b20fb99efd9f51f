import type { JsonObject } from "./json.ts";
import type { Account } from "./state.ts";
import type { World } from "./world.ts";

/** When everything that a server starts with was made. */
export const CREATED_AT = "2026-01-05T12:00:00Z";

/** `simple-user`. */
export function accountJson(world: World, account: Account): JsonObject {
  const url = `${world.apiUrl}/users/${encodeURIComponent(account.login)}`;
  const page =
    account.type === "Bot" ? `apps/${account.login.replace("[bot]", "")}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    avatar_url: `${world.serverUrl}/avatars/${account.id}`,
    gravatar_id: "",
    url,
    html_url: `${world.serverUrl}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** The global id of an account. */
export function accountNodeId(account: Account): string {
  return `${account.type === "Bot" ? "BOT" : "U"}_${account.id}`;
}

/** `public-user`: the account behind a personal token. */
export function publicUserJson(world: World, account: Account): JsonObject {
  return {
    ...accountJson(world, account),
    name: account.login,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: CREATED_AT,
    updated_at: CREATED_AT,
  };
}

/** The account that owns a repository. */
export function ownerAccount(login: string): Account {
  return { login, id: 9000 + login.length, type: "Organization" };
}

/** Everything that `repository` and `full-repository` have in common. */
export function repositoryJson(world: World, owner = world.owner, fork = false): JsonObject {
  const fullName = `${owner}/${world.name}`;
  const url = `${world.apiUrl}/repos/${fullName}`;
  const page = `${world.serverUrl}/${fullName}`;
  const host = new URL(world.serverUrl).host;
  return {
    id: fork ? 70_002 : 70_001,
    node_id: fork ? "R_70002" : "R_70001",
    name: world.name,
    full_name: fullName,
    private: false,
    owner: accountJson(world, ownerAccount(owner)),
    html_url: page,
    description: null,
    fork,
    url,
    ...repositoryUrls(url),
    git_url: `git://${host}/${fullName}.git`,
    ssh_url: `git@${host}:${fullName}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: 1,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: "public",
    forks: 0,
    open_issues: 1,
    watchers: 0,
    default_branch: world.fixture.baseBranch,
    pushed_at: CREATED_AT,
    created_at: CREATED_AT,
    updated_at: CREATED_AT,
  };
}

/** `full-repository`. */
export function fullRepositoryJson(world: World): JsonObject {
  return { ...repositoryJson(world), network_count: 0, subscribers_count: 0 };
}

function repositoryUrls(url: string): JsonObject {
  const names = {
    keys: "{/key_id}",
    collaborators: "{/collaborator}",
    teams: "",
    hooks: "",
    issue_events: null,
    events: "",
    assignees: "{/user}",
    branches: "{/branch}",
    tags: "",
    languages: "",
    stargazers: "",
    contributors: "",
    subscribers: "",
    subscription: "",
    commits: "{/sha}",
    comments: "{/number}",
    merges: "",
    downloads: "",
    issues: "{/number}",
    pulls: "{/number}",
    milestones: "{/number}",
    notifications: "{?since,all,participating}",
    labels: "{/name}",
    releases: "{/id}",
    deployments: "",
    forks: "",
  };
  const simple = Object.entries(names).map(([name, suffix]) => [
    `${name}_url`,
    suffix === null ? `${url}/issues/events{/number}` : `${url}/${name}${suffix}`,
  ]);
  return {
    ...(Object.fromEntries(simple) as JsonObject),
    blobs_url: `${url}/git/blobs{/sha}`,
    git_tags_url: `${url}/git/tags{/sha}`,
    git_refs_url: `${url}/git/refs{/sha}`,
    trees_url: `${url}/git/trees{/sha}`,
    git_commits_url: `${url}/git/commits{/sha}`,
    statuses_url: `${url}/statuses/{sha}`,
    issue_comment_url: `${url}/issues/comments{/number}`,
    contents_url: `${url}/contents/{+path}`,
    compare_url: `${url}/compare/{base}...{head}`,
    archive_url: `${url}/{archive_format}{/ref}`,
  };
}
