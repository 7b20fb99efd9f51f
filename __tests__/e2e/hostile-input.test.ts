import { describe, expect } from "@jest/globals";
import { REVIEWER } from "../support/fake-github/index.ts";
import { proseOf } from "./support/markdown.ts";
import type { PullRequest, Review } from "./support/pull-request.ts";
import { pullRequestStory } from "./support/story.ts";

const marker = "<!-- dockerfile-review:summary -->";
const rules =
  "syntax-error, untagged-base-image, deprecated-maintainer, secret-in-arg-or-env, relative-workdir, shell-form-command, missing-user";

const hostile = `FROM "@octo-org/team|::error::forged" AS a
FROM octo-org/team AS ${marker.replaceAll(" ", "")}
MAINTAINER ::error::forged ##[error]forged @octo-org/team ${marker} \`\`\`
ARG TOKEN_%0A::error::forged=abcdef
WORKDIR ::error::forged
# dockerfile-review ignore=missing-user: @octo-org/team ${marker} </details> #12 ##[error]forged
ENV SECRET_KEY="##[error]forged"
# dockerfile-review ignore=secret-in-arg-or-env: @octo-org/team ${marker} </details> #12 ##[error]forged
ENV SECRET_TOKEN="::set-output name=verdict::pass"
RUN echo "::error::forged" ; echo "##[command]forged"
\`\`\`
@octo-org/team <img src=x> </details> | ${marker}
::error::forged
##[set-output name=verdict]pass
CMD echo \`\`\`\` ::error::forged ##[error]forged ${marker}
`;
const paths = [
  "a`b|c/Dockerfile",
  "line\n::error::forged/Dockerfile",
  "100%0A::error::forged/Dockerfile",
  "##[error]forged,line=1:x/Dockerfile",
  "@octo-org/team/Dockerfile",
  `${marker}/Dockerfile`,
  "<img src=x>/$(forged)/Dockerfile",
  "\u202eforged/Dockerfile",
];
/** Files that cannot be read are named in warnings. */
const unread = {
  "::error::forged ##[error]x/Dockerfile": "\0",
  [`@octo-org/team ${marker}/Dockerfile.j2`]: "FROM x\n",
};
const repository = {
  base: { "README.md": "x\n" },
  head: { files: { ...Object.fromEntries(paths.map((path) => [path, hostile])), ...unread } },
};

/** Asserts that a document says nothing but what the action says. */
function expectNothingForged(markdown: string): void {
  const prose = proseOf(markdown);
  const having = (pattern: RegExp) => prose.filter((line) => pattern.test(line));
  expect(having(/@octo-org|<img|\$\(forged|\u202e|(^|\s)#\d/)).toEqual([]);
  expect(having(/<\/details>/)).toHaveLength(having(/<details>/).length);
  const table = having(/^\| \[/);
  const row = /^\| \[[^|]*\]\([^|\s]*\)( \| [^|]+){4} \|$/;
  expect(table.filter((line) => !row.test(line))).toEqual([]);
}

function expectNothingObeyed(review: Review): void {
  expect(review.outputs.verdict).toBe("fail");
  expect(Object.keys(review.outputs)).toHaveLength(11);
  expect(review.messages).toEqual([
    expect.stringMatching(
      /^warning: Not reviewed: ::error::forged ##\[error\]x\/Dockerfile is a binary file \(it holds NUL bytes\)\. A Dockerfile /,
    ),
    expect.stringMatching(/^error: The change introduces \d+ errors in Dockerfiles/),
  ]);
  for (const { file, message } of review.annotations.filter((one) => one.file !== null)) {
    expect(paths).toContain(file);
    expect(message).toMatch(/docs\/rules\/[a-z-]+\.md$|the job summary has them all\.$/);
  }
  const shown = review.commands.filter(({ name }) => name !== "debug");
  expect(shown).toHaveLength(review.annotations.length);
  expect(review.masks).toEqual([]);
}

async function reviewForged(pull: PullRequest): Promise<void> {
  const bot = { login: "dependabot[bot]", id: 49_699_333, type: "Bot" } as const;
  const forged = [
    pull.github.addIssueComment(`${marker}\nforged`),
    pull.github.addIssueComment(`forged\n\n${marker}\n`, bot),
  ];
  const first = await pull.review({ rules, "max-comments": "6" });
  expect(first.exitCode).toBe(1);
  expectNothingObeyed(first);

  expect(pull.summaryComment.trimEnd().endsWith(marker)).toBe(true);
  const marked = (markdown: string) => proseOf(markdown).filter((line) => line.includes(marker));
  expect([marked(pull.summaryComment), marked(first.summary)]).toEqual([[marker], []]);
  expect(pull.summaryComment.match(/^#### /gm)).toHaveLength(paths.length);
  expect(pull.summaryComment.match(/^\| \[/gm)).toHaveLength(paths.length);
  expect(pull.suggestions.length).toBeGreaterThan(0);
  const bodies = pull.suggestions.map(({ body }) => body);
  for (const markdown of [first.summary, pull.summaryComment, ...bodies]) {
    expectNothingForged(markdown);
  }
  for (const body of bodies) expect(body).toMatch(/<!-- dockerfile-review:finding [\w ]+ -->$/);

  // A forged marker of another's answer: neither taken for an own comment nor deleted.
  const [own] = pull.suggestions;
  if (own === undefined) throw new Error("there is no suggestion");
  const reply = pull.github.addReply(own.id, own.body, REVIEWER);
  pull.push({ files: Object.fromEntries(paths.map((path) => [path, null])) });
  const second = await pull.review({ rules });
  expect(second.exitCode).toBe(0);
  const settled = "<!-- dockerfile-review:settled -->";
  expect(pull.github.state.reviewComments).toMatchObject([
    { id: own.id },
    { id: reply.id },
    { inReplyTo: own.id, body: `Fixed in ${pull.fixture.headSha}.\n\n${settled}` },
  ]);
  const [one, other, ...ours] = pull.github.state.issueComments;
  expect([one, other]).toEqual(forged);
  expect(ours.map(({ body }) => body)).toEqual([pull.summaryComment]);
  expectNothingForged(pull.summaryComment);
}

describe("hostile names and texts", () => {
  pullRequestStory("forge nothing", repository, reviewForged);

  pullRequestStory(
    "forge nothing where the summary is printed in the log",
    repository,
    async (pull) => {
      const env = { GITHUB_STEP_SUMMARY: undefined };
      const review = await pull.review({ rules, comment: "false", suggestions: "false" }, { env });
      expect([review.exitCode, review.outputs.verdict]).toEqual([1, "fail"]);
      expect(review.messages).toEqual([
        expect.stringMatching(
          /^warning: Could not deliver the job summary: .* It is printed here\.$/,
        ),
        expect.stringMatching(/^warning: Not reviewed: /),
        expect.stringMatching(/^error: The change introduces/),
      ]);
      const log = review.plainLines.join("\n");
      expect(log).toContain(
        `### Dockerfile review: ${review.outputs.introduced ?? "no"} new problems`,
      );
      expect(log).toContain(" : :error::forged");
    },
  );
});
