import {
  DeliveryProblem,
  type Annotation,
  type ChangedFile,
  type ChangedFiles,
  type CheckRunDraft,
  type FileContent,
  type PostedReviewComment,
  type PullRequestHost,
  type ReviewCommentDraft,
  type ReviewTarget,
  type TreeContent,
  type TreePaths,
  type Runner,
  type Standing,
  type SummaryComment,
} from "../../src/ports.ts";

/** A runner that remembers what it is told. */
export class FakeRunner implements Runner {
  readonly log: { level: "info" | "debug" | "warning"; message: string }[] = [];
  readonly annotations: Annotation[] = [];
  readonly outputs = new Map<string, string>();
  summary: string | null = null;
  failure: string | null = null;
  /** What happened, in order: `summary`, `annotation`, `output`, `failure`. */
  readonly events: string[] = [];
  /** Whether the job summary can be written. */
  acceptsSummary = true;
  /** Files that were written, or that can be read, by path. */
  readonly files = new Map<string, string>();

  info(message: string): void {
    this.log.push({ level: "info", message });
  }

  debug(message: string): void {
    this.log.push({ level: "debug", message });
  }

  warn(message: string): void {
    this.log.push({ level: "warning", message });
  }

  annotate(annotation: Annotation): void {
    this.events.push("annotation");
    this.annotations.push(annotation);
  }

  writeSummary(markdown: string): Promise<void> {
    if (!this.acceptsSummary) {
      return Promise.reject(new DeliveryProblem("the job summary", "there is no file", null));
    }
    this.events.push("summary");
    this.summary = markdown;
    return Promise.resolve();
  }

  setOutput(name: string, value: string): void {
    this.events.push("output");
    this.outputs.set(name, value);
  }

  writeFile(name: string, content: string): Promise<string> {
    const path = `/tmp/${name}`;
    this.files.set(path, content);
    return Promise.resolve(path);
  }

  readFile(path: string): Promise<FileContent> {
    const text = this.files.get(path);
    return Promise.resolve(text === undefined ? { kind: "missing" } : { kind: "text", text });
  }

  findJsonFiles(place: string): Promise<readonly string[]> {
    return Promise.resolve([...this.files.keys()].filter((path) => path.startsWith(place)));
  }

  fail(message: string): void {
    this.events.push("failure");
    this.failure = message;
  }

  /** The messages of one level. */
  messages(level: "info" | "debug" | "warning"): string[] {
    return this.log.filter((line) => line.level === level).map(({ message }) => message);
  }
}

/** What a fake pull request starts with. Texts by path; what is not text is given as `FileContent`. */
export interface FakePullRequest {
  readonly base?: Readonly<Record<string, string | FileContent>>;
  readonly head?: Readonly<Record<string, string | FileContent>>;
  readonly changed: readonly ChangedFile[];
  readonly note?: string;
  /** Null makes it a merge group. */
  readonly number?: number | null;
  readonly fromFork?: boolean;
  readonly closed?: boolean;
}

/** A pull request in memory that keeps what is posted to it. */
export class FakePullRequestHost implements PullRequestHost {
  readonly reviewComments: (PostedReviewComment & Partial<ReviewCommentDraft>)[] = [];
  readonly reviews: { body: string; comments: readonly ReviewCommentDraft[] }[] = [];
  readonly checkRuns: CheckRunDraft[] = [];
  readonly replies: { id: number; body: string }[] = [];
  /** Comments whose threads were resolved. */
  readonly resolved: number[] = [];
  summaryComment: SummaryComment | null = null;
  /** A comment that another run posts just before this one does. */
  fasterComment: SummaryComment | null = null;
  standing: Standing = "current";
  /** The calls that were made, by name and in order. */
  readonly calls: string[] = [];
  /** Calls that are refused, with the permission that is missing; null for another reason. */
  readonly refused = new Map<string, string | null>([["postCheckRun", "checks: write"]]);
  pullRequest: FakePullRequest;
  #nextId = 100;

  constructor(pullRequest: FakePullRequest) {
    this.pullRequest = pullRequest;
  }

  readTarget(): Promise<ReviewTarget> {
    this.calls.push("readTarget");
    const { number = 7, fromFork = false } = this.pullRequest;
    return Promise.resolve({
      number,
      baseSha: "base",
      baseName: "main",
      headSha: "head",
      headUrl: "https://github.com/o/r/blob/head",
      fromFork,
      closed: this.pullRequest.closed ?? false,
      trustedSha: "base",
    });
  }

  listChangedFiles(): Promise<ChangedFiles> {
    this.calls.push("listChangedFiles");
    const { changed, note = null } = this.pullRequest;
    return Promise.resolve({ files: changed, complete: note === null, note });
  }

