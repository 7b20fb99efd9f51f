import { beforeEach } from "@jest/globals";
import type { ChangedFile } from "../../src/ports.ts";
import type { Rule, Severity } from "../../src/rules/rule.ts";
import { readInputs } from "../../src/settings/read-inputs.ts";
import type { Inputs } from "../../src/settings/settings.ts";
import type { Outcome } from "../../src/workflows/outcome.ts";
import { reviewPullRequest } from "../../src/workflows/review-pull-request.ts";
import { FakePullRequestHost, FakeRunner, type FakePullRequest } from "../support/fakes.ts";

/** A rule that finds a word anywhere and, where it is given one, replaces it with another. */
export function wordRule(
  name: string,
  severity: Severity,
  word: string,
  replacement?: string,
): Rule {
  return {
    name,
    category: "run",
    severity,
    confidence: "high",
    presets: ["recommended"],
    summary: `finds ${word}`,
    why: `${word} is a bad word.`,
    sources: [],
    aliases: [],
    fix: replacement === undefined ? "none" : "safe",
    scope: "instruction",
    examples: [],
    *check(dockerfile) {
      const { text } = dockerfile.source;
      for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
        const span = { start: at, end: at + word.length };
        const message = `\`${word}\` is bad: use another word.`;
        if (replacement === undefined) yield { message, span };
        else {
          const edits = [{ ...span, newText: replacement }];
          yield { message, span, fix: { title: `Write ${replacement}`, safety: "safe", edits } };
        }
      }
    },
  };
}

const rules = [
  wordRule("terrible-word", "error", "terrible", "fine"),
  wordRule("poor-word", "warning", "poor", "rich"),
  wordRule("dull-word", "info", "dull"),
  { ...wordRule("repository-word", "info", "repository"), presets: ["audit"] as const },
];

/** What the run printed; a new one for every test. */
export let runner: FakeRunner;
/** The host of the last review. */
export let host: FakePullRequestHost;

beforeEach(useRunner);

/** Lets what the next reviews print begin anew. */
export function useRunner(): void {
  runner = new FakeRunner();
}

function inputs(changes: Partial<Inputs> = {}): Inputs {
  return { ...readInputs(() => ""), ...changes };
}

/** Makes the host of the next reviews, to be prepared by the test. */
export function useHost(pullRequest: FakePullRequest): void {
  host = new FakePullRequestHost(pullRequest);
}

/** Reviews a pull request; null goes on with the host that there is. */
export async function review(
  pullRequest: FakePullRequest | null,
  changes: Partial<Inputs> = {},
): Promise<Outcome> {
  if (pullRequest !== null) useHost(pullRequest);
  return reviewPullRequest({
    host,
    runner,
    inputs: inputs(changes),
    rules,
    docsUrl: "https://example.com/rules",
    runUrl: "https://github.com/o/r/actions/runs/1",
    today: "2026-11-21",
  });
}

/** A change that adds or replaces whole files. */
export function changedFile(
  path: string,
  text: string,
  status: ChangedFile["status"] = "added",
): ChangedFile {
  const lines = text.split("\n").slice(0, -1);
  const body = lines.map((line) => `+${line}\n`).join("");
  return { path, previousPath: null, status, patch: `@@ -0,0 +1,${lines.length} @@\n${body}` };
}

/** A pull request that adds Dockerfiles. */
export function adding(head: Readonly<Record<string, string>>): FakePullRequest {
  return { head, changed: Object.entries(head).map(([path, text]) => changedFile(path, text)) };
}

/** A Dockerfile with an error and with advice. */
export const bad = "FROM alpine:3.20\nRUN echo terrible\nRUN echo dull\n";
