import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { readFleetInputs } from "../../src/settings/fleet-inputs.ts";
import type { InputReader } from "../../src/settings/input-values.ts";
import { inputsOf, readInputs, readToken } from "../../src/settings/read-inputs.ts";
import { UserError } from "../../src/settings/user-error.ts";

interface ActionFile {
  readonly inputs: Readonly<Record<string, { description?: string; default?: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const action = parse(
  readFileSync(new URL("../../action.yml", import.meta.url), "utf8"),
) as ActionFile;

function inputs(values: Readonly<Record<string, string>> = {}): InputReader {
  return (name) => values[name] ?? "";
}

describe("action.yml and the code", () => {
  test("every input that is read is described, and every described one is read", () => {
    const read = new Set<string>();
    const recording: InputReader = (name) => {
      read.add(name);
      return name === "token" ? "t" : "";
    };
    readInputs(recording);
    readFleetInputs(recording);
    readToken(recording);
    expect([...read].sort()).toEqual(Object.keys(action.inputs).sort());
    for (const input of Object.values(action.inputs)) expect(input.description).toMatch(/\w.*\.$/s);
  });

  test("the defaults of action.yml are those of the code", () => {
    const defaults: InputReader = (name) => action.inputs[name]?.default ?? "";
    expect(readInputs(defaults)).toEqual(readInputs(inputs()));
    expect(readFleetInputs(defaults)).toEqual(readFleetInputs(inputs()));
    expect(action.inputs.token?.default).toBe("${{ github.token }}");
  });
});

describe("inputs", () => {
  test("without inputs", () => {
    expect(readInputs(inputs())).toEqual({
      mode: "auto",
      config: null,
      preset: null,
      rules: [],
      ignore: [],
      failOn: null,
      scope: null,
      checkRun: "auto",
      report: "",
      comment: true,
      suggestions: true,
      annotations: true,
      issue: true,
      fixPullRequest: false,
      maxComments: 20,
      paths: null,
      exclude: null,
    });
  });

  test("lists take commas, blanks, lines and comments", () => {
    const settings = readInputs(
      inputs({ rules: "DL3007, root-user\n  missing-user # why\n\n# none\n", ignore: "a,,b" }),
    );
    expect(settings.rules).toEqual(["DL3007", "root-user", "missing-user"]);
    expect(settings.ignore).toEqual(["a", "b"]);
  });

  test("globs keep the commas inside their braces, and blanks", () => {
    const { paths, exclude } = readInputs(
      inputs({ paths: "docker/{a,b}.txt, **/Dockerfile\r\nmy images/*", exclude: "!" }),
    );
    expect(paths).toEqual(["docker/{a,b}.txt", "**/Dockerfile", "my images/*"]);
    expect(exclude).toBeNull();
  });

  test("case and surrounding blanks do not matter", () => {
    const { preset, comment, failOn } = readInputs(
      inputs({ preset: " Strict ", comment: "FALSE", "fail-on": "Never" }),
    );
    expect([preset, comment, failOn]).toEqual(["strict", false, "never"]);
  });

  test.each([
    ["mode", "reveiw", /`mode` is "reveiw".*auto, review.*Did you mean "review"/],
    ["preset", "recomended", /`preset` is "recomended".*strict.*Did you mean "recommended"/],
    ["fail-on", "errors", /`fail-on` is "errors".*warning, info, never.*Did you mean "error"/],
    [
      "fail-on",
      "sometimes",
      /`fail-on` is "sometimes"\. Allowed are error, warning, info, never\.$/,
    ],
    ["comment", "yes", /`comment` is "yes".*true and false/],
    ["suggestions", "flase", /`suggestions` is "flase".*Did you mean "false"/],
    ["annotations", "1", /`annotations` is "1"/],
    ["max-comments", "-1", /`max-comments` is "-1".*0 to 30/],
    ["max-comments", "31", /`max-comments` is "31".*0 to 30/],
    ["max-comments", "2.5", /`max-comments` is "2.5"/],
  ])("%s: %s is refused", (name, value, message) => {
    const read = () => readInputs(inputs({ [name]: value }));
    expect(read).toThrow(UserError);
    expect(read).toThrow(message);
  });

  test("the limits of max-comments themselves are allowed", () => {
    expect(readInputs(inputs({ "max-comments": "0" })).maxComments).toBe(0);
    expect(readInputs(inputs({ "max-comments": "30" })).maxComments).toBe(30);
  });
});

describe("token", () => {
  test("is trimmed", () => {
    expect(readToken(inputs({ token: " abc\n" }))).toBe("abc");
  });

  test.each(["", "  \n"])("missing (%j): the error says how to give one", (token) => {
    const read = () => readToken(inputs({ token }));
    expect(read).toThrow(UserError);
    expect(read).toThrow(/`token` is empty.*\$\{\{ github\.token \}\}.*pull-requests: write/);
  });
});

test("inputs are read from the environment as the runner sets them", () => {
  const read = inputsOf({ "INPUT_FAIL-ON": "info" });
  expect(read("fail-on")).toBe("info");
  expect(read("preset")).toBe("");
});