  readFiles(sha: string, paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    this.calls.push(`readFiles ${sha}`);
    const side = (sha === "base" ? this.pullRequest.base : this.pullRequest.head) ?? {};
    const contents = paths.map((path): [string, FileContent] => {
      const file = side[path] ?? { kind: "missing" };
      return [path, typeof file === "string" ? { kind: "text", text: file } : file];
    });
    return Promise.resolve(new Map(contents));
  }

  listDirectories(
    sha: string,
    directories: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    this.calls.push(`listDirectories ${sha}`);
    const paths = Object.keys(this.pullRequest.head ?? {});
    const listings = new Map<string, readonly string[]>();
    for (const directory of directories) {
      const prefix = directory === "" ? "" : `${directory}/`;
      const below = paths.filter((path) => path.startsWith(prefix));
      const names = below.map((path) => /^[^/]*\/?/.exec(path.slice(prefix.length))?.[0] ?? "");
      if (directory === "" || below.length > 0) listings.set(directory, [...new Set(names)]);
    }
    return Promise.resolve(listings);
  }

  async readTree(sha: string, { files, directories }: TreePaths): Promise<TreeContent> {
    return {
      files: await this.readFiles(sha, files),
      directories: await this.listDirectories(sha, directories),
    };
  }

  listOwnReviewComments(
    _target: ReviewTarget,
    marker: string,
  ): Promise<readonly PostedReviewComment[]> {
    return this.#serve("listOwnReviewComments", () =>
      this.reviewComments.filter(({ body }) => body.includes(marker)),
    );
  }

  postReview(
    _target: ReviewTarget,
    body: string,
    comments: readonly ReviewCommentDraft[],
  ): Promise<void> {
    return this.#serve("postReview", () => {
      this.reviews.push({ body, comments });
      for (const comment of comments) {
        this.reviewComments.push({
          ...comment,
          id: this.#nextId++,
          answered: false,
          settled: false,
          outdated: false,
        });
      }
    });
  }

  deleteReviewComment(id: number): Promise<void> {
    return this.#serve("deleteReviewComment", () => {
      const index = this.reviewComments.findIndex((comment) => comment.id === id);
      this.reviewComments.splice(index, 1);
    });
  }

  findSummaryComment(_target: ReviewTarget, marker: string): Promise<SummaryComment | null> {
    return this.#serve("findSummaryComment", () =>
      this.summaryComment?.body.includes(marker) ? this.summaryComment : null,
    );
  }

  createSummaryComment(
    _target: ReviewTarget,
    _marker: string,
    body: string,
  ): Promise<SummaryComment | null> {
    return this.#serve("createSummaryComment", () => {
      if (this.fasterComment !== null) return (this.summaryComment = this.fasterComment);
      this.summaryComment = { id: this.#nextId++, body };
      return null;
    });
  }

  updateSummaryComment(id: number, body: string): Promise<boolean> {
    return this.#serve("updateSummaryComment", () => {
      if (this.summaryComment?.id !== id) return false;
      this.summaryComment = { id, body };
      return true;
    });
  }

  readStanding(): Promise<Standing> {
    return this.#serve("readStanding", () => this.standing);
  }

  postCheckRun(_target: ReviewTarget, draft: CheckRunDraft): Promise<void> {
    return this.#serve("postCheckRun", () => {
      this.checkRuns.push(draft);
    });
  }

  replyToReviewComment(_target: ReviewTarget, id: number, body: string): Promise<void> {
    return this.#serve("replyToReviewComment", () => {
      this.replies.push({ id, body });
      const index = this.reviewComments.findIndex((comment) => comment.id === id);
      this.changeReviewComment(index, { settled: true });
    });
  }

  resolveThreads(_target: ReviewTarget, comments: readonly number[]): Promise<void> {
    return this.#serve("resolveThreads", () => {
      this.resolved.push(...comments);
    });
  }

  /** Changes a posted comment, as GitHub or somebody else does. */
  changeReviewComment(index: number, change: Partial<PostedReviewComment>): void {
    const comment = this.reviewComments[index];
    if (comment === undefined) throw new Error(`there is no review comment ${index}`);
    this.reviewComments[index] = { ...comment, ...change };
  }

  #serve<Value>(call: string, answer: () => Value): Promise<Value> {
    this.calls.push(call);
    const permission = this.refused.get(call);
    if (permission === undefined) return Promise.resolve(answer());
    const reason =
      permission === null ? "Unprocessable (422)" : "Resource not accessible by integration";
    return Promise.reject(new DeliveryProblem(call, reason, permission));
  }
}
