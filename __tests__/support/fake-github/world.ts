import type { GitFixture } from "../git-fixture.ts";
import { type DiffFile, diffFiles } from "./diff.ts";
import { type CommitData, GitStore } from "./git-store.ts";
import { forbidden, notFound } from "./http-error.ts";
import type { Limits } from "./limits.ts";
import { MemoryStore } from "./memory-store.ts";
import { type Account, State } from "./state.ts";

/** What a token may do, named as a workflow's `permissions` are. */
export interface Permissions {
  readonly contents: "none" | "read" | "write";
  readonly "pull-requests": "none" | "read" | "write";
  readonly issues: "none" | "read" | "write";
  readonly checks: "none" | "read" | "write";
}

/** A permission and how much of it a request needs. */
export type Need = readonly [permission: keyof Permissions, level: "read" | "write"];

/** The permissions that the action's documentation asks for. */
export const REVIEW_PERMISSIONS: Permissions = {
  contents: "read",
  "pull-requests": "write",
  issues: "none",
  checks: "none",
};

/** What a fork's or Dependabot's pull request gets. */
export const READ_ONLY_PERMISSIONS: Permissions = {
  contents: "read",
  "pull-requests": "read",
  issues: "read",
  checks: "read",
};

/** The pull request that the server has. */
export interface PullRequestSettings {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly draft: boolean;
  readonly state: "open" | "closed";
  /** Who owns the head repository, when it is a fork. */
  readonly forkOwner: string | null;
  /** The fork was deleted: `head.repo` is null. */
  readonly forkDeleted: boolean;
}

/** Another repository of the organisation, which can be read. */
export interface MemberSettings {
  readonly name: string;
  /** Texts by path; null: nothing was ever pushed to it. */
  readonly files: Readonly<Record<string, string>> | null;
  readonly topics?: readonly string[];
  /** @default "public" */
  readonly visibility?: "public" | "private" | "internal";
  readonly archived?: boolean;
  readonly fork?: boolean;
  /** It is listed, and was deleted or locked before it could be read. */
  readonly gone?: boolean;
}

/** All that the routes share. */
export interface WorldSettings {
  readonly fixture: GitFixture;
  readonly owner: string;
  readonly name: string;
  readonly pull: PullRequestSettings;
  readonly permissions: Permissions;
  readonly token: string;
  readonly tokenAccount: Account;
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Where its objects are, when they are not the fixture's. */
  readonly store?: MemoryStore;
  /** What the organisation's list says of it. */
  readonly member?: Omit<MemberSettings, "name" | "files">;
}

const LEVELS = { none: 0, read: 1, write: 2 };

/** The repository, its pull request and everything written to it. */
export class World {
  readonly settings: WorldSettings;
  readonly fixture: GitFixture;
  readonly store: GitStore;
  readonly limits: Limits;
  readonly state = new State();
  /** The other repositories of the organisation, by their names in lower case. */
  readonly members = new Map<string, World>();
  pull: PullRequestSettings;
  permissions: Permissions;
  /** Where the API is, without a trailing slash. */
  apiUrl = "";
  /** Where people look, without a trailing slash. */
  serverUrl = "";
  readonly #diffs = new Map<string, DiffFile[]>();
  readonly #merges = new Map<string, string | null>();

  constructor(settings: WorldSettings) {
    this.settings = settings;
    this.fixture = settings.fixture;
    this.store = settings.store ?? new GitStore(settings.fixture.directory);
    this.limits = settings.limits;
    this.pull = settings.pull;
    this.permissions = settings.permissions;
  }

  /** Adds a repository to the organisation. */
  addMember({ name, files, ...member }: MemberSettings): void {
    const store = new MemoryStore(name, files);
    const permissions = { ...READ_ONLY_PERMISSIONS };
    const world = new World({ ...this.settings, name, permissions, store, member });
    world.apiUrl = this.apiUrl;
    world.serverUrl = this.serverUrl;
    this.members.set(name.toLowerCase(), world);
  }

  /** The repository of the organisation that a path names; null when there is none that can be read. */
  find(fullName: string): World | null {
    if (fullName.toLowerCase() === this.fullName.toLowerCase()) return this;
    const [owner = "", name = ""] = fullName.toLowerCase().split("/");
    const member = owner === this.owner.toLowerCase() ? this.members.get(name) : undefined;
    return member === undefined || member.member.gone === true ? null : member;
  }

