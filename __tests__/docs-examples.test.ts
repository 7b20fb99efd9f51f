import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { allRules } from "../src/rules/all-rules.ts";
import { readSettingsFile } from "../src/settings/read-file.ts";

const root = path.resolve(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

interface Workflow {
  readonly on: unknown;
  readonly permissions?: unknown;
  readonly jobs: Readonly<
    Record<string, { readonly permissions?: unknown; readonly steps?: readonly Step[] }>
  >;
}

interface Action {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const action = parse(read("action.yml")) as Action;

/** A YAML block of a page, or a file. */
interface Example {
  readonly name: string;
  readonly text: string;
}

const pages = [
  "README.md",
  ...readdirSync(path.join(root, "docs")).map((file) => `docs/${file}`),
].filter((page) => page.endsWith(".md"));
const blocks = pages.flatMap((page): Example[] =>
  [...read(page).matchAll(/^ *```yaml\n([\s\S]*?)^ *```$/gm)].map((match, index) => ({
    name: `${page}, block ${index + 1}`,
    text: match[1] ?? "",
  })),
);
const files = readdirSync(path.join(root, ".github/workflows")).map((file): Example => {
  const name = `.github/workflows/${file}`;
  return { name, text: read(name) };
});

const isWorkflow = ({ text }: Example): boolean => /^jobs:/m.test(text);
const isHooks = ({ text }: Example): boolean => /^repos:/m.test(text);

/** Whether a step runs this action: from a release, a mirror, or this very repository. */
function isOwn(uses: string): boolean {
  return uses === "./" || /^[\w-]+\/dockerfile-review@v1$/.test(uses);
}

describe.each([...blocks.filter(isWorkflow), ...files])("the workflow of $name", ({ text }) => {
  const workflow = parse(text) as Workflow;
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps ?? []);

  test("has events, jobs and least permissions", () => {
    expect(workflow.on).toBeTruthy();
    expect(steps.length).toBeGreaterThan(0);
    for (const job of Object.values(workflow.jobs)) {
      expect(job.permissions ?? workflow.permissions).toBeDefined();
    }
  });

  test("uses this action by its inputs, and others by a full commit id with its version", () => {
    for (const { uses, with: inputs = {} } of steps) {
      if (uses === undefined) continue;
      if (isOwn(uses))
        expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs)));
      else
        expect(text).toMatch(
          new RegExp(`uses: ${uses.replace(/@.*/, "")}@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+\n`),
        );
    }
  });

  test("reads only outputs that there are", () => {
    const own = steps.filter(({ uses }) => uses !== undefined && isOwn(uses)).map(({ id }) => id);
    for (const [, id, output] of text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
      if (own.includes(id)) expect(Object.keys(action.outputs)).toContain(output);
    }
  });
});

const others = blocks.filter((example) => !isWorkflow(example));

describe.each(others.filter((example) => !isHooks(example)))(
  "the settings of $name",
  ({ text }) => {
    test("can be read", () => {
      expect(() => readSettingsFile("x.yml", text, allRules)).not.toThrow();
    });
  },
);

describe("hooks", () => {
  const hooks = parse(read(".pre-commit-hooks.yaml")) as {
    id: string;
    entry: string;
    files: string;
    exclude: string;
  }[];

  test("that the pages name are there", () => {
    const named = blocks.filter(isHooks).flatMap(({ text }) => {
      const { repos } = parse(text) as { repos: { hooks: { id: string }[] }[] };
      return repos.flatMap(({ hooks: used }) => used.map(({ id }) => id));
    });
    expect(named.length).toBeGreaterThan(0);
    expect(hooks.map(({ id }) => id)).toEqual(expect.arrayContaining(named));
  });

  test.each(["Dockerfile", "a/Dockerfile.dev", "web.dockerfile", "Containerfile", "a/dockerfile"])(
    "take %s",
    (file) => {
      for (const { files: pattern, exclude } of hooks) {
        expect(new RegExp(pattern).test(file) && !new RegExp(exclude).test(file)).toBe(true);
      }
    },
  );

  test.each(["Dockerfile.dockerignore", "README.md", "dockerfiles/x.txt", "Dockerfile.j2"])(
    "leave %s",
    (file) => {
      for (const { files: pattern, exclude } of hooks) {
        expect(new RegExp(pattern).test(file) && !new RegExp(exclude).test(file)).toBe(false);
      }
    },
  );
});
