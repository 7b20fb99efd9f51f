/**
 * The only doors to the outside. Workflows know these interfaces; `github/` and `git/` implement them, tests fake them.
 */

/** Which commits a review compares. */
export interface ReviewTarget {
  /** The pull request's number; null for a merge group, a push or a local branch. */
  readonly number: number | null;
  /** The merge base: the left side of the Files tab. */
  readonly baseSha: string;
  /** The name of the branch to be merged into, for people. */
  readonly baseName: string;
  /** The newest commit of the pull request: what comments refer to. */
  readonly headSha: string;
  /** Where a file at a commit can be looked at, without a trailing slash: `https://github.com/o/r/blob/<sha>`. Null locally. */
  readonly headUrl: string | null;
  /** Whether the head comes from another repository, for which GitHub gives a token that can only read. */
  readonly fromFork: boolean;
  /** Whether the pull request is closed or merged, so that there is nothing to review any more. */
  readonly closed: boolean;
  /**
   * The commit whose files may say how the change is reviewed: the base branch's newest, because a change may not switch
   * off its own review.
   */
  readonly trustedSha: string;
}

/** How a commit stands to its pull request: the newest, overtaken by newer ones, or of a pull request that was closed. */
export type Standing = "current" | "moved" | "closed";

/** One file that differs between base and head. */
export interface ChangedFile {
  readonly path: string;
  /** Its path at the base, when it was renamed or copied. */
  readonly previousPath: string | null;
  readonly status: "added" | "modified" | "removed" | "renamed" | "unchanged";
  /**
   * The unified diff's hunks as GitHub shows them, without file headers; null when there is none (too large, binary,
   * or a pure rename).
   */
  readonly patch: string | null;
}

/** The files of a change. */
export interface ChangedFiles {
  readonly files: readonly ChangedFile[];
  /** False when the list was cut; `note` then says what is missing. */
  readonly complete: boolean;
  readonly note: string | null;
}

/** What reading one file gave. */
export type FileContent =
  | { readonly kind: "text"; readonly text: string }
  /** Nothing there at that commit. */
  | { readonly kind: "missing" }
  /** There, but not to be linted: why, in plain words (`is a symbolic link`, `is 1.2 MB`, `is not UTF-8`). */
  | { readonly kind: "unreadable"; readonly reason: string };

