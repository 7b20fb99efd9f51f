import { describe, expect, test } from "@jest/globals";
import type { ReviewComment } from "../../src/report/review-suggestions.ts";
import {
  planComments,
  type EarlierComment,
  type FileStates,
} from "../../src/workflows/plan-comments.ts";

function draft(path: string, ...fingerprints: string[]): ReviewComment {
  return { path, startLine: 1, endLine: 1, body: "b", fingerprints };
}

interface State {
  readonly answered?: boolean;
  readonly settled?: boolean;
  readonly outdated?: boolean;
}

function earlier(
  id: number,
  path: string,
  fingerprints: string[],
  state: State = {},
): EarlierComment {
  const { answered = false, settled = false, outdated = false } = state;
  return { comment: { id, body: "b", path, answered, settled, outdated }, fingerprints };
}

function present(...fingerprints: string[]): FileStates {
  const files = new Map([["D", new Set(fingerprints)]]);
  return { present: files, suppressed: new Map(), unread: new Set() };
}

const a = draft("D", "a");
const b = draft("D", "b");

describe("planComments", () => {
  test("posts what is not there, most important first, up to the maximum", () => {
    expect(planComments([b, a], [], present("a", "b"), 20)).toEqual({
      post: [b, a],
      remove: [],
      settle: [],
      standing: [],
    });
    expect(planComments([b, a], [], present("a", "b"), 1).post).toEqual([b]);
    expect(planComments([b, a], [], present("a", "b"), 0).post).toEqual([]);
  });

  test("posts nothing twice", () => {
    const plan = planComments([a, b], [earlier(1, "D", ["a"])], present("a", "b"), 20);
    expect(plan).toEqual({ post: [b], remove: [], settle: [], standing: [a] });
  });

  test("the order of the fingerprints does not matter, the path does", () => {
    const both = draft("D", "a", "b");
    const there = [earlier(1, "D", ["b", "a"])];
    expect(planComments([both], there, present("a", "b"), 20).post).toEqual([]);
    const elsewhere = [earlier(1, "E", ["a", "b"])];
    expect(planComments([both], elsewhere, present("a", "b"), 20)).toMatchObject({
      post: [both],
      remove: [1],
    });
  });

  test("earlier comments count towards the maximum", () => {
    const plan = planComments([a, b], [earlier(1, "D", ["a"])], present("a", "b"), 1);
    expect(plan.post).toEqual([]);
    expect(plan.standing).toEqual([a]);
  });

  test("removes comments whose finding or file is gone", () => {
    const there = [earlier(1, "D", ["x"]), earlier(2, "gone", ["a"])];
    expect(planComments([], there, present("a"), 20).remove).toEqual([1, 2]);
  });

  test("keeps a comment whose finding is there but has no suggestion any more", () => {
    const plan = planComments([], [earlier(1, "D", ["a"])], present("a"), 20);
    expect(plan).toEqual({ post: [], remove: [], settle: [], standing: [] });
  });

  test("replaces a comment that is partly mended, or combined otherwise", () => {
    const partly = planComments([b], [earlier(1, "D", ["a", "b"])], present("b"), 20);
    expect(partly).toMatchObject({ post: [b], remove: [1] });
    const both = draft("D", "a", "b");
    const combined = planComments([both], [earlier(1, "D", ["a"])], present("a", "b"), 20);
    expect(combined).toMatchObject({ post: [both], remove: [1] });
  });

  test("replaces an outdated comment", () => {
    const plan = planComments([a], [earlier(1, "D", ["a"], { outdated: true })], present("a"), 20);
    expect(plan).toEqual({ post: [a], remove: [1], settle: [], standing: [] });
  });

  test("removes the second of two equal comments", () => {
    const there = [earlier(1, "D", ["a"]), earlier(2, "D", ["a"])];
    expect(planComments([a], there, present("a"), 20)).toEqual({
      post: [],
      remove: [2],
      settle: [],
      standing: [a],
    });
  });

  test("says once that what somebody answered is gone, and how", () => {
    const answered = { answered: true };
    const there = [
      earlier(1, "D", ["x"], answered),
      earlier(2, "D", ["y"], { ...answered, settled: true }),
      earlier(3, "D", ["a", "z"], answered),
      earlier(4, "D", ["s"], answered),
      earlier(5, "gone", ["a"], answered),
      earlier(6, "huge", ["a"], answered),
      earlier(7, "huge", ["b"]),
    ];
    const suppressed = new Map([["D", new Set(["s"])]]);
    const files = { ...present("a"), suppressed, unread: new Set(["huge"]) };
    expect(planComments([], there, files, 20)).toEqual({
      post: [],
      remove: [],
      settle: [
        { id: 1, how: "fixed" },
        { id: 4, how: "suppressed" },
        { id: 5, how: "fixed" },
      ],
      standing: [],
    });
  });

  test("never removes what somebody answered, nor says it again", () => {
    const answered = { answered: true };
    const gone = planComments([], [earlier(1, "D", ["x"], answered)], present("a"), 20);
    expect(gone.remove).toEqual([]);
    const outdated = [earlier(1, "D", ["a"], { answered: true, outdated: true })];
    // Its suggestion can no longer be committed, so the summary has to show the change.
    expect(planComments([a], outdated, present("a"), 20)).toEqual({
      post: [],
      remove: [],
      settle: [],
      standing: [],
    });
  });
});
