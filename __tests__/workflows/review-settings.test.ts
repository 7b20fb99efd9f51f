import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../src/settings/user-error.ts";
import { adding, bad, changedFile, host, review, runner } from "./review-with-words.ts";

describe("settings", () => {
  test("paths and exclude choose the files", async () => {
    const files = { "a/build.txt": bad, Dockerfile: bad, "a/old/build.txt": bad };
    const outcome = await review(adding(files), { paths: ["a/**"], exclude: ["**/old/**"] });
    expect(outcome.files).toBe(1);
    expect(runner.annotations.every(({ path }) => path === "a/build.txt")).toBe(true);
  });

  test("ignore leaves a rule out", async () => {
    const outcome = await review(adding({ Dockerfile: bad }), { ignore: ["terrible-word"] });
    expect(outcome).toMatchObject({ verdict: "pass", introduced: { error: 0, info: 1 } });
  });

  test.each(["rules", "ignore"] as const)(
    "an unknown rule in `%s` is named before anything is read",
    async (input) => {
      const attempt = review(adding({ Dockerfile: bad }), { [input]: ["terible-word"] });
      await expect(attempt).rejects.toThrow(UserError);
      await expect(attempt).rejects.toThrow(
        new RegExp(`input \`${input}\`.*"terible-word".*"terrible-word"`),
      );
      expect(host.calls).toEqual([]);
    },
  );
});

describe("a rule that judges whole repositories", () => {
  test("is said to be judged in audits only", async () => {
    await review(adding({ Dockerfile: bad }), { rules: ["repository-word", "terrible-word"] });
    expect(runner.summary).toContain("only audits judge it: `mode: audit`");
  });

  test("is no answer alone", async () => {
    const attempt = review(adding({ Dockerfile: bad }), { rules: ["repository-word"] });
    await expect(attempt).rejects.toThrow("`repository-word` looks at the whole repository");
  });
});

describe("the settings file", () => {
  const path = ".github/dockerfile-review.yml";
  const dockerfile = changedFile("Dockerfile", "terrible\n");
  const head = { Dockerfile: "terrible\n" };
  const found = (): string => runner.outputs.get("introduced") ?? "";

  test("is read from the base", async () => {
    const base = { [path]: "rules: { DL4000: off }\nfail-on: never\n" };
    const outcome = await review({ base, head, changed: [dockerfile] });
    expect([found(), outcome.verdict, runner.failure]).toEqual(["1", "pass", null]);
  });

  test("of the change itself holds only once it is merged, and the summary says so", async () => {
    const text = "fail-on: never\n";
    const changed = [dockerfile, changedFile(path, text)];
    const outcome = await review({ head: { ...head, [path]: text }, changed });
    expect(outcome.verdict).toBe("fail");
    expect(runner.summary).toContain("the new ones hold once it is merged");
  });

  test("that the change breaks fails the run, after everything else was delivered", async () => {
    const changed = [changedFile(path, "fail-on: x\n")];
    await review({ head: { [path]: "fail-on: x\n" }, changed });
    expect(runner.failure).toContain('.github/dockerfile-review.yml:1: `fail-on` is "x"');
    expect(runner.outputs.get("verdict")).toBe("pass");
    expect(runner.summary).toContain("The settings that this change brings cannot be read");
  });

  test("that is broken in the base fails the run, unless the change mends it", async () => {
    const base = { [path]: "fail-on: x\n" };
    await expect(review({ base, head, changed: [dockerfile] })).rejects.toThrow(UserError);
    const mending = [dockerfile, changedFile(path, "fail-on: error\n", "modified")];
    const outcome = await review({
      base,
      head: { ...head, [path]: "fail-on: error\n" },
      changed: mending,
    });
    expect(outcome.introduced.error).toBe(1);
    expect(runner.summary).toContain("this change mends them");
  });

  test("may be hadolint's, and the summary says so", async () => {
    const base = { ".hadolint.yaml": "no-fail: true\n" };
    const outcome = await review({ base, head, changed: [dockerfile] });
    expect(outcome.verdict).toBe("pass");
    expect(runner.summary).toContain("The settings are those of");
  });

  test("may be elsewhere, and must then be there", async () => {
    const base = { "ci/review.yml": "fail-on: never\n" };
    const config = "ci/review.yml";
    const outcome = await review({ base, head, changed: [dockerfile] }, { config });
    expect(outcome.verdict).toBe("pass");
    const missing = review({ head, changed: [dockerfile] }, { config });
    await expect(missing).rejects.toThrow('The input `config` is "ci/review.yml"');
  });

  test("gives way to the inputs", async () => {
    const base = { [path]: "fail-on: never\n" };
    const outcome = await review({ base, head, changed: [dockerfile] }, { failOn: "info" });
    expect(outcome.verdict).toBe("fail");
  });

  test("may forbid comments to silence findings", async () => {
    const text = "# dockerfile-review ignore=terrible-word why\nRUN terrible\n";
    const changed = [changedFile("Dockerfile", text)];
    await review({ head: { Dockerfile: text }, changed });
    expect(found()).toBe("0");
    const base = { [path]: "suppressions: forbid\n" };
    await review({ base, head: { Dockerfile: text }, changed });
    // The name in the comment holds the word too.
    expect(found()).toBe("2");
  });
});