/** Reads files of a repository at a commit. */
export interface RepositoryHost {
  /** The contents of many files at one commit, keyed by path. Every path asked for is in the answer. */
  readFiles(sha: string, paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>>;
  /** The names in many directories (`""` is the root) at one commit, directories with a trailing slash. Missing directories are left out. */
  listDirectories(
    sha: string,
    directories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Both in one, which takes a host behind a network no more requests than either. */
  readTree(sha: string, wanted: TreePaths): Promise<TreeContent>;
}

/** Files and directories to read. */
export interface TreePaths {
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

/** What reading them gave; see `readFiles` and `listDirectories`. */
export interface TreeContent {
  readonly files: ReadonlyMap<string, FileContent>;
  readonly directories: ReadonlyMap<string, readonly string[]>;
}

/** Reads the change under review. */
export interface ChangeHost extends RepositoryHost {
  readTarget(): Promise<ReviewTarget>;
  listChangedFiles(target: ReviewTarget): Promise<ChangedFiles>;
}

/** A comment to post on lines of a diff. */
export interface ReviewCommentDraft {
  readonly path: string;
  /** 1-based lines of the head version, first and last. */
  readonly startLine: number;
  readonly endLine: number;
  readonly body: string;
}

/** A review comment that this tool posted earlier. */
export interface PostedReviewComment {
  readonly id: number;
  readonly body: string;
  readonly path: string;
  /** Whether somebody answered it. */
  readonly answered: boolean;
  /** Whether this tool has answered already that its findings are gone. */
  readonly settled: boolean;
  /** Whether its lines have left the diff since, so that its suggestion can no longer be committed. */
  readonly outdated: boolean;
}

/** This tool's own comment in the conversation of a pull request. */
export interface SummaryComment {
  readonly id: number;
  readonly body: string;
}

/** A check run to make: a result that stands beside the job's own on the page of a commit. */
export interface CheckRunDraft {
  readonly name: string;
  readonly conclusion: "success" | "neutral" | "failure";
  /** At most 255 characters, plain text. */
  readonly title: string;
  /** At most 65,535 characters of Markdown. */
  readonly summary: string;
  /** Any number; they are sent in batches. */
  readonly annotations: readonly Annotation[];
}

/** Posts to a pull request. Each method throws `DeliveryProblem` when GitHub refuses, unless it says otherwise. */
export interface PullRequestHost extends ChangeHost {
  /** How the commit under review stands to the pull request by now. */
  readStanding(target: ReviewTarget): Promise<Standing>;
  /** Makes a check run for the head commit. */
  postCheckRun(target: ReviewTarget, draft: CheckRunDraft): Promise<void>;
  /**
   * Own review comments that carry the marker, oldest first.
   * @param settledMarker what own answers carry that say that the findings are gone
   */
  listOwnReviewComments(
    target: ReviewTarget,
    marker: string,
    settledMarker: string,
  ): Promise<readonly PostedReviewComment[]>;
  /** One review with all comments; anchors are on the head's side of the diff. */
  postReview(
    target: ReviewTarget,
    body: string,
    comments: readonly ReviewCommentDraft[],
  ): Promise<void>;
  /** Answers a review comment. One that is gone is no problem. */
  replyToReviewComment(target: ReviewTarget, id: number, body: string): Promise<void>;
  /** Resolves the threads that some comments began, those that the token may. */
  resolveThreads(target: ReviewTarget, comments: readonly number[]): Promise<void>;
  /** Deletes a review comment. One that is gone is no problem. */
  deleteReviewComment(id: number): Promise<void>;
  /** Own summary comment that carries the marker, the oldest if there are several; null when there is none. */
  findSummaryComment(target: ReviewTarget, marker: string): Promise<SummaryComment | null>;
  /**
   * Posts a summary comment, of which there may be one only.
   * @returns null when it stands; the other one when another run has posted one meanwhile: then this one was taken away again
   */
  createSummaryComment(
    target: ReviewTarget,
    marker: string,
    body: string,
  ): Promise<SummaryComment | null>;
  /** Edits the summary comment. False when it is gone. */
  updateSummaryComment(id: number, body: string): Promise<boolean>;
}

/** The run whose review is to be published. */
export interface PublishSource {
  /** The event that had started it. */
  readonly event: string;
  readonly headSha: string;
  /** `owner/name` of the repository that its commit came from; null when that was deleted. */
  readonly headRepository: string | null;
}

/** Opens the pull request that a review is to be published to. */
export interface PublishHost {
  readSource(): Promise<PublishSource>;
  /** Where a pull request comes from, and its newest commit. */
  readHead(
    pullRequest: number,
  ): Promise<{ readonly repository: string | null; readonly sha: string }>;
  /** The pull request, for the commit of the run. */
  open(pullRequest: number): PullRequestHost;
}

/** The branch that an audit reads. */
export interface AuditTarget {
  /** `owner/name`. */
  readonly repository: string;
  readonly branch: string;
  readonly sha: string;
  /** The commit's tree. */
  readonly treeSha: string;
  /** Where a file of the commit can be looked at, without a trailing slash: `https://github.com/o/r/blob/<sha>`. Null locally. */
  readonly filesUrl: string | null;
}

/** The files of a commit. */
export interface TreeListing {
  /** Regular files, with slashes. Symbolic links and submodules are not among them. */
  readonly files: readonly string[];
  /** Symbolic links and submodules, which are there but are not followed. */
  readonly others: readonly string[];
  /** Those of the files that may be executed. */
  readonly executables: ReadonlySet<string>;
  /** What is missing, in plain words, when the tree was too large to be listed whole; else null. */
  readonly note: string | null;
}

/** An issue of this tool's own. */
export interface AuditIssue {
  readonly number: number;
  readonly body: string;
  readonly open: boolean;
  /** Where people read it. */
  readonly url: string;
}

/** What is to be different in an issue; what is left out stays as it is. */
export interface IssueChange {
  readonly body?: string;
  /** `completed` and `not planned` close it, `reopened` opens it. */
  readonly state?: "completed" | "not planned" | "reopened";
}

/** Reads a repository's branch and keeps the issue of its audits. Reading throws as `RepositoryHost` does, writing throws `DeliveryProblem`. */
export interface AuditHost extends RepositoryHost {
  readTarget(): Promise<AuditTarget>;
  /**
   * Every file of a commit.
   * @param isSkipped directories that need not be looked into, as paths without a trailing slash
   */
  listTree(sha: string, isSkipped: (directory: string) => boolean): Promise<TreeListing>;
  /** Own issues that carry the marker, open and closed, oldest first. */
  findAuditIssues(marker: string): Promise<readonly AuditIssue[]>;
  /** Makes an issue with a label, which is made too when it is missing. */
  createAuditIssue(title: string, body: string, label: string): Promise<AuditIssue>;
  updateAuditIssue(issue: AuditIssue, change: IssueChange): Promise<void>;
}

/** A repository as an organisation lists it. */
export interface RepositoryFacts {
  /** `owner/name`. */
  readonly fullName: string;
  readonly topics: readonly string[];
  readonly visibility: "public" | "private" | "internal";
  readonly archived: boolean;
  readonly fork: boolean;
}

/** Lists the repositories of an organisation. */
export interface OrganisationHost {
  /** All that the token can see, by name. Throws as `RepositoryHost` does. */
  listRepositories(owner: string): Promise<readonly RepositoryFacts[]>;
}

/** Reads the default branches of many repositories. */
export interface FleetHost {
  /**
   * The newest commits of default branches, by `owner/name`: null for an empty repository. One that is gone, or that the token may
   * not read, is left out.
   */
  readTargets(repositories: readonly string[]): Promise<ReadonlyMap<string, AuditTarget | null>>;
  /** One of the repositories, to be read. */
  open(repository: string): RepositoryHost & Pick<AuditHost, "listTree">;
  /**
   * How many more requests the token has this hour, of the kind of which it has least: 0 when GitHub refuses it, as one that has
   * expired. Null when GitHub has not said.
   */
  requestsLeft(): number | null;
}

/** A file as a commit is to hold it. */
export interface CommittedFile {
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

/** A pull request of this tool's own, open or not. */
export interface FixPull {
  readonly number: number;
  readonly body: string;
  readonly state: "open" | "merged" | "closed";
  /** Where people read it. */
  readonly url: string;
}

/** Keeps the branch and the pull request that offer fixes. Everything throws `DeliveryProblem` when GitHub refuses. */
export interface FixHost {
  /** The newest commit of a branch; null when there is none of that name. */
  readBranchHead(branch: string): Promise<string | null>;
  /** The newest own pull request from a branch whose body carries the marker. */
  findFixPull(branch: string, marker: string): Promise<FixPull | null>;
  /** Makes a commit on top of a target, at which no branch points yet. @returns the commit */
  commitFiles(
    target: AuditTarget,
    files: readonly CommittedFile[],
    message: string,
  ): Promise<string>;
  /** Lets a branch point at a commit, whatever it pointed at; makes it when it is missing. */
  pointBranch(branch: string, commit: string): Promise<void>;
  createFixPull(branch: string, base: string, title: string, body: string): Promise<FixPull>;
  updateFixPull(pull: FixPull, change: { body?: string; close?: boolean }): Promise<void>;
  deleteBranch(branch: string): Promise<void>;
}

/** A line that the runner shows beside the code. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only when the annotation covers one line. */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly title: string;
  readonly message: string;
}

/** What a run tells the place it runs in: the Actions runner, or a terminal. */
export interface Runner {
  info(message: string): void;
  debug(message: string): void;
  /** A warning of the run itself, not of a file. */
  warn(message: string): void;
  annotate(annotation: Annotation): void;
  /** The job summary, in Markdown. Replaces what was written before. */
  writeSummary(markdown: string): Promise<void>;
  setOutput(name: string, value: string): void;
  /**
   * Writes a file for later steps of the job.
   * @returns its path
   * @throws DeliveryProblem when it cannot be written
   */
  writeFile(name: string, content: string): Promise<string>;
  /** Reads a file of the job's, which may be anything. */
  readFile(path: string, maximumBytes: number): Promise<FileContent>;
  /**
   * The JSON files of the job's in a directory and below it, or those that a glob names; links are not followed. In the order of
   * their paths.
   */
  findJsonFiles(place: string): Promise<readonly string[]>;
  /** Ends the run as failed, with the reason. */
  fail(message: string): void;
}

/** Something that GitHub refused: a permission or a limit. Findings are shown another way; the exit state does not change. */
export class DeliveryProblem extends Error {
  override readonly name = "DeliveryProblem";
  /** What could not be done, as a noun phrase: `the review`. */
  readonly what: string;
  /** The permission that is missing (`pull-requests: write`), null when it is something else. */
  readonly missingPermission: string | null;

  constructor(what: string, reason: string, missingPermission: string | null, cause?: unknown) {
    super(reason, { cause });
    this.what = what;
    this.missingPermission = missingPermission;
  }
}

/** The host could not be read: the network, an outage, a limit. The run fails with the message, which names what and the remedy. */
export class HostProblem extends Error {
  override readonly name = "HostProblem";
}

/** What a search for Dockerfiles in the local file system comes upon. Paths have slashes. */
export type LocalEntry =
  | {
      readonly kind: "file";
      /** As the user named it, or below a directory that the user named; `-` is standard input. */
      readonly path: string;
      readonly text: string;
    }
  | {
      readonly kind: "unread";
      readonly path: string;
      /** In plain words, to be put behind the path: `does not exist`. */
      readonly reason: string;
      /** Whether the user named it (then it is an error), rather than a search having found it. */
      readonly given: boolean;
    };

/** Finds and reads Dockerfiles in the local file system. */
export interface LocalFiles {
  /**
   * The Dockerfiles that paths mean, one at a time in the order of the paths, each once: a file is one whatever its
   * name, a directory is searched, `-` is standard input.
   */
  find(paths: readonly string[]): Iterable<LocalEntry>;
}
