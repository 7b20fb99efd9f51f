import { describe, expect } from "@jest/globals";
import { fixedByCommandLine } from "./support/command-line.ts";
import { fencedBlocks, gitApply } from "./support/markdown.ts";
import type { PullRequest } from "./support/pull-request.ts";
import { pullRequestStory } from "./support/story.ts";

const rules =
  "deprecated-maintainer, add-instead-of-copy, shell-form-command, package-cache-left-behind, missing-user, package-index-update-alone";

const bad = `FROM python:3.13-slim
MAINTAINER Ada "A" <ada@example.com>
WORKDIR /srv
ADD requirements.txt ./
RUN apt-get update
RUN apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*
RUN pip install \\
      # what the service needs
      -r requirements.txt
RUN useradd app
USER app
COPY \`quoted\` /srv/
CMD python app.py --name "the service"
`;
const mended = `FROM python:3.13-slim
LABEL org.opencontainers.image.authors="Ada \\"A\\" <ada@example.com>"
WORKDIR /srv
COPY requirements.txt ./
RUN apt-get update && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*
RUN pip install --no-cache-dir \\
      # what the service needs
      -r requirements.txt
RUN useradd app
USER app
COPY \`quoted\` /srv/
CMD ["python", "app.py", "--name", "the service"]
`;
const withCarriageReturns = (text: string) => text.replaceAll("\n", "\r\n");
const withoutLastNewline = (text: string) => text.slice(0, -1);

/** A file whose changed first line makes a problem that is mended far below, outside of the diff. */
const farBase = `FROM gcr.io/distroless/python3-debian12:nonroot
LABEL one=1
LABEL two=2
LABEL three=3
LABEL four=4
LABEL five=5
LABEL six=6
CMD ["python", "app.py"]
`;
const farHead = farBase.replace(/^FROM .*$/m, "FROM python:3.13-slim");

const files = {
  "plain/Dockerfile": bad,
  "windows/Dockerfile": withCarriageReturns(bad),
  "open/Dockerfile": withoutLastNewline(bad),
  "windows-open/Dockerfile": withCarriageReturns(withoutLastNewline(bad)),
};
const fixed: Readonly<Record<string, string>> = {
  "plain/Dockerfile": mended,
  "windows/Dockerfile": withCarriageReturns(mended),
  "open/Dockerfile": withoutLastNewline(mended),
  "windows-open/Dockerfile": withCarriageReturns(withoutLastNewline(mended)),
};
const repository = {
  base: { "far/Dockerfile": farBase },
  head: { files: { ...files, "far/Dockerfile": farHead } },
};

/** Commits every suggestion, after which the head's files are as they are given back; then takes the commit away again. */
function tryCommit(pull: PullRequest, lineEnds: "as-written" | "as-in-file"): Map<string, string> {
  const { fixture, github } = pull;
  const before = fixture.headSha;
  const texts = github.commitSuggestions(pull.suggestions, { lineEnds });
  for (const [path, text] of texts) expect(fixture.readText(path)).toBe(text);
  fixture.git("update-ref", `refs/heads/${fixture.headBranch}`, before);
  return texts;
}

describe("an author who takes every change", () => {
  pullRequestStory("gets exactly the mended files", repository, async (pull) => {
    const { fixture, github } = pull;
    const first = await pull.review({ rules, "max-comments": "30" });
    expect(first.exitCode).toBe(1);
    expect(github.state.reviews).toHaveLength(1);

    for (const [path, text] of Object.entries(fixed)) {
      expect([path, fixedByCommandLine(fixture.readText(path), rules)]).toEqual([path, text]);
    }
    for (const lineEnds of ["as-written", "as-in-file"] as const) {
      const texts = tryCommit(pull, lineEnds);
      expect(Object.fromEntries(texts)).toEqual(fixed);
    }
    const multiLine = pull.suggestions.filter(({ anchor }) => anchor.startLine !== null);
    expect(multiLine.length).toBeGreaterThan(0);

    // What no suggestion can hold is one diff in the comment.
    const farFixed = fixedByCommandLine(farHead, rules);
    expect(farFixed).toMatch(/USER 10001:10001\nCMD/);
    expect(pull.suggestions.filter(({ anchor }) => anchor.path === "far/Dockerfile")).toEqual([]);
    const diffs = fencedBlocks(pull.summaryComment, "diff");
    expect(diffs).toHaveLength(1);
    expect(gitApply("far/Dockerfile", farHead, diffs)).toBe(farFixed);

    // The author commits the batch and pushes the diff.
    github.commitSuggestions(pull.suggestions);
    const second = await pull.review({ rules });
    expect([second.exitCode, second.outputs.introduced]).toEqual([0, "1"]);
    expect(pull.suggestions).toEqual([]);
    const left = fencedBlocks(pull.summaryComment, "diff");
    pull.push({ files: { "far/Dockerfile": gitApply("far/Dockerfile", farHead, left) } });
    const third = await pull.review({ rules, "fail-on": "info" });
    expect([third.exitCode, third.outputs.introduced, third.annotations]).toEqual([0, "0", []]);
    expect(pull.summaryComment).toMatch(/^### Dockerfile review: no problems\n/);
    for (const [path, text] of Object.entries(fixed)) expect(fixture.readText(path)).toBe(text);
  });

  const inDiffs = { rules, suggestions: "false" };
  pullRequestStory("can take them all as diffs instead", repository, async (pull) => {
    const { fixture } = pull;
    const review = await pull.review(inDiffs);
    expect(pull.suggestions).toEqual([]);
    expect(review.writes).toEqual(["POST issues/7/comments"]);
    for (const document of [pull.summaryComment, review.summary]) {
      const diffs = fencedBlocks(document, "diff");
      expect(diffs).toHaveLength(5);
      for (const diff of diffs) {
        const path = /^--- a\/(.*)$/m.exec(diff)?.[1] ?? "";
        const text = fixture.readText(path);
        const expected = fixed[path] ?? fixedByCommandLine(text, rules);
        expect([path, gitApply(path, text, [diff])]).toEqual([path, expected]);
      }
      expect(document).toContain("lost the file's Windows line endings");
    }
  });

  const plain = { base: { a: "x\n" }, head: { files: { "plain/Dockerfile": bad } } };
  pullRequestStory(
    "gets a diff where GitHub shows none",
    plain,
    async (pull) => {
      const review = await pull.review({ rules });
      expect([review.exitCode, pull.suggestions]).toEqual([1, []]);
      expect(review.messages).toHaveLength(1);
      const diffs = fencedBlocks(pull.summaryComment, "diff");
      expect(gitApply("plain/Dockerfile", bad, diffs)).toBe(mended);
    },
    { limits: { diffFileLines: 3 } },
  );
});
