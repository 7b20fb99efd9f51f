import { describe, expect, test } from "@jest/globals";
import type { BuildContext } from "../../src/context/build-context.ts";
import { contextPathsOf } from "../../src/dockerfile/context-sources.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import type { FileContent, RepositoryHost, TreePaths } from "../../src/ports.ts";
import { readBuildContexts } from "../../src/workflows/read-build-contexts.ts";

/**
 * A repository that has these files, and remembers what was asked of it.
 * @param texts what files hold; the others hold their own path
 */
function hostOf(
  paths: readonly string[],
  texts: Readonly<Record<string, string>> = {},
): RepositoryHost & { readonly asked: TreePaths[] } {
  const all = [...paths, ...Object.keys(texts)];
  const asked: TreePaths[] = [];
  const unused = () => Promise.reject(new Error("both are read at once"));
  return {
    asked,
    readFiles: unused,
    listDirectories: unused,
    readTree: (_, { files, directories }) => {
      asked.push({ files: files.toSorted(), directories: directories.toSorted() });
      const contents = files.map((path): [string, FileContent] => [
        path,
        all.includes(path) ? { kind: "text", text: texts[path] ?? path } : { kind: "missing" },
      ]);
      const listings = directories.map((directory): [string, string[]] => {
        const below = all.filter((path) => directory === "" || path.startsWith(`${directory}/`));
        const names = below.map((path) => {
          const rest = directory === "" ? path : path.slice(directory.length + 1);
          return rest.includes("/") ? `${rest.split("/")[0] ?? ""}/` : rest;
        });
        return [directory, [...new Set(names)]];
      });
      return Promise.resolve({
        files: new Map(contents),
        directories: new Map(listings.filter(([, names]) => names.length > 0)),
      });
    },
  };
}

async function contextOf(
  host: RepositoryHost,
  path: string,
  text: string,
): Promise<BuildContext | undefined> {
  return (await readBuildContexts(host, "sha", [{ path, text }])).get(path);
}

describe("readBuildContexts", () => {
  test("sees the Dockerfile's directory, and knows what is not in it", async () => {
    const host = hostOf(["app/Dockerfile", "app/package.json", "go.mod"]);
    const context = await contextOf(host, "app/Dockerfile", "FROM a\nCOPY . .\n");
    expect(context?.list("")).toEqual(["Dockerfile", "package.json"]);
    expect(context?.exists("package.json")).toBe(true);
    expect(context?.exists("go.mod")).toBe(false);
    expect(context?.exists("unknown/file")).toBeNull();
  });

  test("knows nothing of where GoReleaser builds", async () => {
    const host = hostOf(["Dockerfile.goreleaser", ".dockerignore"]);
    const context = await contextOf(host, "Dockerfile.goreleaser", "FROM a\nCOPY app /\n");
    expect([context?.exists("app"), context?.exists(".dockerignore")]).toEqual([null, null]);
  });

  test("reads what an action of GitHub's says of itself", async () => {
    const host = hostOf(["greet/Dockerfile"], { "greet/action.yml": "runs:\n  using: docker\n" });
    const context = await contextOf(host, "greet/Dockerfile", "FROM a\nCOPY greet.sh /\n");
    expect(context?.readText?.("action.yml")).toContain("using: docker");
  });

  test("takes the root when the sources exist only there, and looks into them", async () => {
    const host = hostOf([
      "docker/Dockerfile",
      "package.json",
      "web/src/index.ts",
      "web/package.json",
    ]);
    const text = "FROM a\nCOPY package.json ./\nCOPY web/src /web\n";
    const context = await contextOf(host, "docker/Dockerfile", text);
    expect(context?.list("")).toEqual(["docker/", "package.json", "web/"]);
    expect(context?.exists("web/package.json")).toBe(true);
    expect(context?.exists("web/src/index.ts")).toBe(true);
    expect(context?.exists("web/other")).toBe(false);
  });

  test("asks twice, however many files there are", async () => {
    const files = Array.from({ length: 50 }, (_, index) => ({
      path: `services/s${index}/Dockerfile`,
      text: "FROM a\nCOPY src/main.go .\n",
    }));
    const paths = files.flatMap(({ path }) => [path, path.replace("Dockerfile", "src/main.go")]);
    const host = hostOf(paths);
    const contexts = await readBuildContexts(host, "sha", files);
    expect(contexts.size).toBe(50);
    expect(contexts.get("services/s7/Dockerfile")?.exists("src/main.go")).toBe(true);
    expect(host.asked).toHaveLength(2);
  });

  test("reads the .dockerignore files that are there, all at once, with the second listing", async () => {
    const host = hostOf([
      "a/Dockerfile",
      "a/.dockerignore",
      "b/prod.Dockerfile",
      "b/prod.Dockerfile.dockerignore",
      "c/Dockerfile",
      "docker/Dockerfile",
      "go.mod",
      ".dockerignore",
    ]);
    const files = ["a/Dockerfile", "b/prod.Dockerfile", "c/Dockerfile", "docker/Dockerfile"].map(
      (path) => ({ path, text: `FROM a\nCOPY ${path.startsWith("docker") ? "go.mod" : "."} .\n` }),
    );
    const contexts = await readBuildContexts(host, "sha", files);
    expect(host.asked.map((wanted) => wanted.files)).toEqual([
      [],
      [".dockerignore", "a/.dockerignore", "b/prod.Dockerfile.dockerignore", "go.mod"],
    ]);
    const texts = [...contexts.values()].map((context) => [
      context.dockerfile,
      context.readText?.(".dockerignore"),
      context.readText?.(`${context.dockerfile ?? ""}.dockerignore`),
    ]);
    expect(texts).toEqual([
      ["Dockerfile", "a/.dockerignore", null],
      ["prod.Dockerfile", null, "b/prod.Dockerfile.dockerignore"],
      ["Dockerfile", null, null],
      ["docker/Dockerfile", ".dockerignore", null],
    ]);
  });

  test("reads the manifests that say what an install needs", async () => {
    const host = hostOf(["api/Dockerfile", "api/package.json", "api/index.js", "Gemfile.lock"]);
    const context = await contextOf(host, "api/Dockerfile", "FROM a\nCOPY . .\n");
    expect(host.asked[1]?.files).toEqual(["api/package.json"]);
    expect(context?.readText?.("package.json")).toBe("api/package.json");
  });

  test("reads no file where there is no .dockerignore", async () => {
    const host = hostOf(["Dockerfile", "index.js"]);
    await contextOf(host, "Dockerfile", "FROM a\nCOPY . .\n");
    expect(host.asked).toEqual([{ files: [], directories: ["", ".github/workflows"] }]);
  });

  test("asks nothing when there is no file", async () => {
    const host = hostOf(["package.json"]);
    expect((await readBuildContexts(host, "sha", [])).size).toBe(0);
    expect(host.asked).toEqual([]);
  });

  test("asks for a limited number of directories", async () => {
    const many = Array.from({ length: 5000 }, (_, index) => `src/d${index}/file`);
    const host = hostOf(["Dockerfile", ...many.slice(0, 10)]);
    await contextOf(host, "Dockerfile", `FROM a\nCOPY ${many.join(" ")} /all/\n`);
    expect(host.asked[1]?.directories.length).toBeLessThan(205);
  });
});

