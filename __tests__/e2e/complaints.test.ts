import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { pullRequestStory } from "./support/story.ts";

/** A test, by its file below `__tests__` and a part of its name. */
type Proof = readonly [file: string, name: string];

/** What users of review bots complain about most, each with the tests that show it does not happen here. */
const complaints: Readonly<Record<string, readonly Proof[]>> = {
  "A comment on every push, duplicates after a rebase": [
    ["e2e/later-pushes.test.ts", "that changes nothing of it posts nothing twice"],
    ["e2e/races.test.ts", "at the same time leave one comment"],
    ["e2e/nothing-to-review.test.ts", "passes at once, without a comment"],
    ["e2e/own-comments.test.ts", "is limited over all pushes together"],
  ],
  "Forks fail with 403": [
    ["e2e/read-only-token.test.ts", "of a fork's pull request costs the comments only"],
    ["e2e/publish.test.ts", "is published by a second workflow"],
  ],
  "Old threads stay open": [
    ["e2e/threads.test.ts", "is told once that its problem is fixed"],
    ["e2e/threads.test.ts", "is resolved where the token may"],
    ["e2e/later-pushes.test.ts", "that mends a part leaves the rest as it is"],
  ],
  "A required check with `paths:` hangs": [
    ["e2e/nothing-to-review.test.ts", "passes at once, without a comment"],
    ["e2e/other-events.test.ts", "is answered at once when no Dockerfile changed"],
  ],
  "Annotations are dropped in silence": [
    ["e2e/faults.test.ts", "findings beyond GitHub's ten hide no message of the run"],
    ["e2e/check-run.test.ts", "annotates there, all in batches of fifty"],
  ],
  "One bad anchor refuses the whole review": [
    ["e2e/faults.test.ts", "a review: in the summary comment"],
    ["e2e/commit-suggestions.test.ts", "gets exactly the mended files"],
  ],
  "Bodies are too long": [["e2e/load.test.ts", "are all reviewed, within every limit"]],
  "Findings on files or lines that nobody touched": [
    ["e2e/nothing-to-review.test.ts", "are counted, and neither annotated nor failed"],
    ["e2e/scope.test.ts", "is what the change introduces"],
  ],
  "Enterprise Server with api.github.com hard-coded": [
    ["e2e/other-events.test.ts", "is reached by its own addresses only"],
  ],
  "Audits that open a new issue each run": [
    ["e2e/audit.test.ts", "six weekly runs keep one issue"],
  ],
  "Markdown and mention injection": [
    ["e2e/hostile-input.test.ts", "forge nothing"],
    ["e2e/publish.test.ts", "puts no word of its own anywhere"],
  ],
  "Noise of the rules themselves": [["e2e/complaints.test.ts", "is quiet about good habits"]],
};

test.each(Object.entries(complaints))("%s: is proved", (_, proofs) => {
  for (const [file, name] of proofs) {
    const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
    expect([file, text.includes(`"${name}`)]).toEqual([file, true]);
  }
});

/** Unpinned system packages, cache mounts, a variable in FROM, stages, a heredoc, a secret's path, no health check. */
const habits = `# syntax=docker/dockerfile:1
ARG VERSION=3.13
FROM python:\${VERSION}-slim AS builder
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked --mount=type=cache,target=/var/lib/apt,sharing=locked \\
    apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev
WORKDIR /src
RUN --mount=type=bind,source=requirements.txt,target=requirements.txt \\
    --mount=type=cache,target=/root/.cache/pip \\
    pip install --prefix=/install -r requirements.txt
RUN <<SCRIPT
set -eu
cd /tmp
echo done > marker
SCRIPT

FROM python:\${VERSION}-slim
RUN apt-get update \\
    && apt-get install -y --no-install-recommends libpq5 \\
    && rm -rf /var/lib/apt/lists/*
ENV DB_PASSWORD_FILE=/run/secrets/db_password
COPY --from=builder /install /usr/local
COPY report.py /srv/
USER 10001:10001
ENTRYPOINT ["python", "/srv/report.py"]
`;
const files = {
  Dockerfile: habits,
  ".dockerignore": "*\n!report.py\n!requirements.txt\n",
  "report.py": "print()\n",
  "requirements.txt": "psycopg==3.2.3\n",
};

describe("a Dockerfile that other tools complain of", () => {
  const repository = { base: { "README.md": "x\n" }, head: { files } };
  pullRequestStory("is quiet about good habits", repository, async (pull) => {
    const review = await pull.review({ "fail-on": "info" });
    expect([review.exitCode, review.annotations, review.writes]).toEqual([0, [], []]);
    expect(review.results).toMatchObject({ verdict: "pass", files: "1", introduced: "0" });
  });
});
