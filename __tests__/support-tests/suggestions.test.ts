import { afterEach, describe, expect, test } from "@jest/globals";
import { applySuggestion, suggestedLines } from "../support/fake-github/suggestions.ts";
import { Served } from "./serve.ts";

const servers: Served[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((served) => served.stop()));
});

async function suggest(
  file: string,
  ...suggestions: [first: number, last: number, text: string][]
): Promise<Served> {
  const served = await Served.start({ base: { a: "x" }, head: { files: { file } } });
  servers.push(served);
  const comments = suggestions.map(([first, last, text]) => ({
    path: "file",
    line: last,
    ...(first === last ? {} : { start_line: first }),
    body: `Why\n\n\`\`\`suggestion\n${text}\`\`\`\n<details>more</details>`,
  }));
  const answer = await served.post("pulls/7/reviews", { event: "COMMENT", comments });
  expect(answer.status).toBe(200);
  return served;
}

function commit(served: Served, lineEnds: "as-written" | "as-in-file" = "as-written"): string {
  const [comment] = served.github.state.reviewComments;
  if (comment === undefined) {
    throw new Error("nothing was posted");
  }
  return served.github.commitSuggestion(comment, { lineEnds });
}

describe("a committed suggestion", () => {
  test("replaces whole lines and is the head's new commit", async () => {
    const served = await suggest("1\n2\n3\n4\n", [2, 3, "two\nand more\n"]);
    const before = served.fixture.headSha;
    expect(commit(served)).toBe("1\ntwo\nand more\n4\n");
    expect(served.fixture.headSha).not.toBe(before);
    expect(served.fixture.readText("file")).toBe("1\ntwo\nand more\n4\n");
  });

  test("an empty block deletes the lines", async () => {
    expect(commit(await suggest("1\n2\n3\n", [2, 2, ""]))).toBe("1\n3\n");
  });

  test("a last line without a line feed stays without one, unless an empty line follows it", async () => {
    expect(commit(await suggest("1\n2", [2, 2, "two\n"]))).toBe("1\ntwo");
    expect(commit(await suggest("1\n2", [2, 2, "two\n\n"]))).toBe("1\ntwo\n");
  });

  test("a file with CRLF keeps them only where the suggestion has them, or GitHub puts them", async () => {
    const file = "1\r\n2\r\n3\r\n";
    expect(commit(await suggest(file, [2, 2, "two\r\n"]))).toBe("1\r\ntwo\r\n3\r\n");
    expect(commit(await suggest(file, [2, 2, "two\r\n"]), "as-in-file")).toBe("1\r\ntwo\r\n3\r\n");
    expect(commit(await suggest(file, [2, 2, "two\n"]))).toBe("1\r\ntwo\n3\r\n");
    expect(commit(await suggest(file, [2, 2, "two\n"]), "as-in-file")).toBe("1\r\ntwo\r\n3\r\n");
  });

  test("several are committed in one go", async () => {
    const served = await suggest("1\n2\n3\n4\n", [1, 1, "one\nonce\n"], [3, 4, "rest\n"]);
    const texts = served.github.commitSuggestions(served.github.state.reviewComments);
    expect(texts.get("file")).toBe("one\nonce\n2\nrest\n");
    expect(served.fixture.git("rev-list", "--count", "main..feature")).toBe("2");
  });

  test("several that overlap are not", async () => {
    const served = await suggest("1\n2\n3\n", [1, 2, "one\n"], [2, 3, "two\n"]);
    expect(() => served.github.commitSuggestions(served.github.state.reviewComments)).toThrow(
      "overlap on line 2",
    );
  });

  test("cannot be committed when nothing would change or the head has moved", async () => {
    const same = await suggest("1\n2", [2, 2, "2\n"]);
    expect(() => commit(same)).toThrow("changes nothing");
    const moved = await suggest("1\n2\n", [2, 2, "two\n"]);
    moved.fixture.push({ files: { other: "x" } });
    expect(() => commit(moved)).toThrow("not on lines of the head");
  });
});

describe("the block of a comment", () => {
  test("may have a fence longer than the back-ticks inside", () => {
    expect(suggestedLines("````suggestion\n```\nx\n```\n````")).toEqual(["```", "x", "```"]);
  });

  test.each([
    ["none", "text", "0 suggestion blocks"],
    ["two", "```suggestion\n```\n```suggestion\n```", "2 suggestion blocks"],
    ["an open one", "```suggestion\nx", "does not end"],
  ])("%s is an error", (_name, body, message) => {
    expect(() => suggestedLines(body)).toThrow(message);
  });

  test("lines outside of the file are an error", () => {
    expect(() => applySuggestion("1\n2\n", [2, 3], ["x"], "as-written")).toThrow(
      "not in the file of 2 lines",
    );
  });
});
