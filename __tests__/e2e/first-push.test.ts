import { describe, expect } from "@jest/globals";
import { fencedBlocks, gitApply } from "./support/markdown.ts";
import { pullRequestStory, tellOnEveryNode } from "./support/story.ts";

tellOnEveryNode();

const rules =
  "latest-base-image, deprecated-maintainer, add-instead-of-copy, shell-form-command, relative-workdir";
const api = "services/api/Dockerfile";
const web = "services/web/Dockerfile";
const oldWeb = 'FROM nginx:latest\nLABEL team=web\nCOPY site /site\nRUN true\nCMD ["/run"]\n';

const repository = {
  base: {
    "old/Dockerfile": oldWeb,
    "gone/Dockerfile": "FROM alpine:latest\nMAINTAINER me\n",
    "README.md": "x\n",
  },
  head: {
    renames: { "old/Dockerfile": web },
    files: {
      [web]: oldWeb.replace('["/run"]', "/run --serve"),
      [api]:
        "FROM python:latest\nMAINTAINER Ada <ada@example.com>\nWORKDIR /srv\nADD app.py ./\n\nCMD python app.py\n",
      "gone/Dockerfile": null,
      "README.md": "y\n",
    },
  },
};

describe("the first push of a pull request", () => {
  pullRequestStory("with problems is told in every place", repository, async (pull) => {
    const review = await pull.review({ rules, "max-comments": "2" });
    const { state, fixture } = pull.github;

    expect(review.exitCode).toBe(1);
    expect(review.results).toEqual({
      verdict: "fail",
      introduced: "5",
      fixed: "0",
      existing: "1",
      errors: "1",
      warnings: "4",
      infos: "0",
      files: "2",
      score: expect.stringMatching(/^\d{1,2}$/),
    });
    const places = review.annotations.map(({ level, file, line, title }) => [
      level,
      file === null ? null : `${file}:${String(line)}`,
      title?.replace("Dockerfile review: ", ""),
    ]);
    expect(places).toEqual([
      ["error", `${api}:2`, "deprecated-maintainer"],
      ["warning", `${api}:1`, "latest-base-image"],
      ["warning", `${api}:4`, "add-instead-of-copy"],
      ["warning", `${api}:6`, "shell-form-command"],
      ["warning", `${web}:5`, "shell-form-command"],
      ["error", null, undefined],
    ]);
    expect(review.messages).toEqual([
      "error: The change introduces 1 error in Dockerfiles (the input `fail-on` is error).",
    ]);
    expect(review.plainLines).toContain(
      "Reviewed 2 Dockerfiles. New: 1 error, 4 warnings. Fixed: 0. Already there: 1.",
    );
    expect(review.writes).toEqual(["POST pulls/7/reviews", "POST issues/7/comments"]);

    expect(state.reviews).toMatchObject([
      {
        state: "COMMENTED",
        commit: fixture.headSha,
        body: expect.stringContaining("2 verified changes"),
      },
    ]);
    expect(pull.suggestions.map(({ anchor }) => anchor)).toEqual([
      { path: api, line: 2, startLine: null, side: "RIGHT" },
      { path: api, line: 4, startLine: null, side: "RIGHT" },
    ]);
    const [maintainer, add] = pull.suggestions;
    expect(maintainer?.body).toContain("MAINTAINER is deprecated");
    expect(fencedBlocks(maintainer?.body ?? "", "suggestion")).toEqual([
      'LABEL org.opencontainers.image.authors="Ada <ada@example.com>"\n',
    ]);
    expect(fencedBlocks(add?.body ?? "", "suggestion")).toEqual(["COPY app.py ./\n"]);

    const comment = pull.summaryComment;
    expect(comment).toMatch(/^### Dockerfile review: 5 new problems, 1 already there\n/);
    expect(comment).toContain(`${pull.github.serverUrl}/octo-org/service/blob/${fixture.headSha}/`);
    expect(comment).not.toContain("gone/Dockerfile");
    expect(comment).toContain("suggestion on line 2");
    const [apiDiff = "", webDiff = "", ...more] = fencedBlocks(comment, "diff");
    expect(more).toEqual([]);
    const apiText = fixture.readText(api);
    expect(gitApply(api, apiText, [apiDiff])).toBe(
      apiText.replace("CMD python app.py", 'CMD ["python", "app.py"]'),
    );
    const webText = fixture.readText(web);
    expect(gitApply(web, webText, [webDiff])).toBe(
      webText.replace("CMD /run --serve", 'CMD ["/run", "--serve"]'),
    );

    expect(review.summary).toMatch(/^### Dockerfile review: 5 new problems, 1 already there\n/);
    const [wholeDiff = ""] = fencedBlocks(review.summary, "diff");
    expect(gitApply(api, apiText, [wholeDiff])).toBe(
      'FROM python:latest\nLABEL org.opencontainers.image.authors="Ada <ada@example.com>"\n' +
        'WORKDIR /srv\nCOPY app.py ./\n\nCMD ["python", "app.py"]\n',
    );
  });

  pullRequestStory("fails or passes as `fail-on` says", repository, async (pull) => {
    const quiet = { rules, comment: "false", suggestions: "false", annotations: "false" };
    const never = await pull.review({ ...quiet, "fail-on": "never" });
    expect([never.exitCode, never.outputs.verdict, never.outputs.errors]).toEqual([0, "pass", "1"]);
    expect(never.annotations).toEqual([]);
    expect(never.writes).toEqual([]);
    expect(never.summary).toContain("5 new problems");

    const warnings = { ...quiet, ignore: "DL4000", "fail-on": "warning" };
    const warning = await pull.review(warnings);
    expect([warning.exitCode, warning.outputs.verdict]).toEqual([1, "fail"]);
    expect(warning.messages).toEqual([
      "error: The change introduces 4 warnings in Dockerfiles (the input `fail-on` is warning).",
    ]);
    const error = await pull.review({ ...warnings, "fail-on": "error" });
    expect([error.exitCode, error.outputs.verdict, error.messages]).toEqual([0, "pass", []]);
  });

  pullRequestStory("is judged by the preset that was chosen", repository, async (pull) => {
    for (const preset of ["recommended", "strict", "security", "hadolint", "all"]) {
      const review = await pull.review({ preset, comment: "false", suggestions: "false" });
      expect([preset, review.outputs.files, review.writes]).toEqual([preset, "2", []]);
      expect(review.summary).toContain(`preset ${preset}</sub>`);
      expect(review.annotations.length).toBeGreaterThan(0);
      expect(review.stdout).not.toMatch(/internal[ -]error/i);
    }
  });

  pullRequestStory("is judged in the chosen files only", repository, async (pull) => {
    const quiet = { rules, comment: "false", suggestions: "false" };
    const excluded = await pull.review({ ...quiet, exclude: "services/api/**" });
    expect([excluded.exitCode, excluded.outputs.files]).toEqual([0, "1"]);
    expect(excluded.summary).not.toContain(api);
    const chosen = await pull.review({ ...quiet, paths: "services/**\n!**/web/**" });
    expect([chosen.exitCode, chosen.outputs.files]).toEqual([1, "1"]);
    expect(chosen.summary).not.toContain(web);
  });

  pullRequestStory("links to the pages of the action's own version", repository, async (pull) => {
    const env = { GITHUB_ACTION_REPOSITORY: "acme/reviewer", GITHUB_ACTION_REF: "v1.2.3" };
    const review = await pull.review({ rules, comment: "false", suggestions: "false" }, { env });
    const page = "https://github.com/acme/reviewer/blob/v1.2.3/docs/rules/deprecated-maintainer.md";
    expect(review.annotations[0]?.message.endsWith(` ${page}`)).toBe(true);
    expect(review.summary).toContain(`[deprecated-maintainer](${page})`);
  });
});
