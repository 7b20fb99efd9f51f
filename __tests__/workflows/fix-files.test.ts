import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { FileSystem } from "../../src/git/local-files.ts";
import { fixFiles } from "../../src/workflows/fix-files.ts";
import { TemporaryRepository } from "../git/temporary.ts";
import { lineRule } from "../support/rules.ts";

let repository: TemporaryRepository;

beforeEach(() => {
  repository = new TemporaryRepository();
});

afterEach(() => repository.remove());

function filesWritten(...paths: string[]) {
  const host = new FileSystem({
    workingDirectory: repository.path,
    isDockerfile: (path) => /(^|\/)Dockerfile[^/]*$/.test(path),
    standardInput: null,
  });
  const rules = [lineRule("notes", "x")];
  return [...fixFiles(host, paths, () => ({ rules, suppressions: "allow" }), "safe")].map(
    (outcome) => {
      if (outcome.kind === "unread") return outcome.reason;
      return [outcome.path, outcome.buildContext.root, outcome.result.files];
    },
  );
}

test("what the fixes of one Dockerfile write is there for the next one of the same context", () => {
  repository.write("Dockerfile", "FROM a:1\n");
  repository.write("Dockerfile.dev", "FROM a:1\n");
  repository.write("api/Dockerfile", "FROM a:1\n");
  const files = [{ path: "notes", before: null, text: "x\n" }];
  expect(filesWritten(".")).toEqual([
    ["Dockerfile", "", files],
    ["Dockerfile.dev", "", []],
    ["api/Dockerfile", "api", files],
  ]);
});

test("the context's root is named from where the Dockerfile is named", () => {
  repository.write("app/docker/Dockerfile", "FROM a:1\nCOPY src/main.js .\n");
  repository.write("app/src/main.js", "");
  const files = [{ path: "notes", before: null, text: "x\n" }];
  expect(filesWritten("app/docker/Dockerfile")).toEqual([["app/docker/Dockerfile", "app", files]]);
  const absolute = `${repository.path}/app/docker/Dockerfile`;
  expect(filesWritten(absolute)).toEqual([[absolute, `${repository.path}/app`, files]]);
});
