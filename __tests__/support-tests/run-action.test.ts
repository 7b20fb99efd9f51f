import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mergeGroupEvent, pullRequestEvent, pushEvent } from "../support/fake-github/index.ts";
import { nodeBinaries, runAction, type RunActionOptions } from "../support/run-action.ts";
import { readFileCommands, readLog } from "../support/runner-commands.ts";
import { Served } from "./serve.ts";

const servers: Served[] = [];
let directory = "";

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "run-action-test-"));
});

afterAll(() => {
  rmSync(directory, { recursive: true });
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((served) => served.stop()));
});

async function run(script: string, more: Partial<RunActionOptions> = {}) {
  const served = await Served.start({ base: { a: "1\n" }, head: { files: { a: "2\n" } } });
  servers.push(served);
  const bundle = join(directory, "bundle.mjs");
  const actionFile = join(directory, "action.yml");
  writeFileSync(bundle, `import fs from "node:fs";\n${script}`);
  writeFileSync(
    actionFile,
    "inputs:\n  token:\n    default: ${{ github.token }}\n  fail-on:\n    default: error\n  no default:\n    description: x\n",
  );
  const { github } = served;
  const event = pullRequestEvent(github, "opened");
  return { github, event, result: await runAction({ github, event, bundle, actionFile, ...more }) };
}

describe("runAction", () => {
  test("gives the environment of the runner and nothing else", async () => {
    const script =
      "console.log(JSON.stringify({ ...process.env, CWD: fs.readdirSync(process.cwd()) }))";
    const { github, event, result } = await run(script, {
      inputs: { "Fail-On": "never" },
      env: { EXTRA: "1", CI: undefined },
    });
    const environment = JSON.parse(result.stdout) as Record<string, unknown>;
    expect(environment).toMatchObject({
      INPUT_TOKEN: github.token,
      "INPUT_FAIL-ON": "never",
      INPUT_NO_DEFAULT: "",
      GITHUB_SHA: event.sha,
      GITHUB_REF: "refs/pull/7/merge",
      GITHUB_API_URL: github.apiUrl,
      EXTRA: "1",
      CWD: [],
    });
    expect(environment.NODE_OPTIONS).toBeUndefined();
    expect(environment.CI).toBeUndefined();
    expect(environment.JEST_WORKER_ID).toBeUndefined();
    expect(result.runnerErrors).toEqual([]);
  });

  test("reads outputs, the summary and the exit code", async () => {
    const script = `
      fs.appendFileSync(process.env.GITHUB_OUTPUT, "a<<E\\nb=c\\nd\\nE\\nplain=x=y\\n");
      fs.appendFileSync(process.env.GITHUB_STEP_SUMMARY, "# hello");
      const event = JSON.parse(fs.readFileSync(process.env.GITHUB_EVENT_PATH));
      console.log("::error file=a,line=2::" + event.action);
      process.exitCode = 1;`;
    const { result } = await run(script);
    expect(result).toMatchObject({
      exitCode: 1,
      outputs: { a: "b=c\nd", plain: "x=y" },
      summary: "# hello",
    });
    expect(result.annotations).toMatchObject([
      { level: "error", message: "opened", file: "a", line: 2, endLine: 2 },
    ]);
  });

  test("drops a summary over 1 MiB and complains of malformed outputs and unknown inputs", async () => {
    const script = `
      fs.writeFileSync(process.env.GITHUB_STEP_SUMMARY, "x".repeat(1024 * 1024 + 1));
      fs.writeFileSync(process.env.GITHUB_OUTPUT, "a<<E\\nb\\n");`;
    const { result } = await run(script, { inputs: { nonsense: "1" } });
    expect([result.summary, result.outputs]).toEqual(["", {}]);
    expect(result.runnerErrors.join("\n")).toMatch(
      /nonsense[\s\S]*delimiter not found[\s\S]*upload aborted/,
    );
  });

  test("can leave the event file out or fill it with something else", async () => {
    const script = "console.log(fs.existsSync(process.env.GITHUB_EVENT_PATH))";
    expect((await run(script, { eventFile: null })).result.stdout).toBe("false\n");
    const read = 'console.log(fs.readFileSync(process.env.GITHUB_EVENT_PATH, "utf8"))';
    expect((await run(read, { eventFile: "{broken" })).result.stdout).toBe("{broken\n");
  });

  test("ends a run that takes too long", async () => {
    await expect(run("setInterval(() => {}, 1000)", { timeout: 500 })).rejects.toThrow(
      "was ended by SIGKILL",
    );
  });

  test("knows the nodes to run on", () => {
    expect(nodeBinaries()[0]).toEqual({ version: process.version, path: process.execPath });
  });
});

