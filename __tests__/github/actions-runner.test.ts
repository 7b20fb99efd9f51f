import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { ActionsRunner, withoutCommands } from "../../src/github/actions-runner.ts";
import { DeliveryProblem } from "../../src/ports.ts";

let directory: string;
let printed: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "runner-"));
  printed = "";
  jest.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(directory, { recursive: true });
  delete process.env.GITHUB_STEP_SUMMARY;
  delete process.env.GITHUB_OUTPUT;
  process.exitCode = undefined;
});

/** The lines that the runner would obey. */
function commands(): string[] {
  return printed.split(/[\r\n]+/).filter((line) => /^\s*::|##\[/.test(line));
}

describe("log lines", () => {
  test.each([
    "::error::forged",
    "  ::set-output name=x::y",
    "text\n::add-mask::x",
    "text\r::stop-commands::x",
    "text\u2028::stop-commands::x",
    "a ##[error]b",
    "###[group]x",
  ])("%j is no command", (text) => {
    new ActionsRunner().info(text);
    expect(printed).not.toBe("");
    expect(commands()).toEqual([]);
  });

  test("harmless text stays as it is", () => {
    expect(withoutCommands("a::b\n  c: d\n# [x]")).toBe("a::b\n  c: d\n# [x]");
  });
});

describe("commands", () => {
  test("an annotation cannot break out of its command", () => {
    new ActionsRunner().annotate({
      level: "error",
      path: "a,line=1::x\nDockerfile",
      startLine: 2,
      endLine: 3,
      startColumn: 4,
      endColumn: 5,
      title: "t:,\n::error::x",
      message: "m\n::error::y%",
    });
    const [line, ...rest] = printed.trimEnd().split("\n");
    expect(rest).toEqual([]);
    expect(line).toBe(
      "::error title=t%3A%2C%0A%3A%3Aerror%3A%3Ax,file=a%2Cline=1%3A%3Ax%0ADockerfile,line=2,endLine=3::m%0A::error::y%25",
    );
  });

  test("columns are given when the annotation covers one line", () => {
    const place = { path: "D", startLine: 2, endLine: 2, startColumn: 4, endColumn: 5 };
    new ActionsRunner().annotate({ ...place, level: "warning", title: "t", message: "m" });
    expect(printed).toBe("::warning title=t,file=D,line=2,endLine=2,col=4,endColumn=5::m\n");
    printed = "";
    new ActionsRunner().annotate({
      path: "D",
      startLine: 1,
      endLine: 1,
      level: "notice",
      title: "t",
      message: "m",
    });
    expect(printed).toBe("::notice title=t,file=D,line=1,endLine=1::m\n");
  });

  test("a failure sets the exit code", () => {
    new ActionsRunner().fail("bad\n::x::");
    expect(process.exitCode).toBe(1);
    expect(printed).toBe("::error::bad%0A::x::\n");
  });
});

describe("files", () => {
  test("an output with a line break in its value stays one output", () => {
    const file = path.join(directory, "output");
    writeFileSync(file, "");
    process.env.GITHUB_OUTPUT = file;
    new ActionsRunner().setOutput("score", "1\nverdict=pass");
    expect(readFileSync(file, "utf8")).toMatch(
      /^score<<(ghadelimiter_[^\n]+)\n1\nverdict=pass\n\1\n$/,
    );
  });

  test("the job summary replaces what was written before", async () => {
    const file = path.join(directory, "summary");
    writeFileSync(file, "earlier");
    process.env.GITHUB_STEP_SUMMARY = file;
    const runner = new ActionsRunner();
    await runner.writeSummary("one");
    await runner.writeSummary("two");
    expect(readFileSync(file, "utf8")).toBe("two\n");
  });

  test("a job summary that cannot be written is a DeliveryProblem", async () => {
    process.env.GITHUB_STEP_SUMMARY = path.join(directory, "missing");
    const attempt = new ActionsRunner().writeSummary("x");
    await expect(attempt).rejects.toThrow(DeliveryProblem);
    await expect(attempt).rejects.toMatchObject({
      what: "the job summary",
      missingPermission: null,
    });
  });
});

describe("JSON files", () => {
  test("are found in a directory and below it, or by a glob, without following links", async () => {
    for (const name of ["b/fleet.json", "a/fleet.json", "a/page.html", "top.json"]) {
      mkdirSync(path.join(directory, "reports", path.dirname(name)), { recursive: true });
      writeFileSync(path.join(directory, "reports", name), "{}");
    }
    symlinkSync(directory, path.join(directory, "reports/loop"));
    symlinkSync(
      path.join(directory, "reports/top.json"),
      path.join(directory, "reports/link.json"),
    );
    const found = async (place: string) => {
      const paths = await new ActionsRunner().findJsonFiles(path.join(directory, place));
      return paths.map((one) => path.relative(directory, one));
    };
    const below = ["reports/a/fleet.json", "reports/b/fleet.json"];
    expect(await found("reports")).toEqual([...below, "reports/top.json"]);
    expect(await found("reports/*/*.json")).toEqual(below);
    expect(await found("reports/{a,c}/**")).toEqual(["reports/a/fleet.json"]);
    expect(await found("nowhere")).toEqual([]);
  });
});