  /** What the organisation's list says of it. */
  get member(): Omit<MemberSettings, "name" | "files"> {
    return this.settings.member ?? {};
  }

  /** The newest commit of the default branch; null when the repository is empty. */
  get head(): string | null {
    const { store } = this.settings;
    return store === undefined ? this.fixture.baseSha : store.head;
  }

  get owner(): string {
    return this.settings.owner;
  }

  get name(): string {
    return this.settings.name;
  }

  get fullName(): string {
    return `${this.owner}/${this.name}`;
  }

  /** Where the repository's API is. */
  get repositoryUrl(): string {
    return `${this.apiUrl}/repos/${this.fullName}`;
  }

  /** Where people look at the repository. */
  get repositoryPage(): string {
    return `${this.serverUrl}/${this.fullName}`;
  }

  /** The current time, as answers write it. */
  now(): string {
    return new Date(this.settings.clock()).toISOString().replace(/\.\d{3}Z$/, "Z");
  }

  /** @throws HttpError 403 when the token has none of the permissions. */
  require(...alternatives: readonly Need[]): void {
    if (!alternatives.some(([name, level]) => LEVELS[this.permissions[name]] >= LEVELS[level])) {
      throw forbidden();
    }
  }

  /** @throws HttpError 404 when the number is not the pull request's. */
  requirePull(number: string): PullRequestSettings {
    if (Number(number) !== this.pull.number) {
      throw notFound();
    }
    return this.pull;
  }

  /** The commit up to which both branches are the same; the empty tree when they have none in common. */
  get mergeBase(): string {
    const found = this.fixture.mergeBase();
    if (found === null) {
      throw new Error("the fixture's branches have no history in common");
    }
    return found;
  }

  /** The commit that a workflow run of the pull request is for; null when the branches conflict. */
  get mergeCommit(): string | null {
    const { baseSha, headSha } = this.fixture;
    const key = `${baseSha}..${headSha}`;
    let merge = this.#merges.get(key);
    if (merge === undefined) {
      merge = this.fixture.testMerge(baseSha, headSha);
      this.#merges.set(key, merge);
    }
    return merge;
  }

  /** The files that differ between two commits. */
  diff(base: string, head: string): DiffFile[] {
    const key = `${base}..${head}`;
    let files = this.#diffs.get(key);
    if (files === undefined) {
      files = diffFiles(this.store, base, head, this.limits);
      this.#diffs.set(key, files);
    }
    return files;
  }

  /** The files that the pull request changes, up to one of its commits. */
  pullDiff(head = this.fixture.headSha): DiffFile[] {
    return this.diff(this.fixture.mergeBase(this.fixture.baseSha, head) ?? this.mergeBase, head);
  }

  /** The pull request's commits, newest first. */
  pullCommits(): string[] {
    const { baseSha, headSha } = this.fixture;
    return this.fixture.git("rev-list", `${baseSha}..${headSha}`).split("\n").filter(Boolean);
  }

  /** The object that a reference of the base repository names: a SHA, a branch, `HEAD`, `refs/pull/<n>/head`; null: none. */
  resolve(reference: string): string | null {
    const { fixture, pull } = this;
    const short = reference.replace(/^(refs\/)?heads\//, "");
    if (/^[0-9a-f]{7,40}$/.test(reference)) {
      return this.store.resolve(reference);
    }
    if (reference === "HEAD" || short === fixture.baseBranch) {
      return fixture.baseSha;
    }
    if (short === fixture.headBranch && pull.forkOwner === null) {
      return fixture.headSha;
    }
    // The head branch of a fork stands in the fixture, but not in this repository.
    if (short !== fixture.headBranch && fixture.hasBranch(short)) {
      return fixture.resolve(`refs/heads/${short}`);
    }
    const pullReference = /^(?:refs\/)?pull\/(\d+)\/(head|merge)$/.exec(reference);
    if (Number(pullReference?.[1]) === pull.number) {
      return pullReference?.[2] === "head" ? fixture.headSha : this.mergeCommit;
    }
    return null;
  }

  /** The commit that a reference names, or null. */
  commit(reference: string): CommitData | null {
    const sha = this.resolve(reference);
    return sha === null || this.store.typeOf(sha) !== "commit" ? null : this.store.commit(sha);
  }
}
