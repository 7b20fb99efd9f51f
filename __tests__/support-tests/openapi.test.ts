import { describe, expect, test } from "@jest/globals";
import { type MatchedOperation, OpenApi } from "../support/fake-github/openapi.ts";

const openApi = new OpenApi();

function operation(method: string, path: string): MatchedOperation {
  const match = openApi.match(method, path);
  if (match.kind !== "found") {
    throw new Error(`${method} ${path}: ${match.kind}`);
  }
  return match.operation;
}

describe("the description", () => {
  test("finds operations, decodes what is in the path and prefers fixed parts", () => {
    expect(operation("GET", "/repos/o/r/contents/a%2Fb%20c")).toMatchObject({
      template: "/repos/{owner}/{repo}/contents/{path}",
      pathParameters: { owner: "o", repo: "r", path: "a/b c" },
    });
    expect(operation("GET", "/repos/o/r/contents/a/b").pathParameters.path).toBe("a/b");
    expect(operation("DELETE", "/repos/o/r/pulls/comments/5").template).toBe(
      "/repos/{owner}/{repo}/pulls/comments/{comment_id}",
    );
    expect(openApi.match("GET", "/repos/o/r/pulls/x").kind).toBe("no-path");
    expect(openApi.match("POST", "/user").kind).toBe("no-method");
  });

  test("finds what is wrong with an answer", () => {
    const blob = operation("GET", "/repos/o/r/git/blobs/1");
    const good = {
      content: "",
      encoding: "base64",
      url: "http://127.0.0.1/x",
      sha: "1",
      size: null,
      node_id: "B",
    };
    const problems = (status: number, body: object | undefined) =>
      openApi.responseProblems(blob, status, null, body as never);
    expect(problems(200, good)).toEqual([]);
    expect(problems(200, { ...good, size: "1" }).join()).toContain("/size");
    expect(problems(200, { ...good, url: "not an address" }).join()).toContain("/url");
    expect(problems(200, { ...good, sha: undefined }).join()).toContain("sha");
    expect(problems(201, good)).toEqual(["the description has no answer 201"]);
    expect(problems(404, { message: 1 }).join()).toContain("/message");
    expect(problems(418, { message: 1 }).join()).toContain("/message");
    expect(problems(418, { message: "teapot" })).toEqual([]);
  });

  test("an answer without a body has none", () => {
    const remove = operation("DELETE", "/repos/o/r/issues/comments/5");
    expect(openApi.responseProblems(remove, 204, null, undefined)).toEqual([]);
    expect(openApi.responseProblems(remove, 204, null, {})).not.toEqual([]);
  });

  test("a body for an operation that takes none is a problem, and so is a missing one", () => {
    expect(openApi.bodyProblems(operation("GET", "/user"), {})).not.toEqual([]);
    const create = operation("POST", "/repos/o/r/issues/5/comments");
    expect(openApi.bodyProblems(create, undefined)).toEqual(["the body is missing"]);
    expect(openApi.bodyProblems(create, { body: "x" })).toEqual([]);
  });
});