describe("readLog", () => {
  test("unescapes as the runner does", () => {
    const { annotations } = readLog(
      "  ::warning file=a%2Cb%3Ac,line=3,endLine=4,col=1,title=t%25::one%0Atwo%250A%0D",
    );
    expect(annotations).toEqual([
      {
        level: "warning",
        message: "one\ntwo%0A\r",
        title: "t%",
        file: "a,b:c",
        line: 3,
        endLine: 4,
        column: null,
        endColumn: null,
      },
    ]);
  });

  test("keeps ten of a level and cuts messages", () => {
    const lines = Array.from({ length: 12 }, (_, index) => `::error::e${index}`);
    const log = [...lines, `::notice::${"n".repeat(5000)}`].join("\n");
    const { annotations, droppedAnnotations } = readLog(log);
    expect(annotations.map((annotation) => annotation.message.length)).toEqual([
      ...Array<number>(10).fill(2),
      4096,
    ]);
    expect(droppedAnnotations.map((annotation) => annotation.message)).toEqual(["e10", "e11"]);
  });

  test("obeys the old form anywhere in a line, unknown commands nowhere", () => {
    const { commands, plainLines } = readLog(
      "RUN x ##[error]boom\nx ::error::no\n::unknown::x\n::debug::y",
    );
    expect(commands.map(({ name, data, legacy }) => [name, data, legacy])).toEqual([
      ["error", "boom", true],
      ["debug", "y", false],
    ]);
    expect(plainLines).toEqual(["x ::error::no", "::unknown::x"]);
  });

  test("obeys nothing between stop-commands and its token, and knows the masks", () => {
    const { annotations, masks } = readLog(
      "::add-mask::s3cret\n::stop-commands::T\n::error::no\n::T::\n::error::yes",
    );
    expect(annotations.map((annotation) => annotation.message)).toEqual(["yes"]);
    expect(masks).toEqual(["s3cret"]);
  });
});

describe("readFileCommands", () => {
  test("a heredoc's value ends at the delimiter, whatever stands inside", () => {
    expect(readFileCommands("a<<X\nb<<Y\n\nX\nc=d<<e\n")).toEqual({ a: "b<<Y\n", c: "d<<e" });
    expect(readFileCommands("a<<X\nX\n")).toEqual({ a: "" });
    expect(() => readFileCommands("nonsense\n")).toThrow("Invalid format");
  });
});

describe("events", () => {
  test("carry what the event's payload carries", async () => {
    const { github } = await run("");
    const opened = pullRequestEvent(github, "synchronize", { before: "0".repeat(40) });
    expect(opened.payload).toMatchObject({
      action: "synchronize",
      number: 7,
      after: github.fixture.headSha,
    });
    expect(opened.sha).not.toBe(github.fixture.headSha);
    const target = pullRequestEvent(github, "opened", { name: "pull_request_target" });
    expect([target.name, target.sha]).toEqual(["pull_request_target", github.fixture.baseSha]);
    const group = mergeGroupEvent(github);
    expect(group.payload.pull_request).toBeUndefined();
    expect(group.payload.merge_group).toMatchObject({
      base_sha: github.fixture.baseSha,
      head_sha: group.sha,
    });
    const before = github.fixture.baseSha;
    github.fixture.commit("main", { files: { later: "1\n" } });
    expect(pushEvent(github, before)).toMatchObject({
      sha: github.fixture.baseSha,
      payload: { before },
    });
  });
});