describe("a build that is described in the repository", () => {
  const compose =
    "services:\n  api:\n    build:\n      context: .\n      dockerfile: docker/api.Dockerfile\n";
  const paths = ["docker/api.Dockerfile", "docker/src/x.js", "src/x.js", ".dockerignore"];

  test("says where the context is, whatever exists where", async () => {
    const text = "FROM a\nCOPY src/x.js .\n";
    const likely = await contextOf(hostOf(paths), "docker/api.Dockerfile", text);
    expect([likely?.root, likely?.declared]).toEqual(["docker", null]);
    const host = hostOf(paths, { "compose.yaml": compose });
    const context = await contextOf(host, "docker/api.Dockerfile", text);
    expect([context?.root, context?.dockerfile]).toEqual(["", "docker/api.Dockerfile"]);
    expect(context?.declared?.context).toBe("");
    expect(context?.readText?.(".dockerignore")).toBe(".dockerignore");
    expect(host.asked).toHaveLength(2);
  });

  test("may put it beside the Dockerfile's directory, which takes one request more", async () => {
    const workflow =
      "jobs:\n  a:\n    steps:\n      - run: docker build -f docker/api.Dockerfile app\n";
    const host = hostOf(["docker/api.Dockerfile", "app/src/x.js", "app/.dockerignore"], {
      ".github/workflows/ci.yml": workflow,
    });
    const context = await contextOf(host, "docker/api.Dockerfile", "FROM a\nCOPY src/x.js .\n");
    expect([context?.root, context?.dockerfile]).toEqual(["app", "../docker/api.Dockerfile"]);
    expect(context?.exists("src/x.js")).toBe(true);
    expect(context?.exists("src/y.js")).toBe(false);
    expect(context?.exists("../docker/api.Dockerfile.dockerignore")).toBe(false);
    expect(context?.readText?.(".dockerignore")).toBe("app/.dockerignore");
    expect(host.asked).toHaveLength(3);
  });

  test("is not looked for where nothing is copied from a context", async () => {
    const host = hostOf(paths, { "compose.yaml": compose });
    await contextOf(host, "docker/api.Dockerfile", "FROM a\nCOPY --from=b /x /x\n");
    expect(host.asked.flatMap(({ files }) => files)).toEqual([".dockerignore"]);
  });
});

describe("contextPathsOf", () => {
  const sources = (text: string): string[] =>
    contextPathsOf(parseDockerfile(`FROM a AS b\n${text}\n`));

  test("are the local paths of COPY and ADD, each once", () => {
    expect(sources("COPY ./a/b c/ /x/\nADD --chown=1:1 a/b d.tar /y/")).toEqual([
      "a/b",
      "c",
      "d.tar",
    ]);
    expect(sources('COPY ["with blank", "/rooted", "/z/"]')).toEqual(["with blank", "rooted"]);
  });

  test("cannot leave the context: BuildKit takes `..` at its root for the root", () => {
    expect(sources("COPY ../up ../../a/../b /x/\nCOPY .. /x\nADD a/../../c /y")).toEqual([
      "up",
      "b",
      "c",
    ]);
  });

  test.each([
    ["COPY . ."],
    ["COPY --from=b /x /y"],
    ["COPY *.json src/[ab] /x/"],
    ["COPY $NAME ${OTHER}/a /x/"],
    ["ADD https://example.com/x.tar.gz git@github.com:a/b.git /x/"],
    ["ONBUILD COPY package.json ."],
    ["COPY <<EOF /x\ntext\nEOF"],
    ["RUN cp a b"],
  ])("say nothing when they are not known: %p", (text) => {
    expect(sources(text)).toEqual([]);
  });
});
