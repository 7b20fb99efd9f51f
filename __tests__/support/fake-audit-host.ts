import {
  DeliveryProblem,
  type AuditHost,
  type AuditIssue,
  type AuditTarget,
  type FileContent,
  type IssueChange,
  type TreeContent,
  type TreeListing,
  type TreePaths,
} from "../../src/ports.ts";

/** An issue as the fake keeps it. */
export interface KeptIssue {
  readonly number: number;
  readonly title: string;
  readonly label: string;
  body: string;
  open: boolean;
}

/** A branch in memory that keeps the issues that are made of it. */
export class FakeAuditHost implements AuditHost {
  /** Texts by path. A test changes them between audits. */
  files: Readonly<Record<string, string | FileContent>>;
  sha = "a".repeat(40);
  note: string | null = null;
  readonly issues: KeptIssue[] = [];
  /** How often something was written. */
  writes = 0;
  /** Why issues cannot be written; null: they can. */
  refusal: string | null = null;
  /** Called before an issue is made: another run may be quicker. */
  beforeCreate: () => void = () => undefined;

  constructor(files: Readonly<Record<string, string | FileContent>>) {
    this.files = files;
  }

  readTarget(): Promise<AuditTarget> {
    const { sha } = this;
    const filesUrl = `https://github.com/o/r/blob/${sha}`;
    return Promise.resolve({ repository: "o/r", branch: "main", sha, treeSha: sha, filesUrl });
  }

  listTree(): Promise<TreeListing> {
    return Promise.resolve({
      files: Object.keys(this.files),
      others: [],
      executables: new Set<string>(),
      note: this.note,
    });
  }

  readFiles(_sha: string, paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    return Promise.resolve(new Map(paths.map((path) => [path, this.#content(path)])));
  }

  async readTree(sha: string, { files }: TreePaths): Promise<TreeContent> {
    return { files: await this.readFiles(sha, files), directories: new Map() };
  }

  listDirectories(): Promise<ReadonlyMap<string, readonly string[]>> {
    return Promise.resolve(new Map());
  }

  findAuditIssues(marker: string): Promise<readonly AuditIssue[]> {
    const found = this.issues.filter(({ body }) => body.includes(marker));
    return Promise.resolve(found.map(toIssue));
  }

  createAuditIssue(title: string, body: string, label: string): Promise<AuditIssue> {
    this.#write();
    this.beforeCreate();
    return Promise.resolve(toIssue(this.addIssue(body, { title, label })));
  }

  updateAuditIssue({ number }: AuditIssue, { body, state }: IssueChange): Promise<void> {
    this.#write();
    const issue = this.issues.find((one) => one.number === number);
    if (issue === undefined) throw new Error(`there is no issue ${number}`);
    issue.body = body ?? issue.body;
    if (state !== undefined) issue.open = state === "reopened";
    return Promise.resolve();
  }

  /** Puts an issue there. */
  addIssue(body: string, facts: { title?: string; label?: string } = {}): KeptIssue {
    const { title = "Dockerfile audit", label = "" } = facts;
    const issue = { number: this.issues.length + 1, title, label, body, open: true };
    this.issues.push(issue);
    return issue;
  }

  #write(): void {
    this.writes++;
    if (this.refusal !== null) throw new DeliveryProblem("the audit issue", this.refusal, null);
  }

  #content(path: string): FileContent {
    const file = this.files[path];
    if (file === undefined) return { kind: "missing" };
    return typeof file === "string" ? { kind: "text", text: file } : file;
  }
}

function toIssue({ number, body, open }: KeptIssue): AuditIssue {
  return { number, body, open, url: `https://github.com/o/r/issues/${number}` };
}
