import { randomUUID } from "node:crypto";
import type { Annotation, CheckRunDraft } from "../ports.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./event.ts";
import { once, postOnce } from "./post-once.ts";
import { delivering } from "./problems.ts";

/** How many annotations one request may bring. Source: GitHub's REST description, "Create a check run". */
const annotationsPerRequest = 50;

const levels = { error: "failure", warning: "warning", notice: "notice" } as const;

/** Makes check runs. */
export class CheckRuns {
  readonly #client: GitHubClient;
  readonly #repository: RepositoryName;
  readonly #warn: (message: string) => void;

  constructor(client: GitHubClient, repository: RepositoryName, warn: (message: string) => void) {
    this.#client = client;
    this.#repository = repository;
    this.#warn = warn;
  }

  /**
   * Makes a check run for a commit. It is finished with the first request; further ones bring the rest of the
   * annotations, which GitHub adds to those that are there.
   */
  async post(headSha: string, draft: CheckRunDraft): Promise<void> {
    // A check run whose answer was lost on the way back is known again by it.
    const externalId = randomUUID();
    const { name, conclusion, title, summary } = draft;
    const batches = batchesOf(draft.annotations);
    const what = "the check run";
    await delivering({ what, permission: "checks: write" }, async () => {
      const create = async () => {
        const { data } = await this.#client.checks.create({
          ...this.#repository,
          ...once,
          name,
          head_sha: headSha,
          external_id: externalId,
          status: "completed",
          conclusion,
          output: { title, summary, annotations: batches[0] ?? [] },
        });
        return data.id;
      };
      const find = () => this.#find(headSha, name, externalId);
      const id = await postOnce(what, this.#warn, create, find);
      let sent = batches[0]?.length ?? 0;
      for (const annotations of batches.slice(1)) {
        await this.#append(id, { title, summary, annotations }, sent);
        sent += annotations.length;
      }
    });
  }

  /** Adds annotations to a check run that has `before` of them. */
  async #append(
    id: number,
    output: { title: string; summary: string; annotations: ReturnType<typeof toAnnotation>[] },
    before: number,
  ): Promise<void> {
    const place = { ...this.#repository, check_run_id: id };
    const append = async () => {
      await this.#client.checks.update({ ...place, ...once, output });
      return true;
    };
    const find = async () => {
      const { data } = await this.#client.checks.get(place);
      return data.output.annotations_count > before ? true : null;
    };
    await postOnce("annotations of the check run", this.#warn, append, find);
  }

  async #find(headSha: string, name: string, externalId: string): Promise<number | null> {
    const { data } = await this.#client.checks.listForRef({
      ...this.#repository,
      ref: headSha,
      check_name: name,
      filter: "all",
      per_page: 100,
    });
    return data.check_runs.find(({ external_id: other }) => other === externalId)?.id ?? null;
  }
}

type CheckAnnotation = ReturnType<typeof toAnnotation>;

function batchesOf(annotations: readonly Annotation[]): CheckAnnotation[][] {
  const batches: CheckAnnotation[][] = [];
  for (let at = 0; at < annotations.length; at += annotationsPerRequest) {
    batches.push(annotations.slice(at, at + annotationsPerRequest).map(toAnnotation));
  }
  return batches;
}

function toAnnotation(annotation: Annotation) {
  const { path, startLine, endLine, startColumn, endColumn, level, title, message } = annotation;
  // GitHub takes columns only for annotations of one line.
  const columns =
    startLine === endLine && startColumn !== undefined && endColumn !== undefined
      ? { start_column: startColumn, end_column: endColumn }
      : {};
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    ...columns,
    annotation_level: levels[level],
    title,
    message,
  };
}
