import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { version as productVersion } from "../src/report/product.ts";
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
const { version } = JSON.parse(read("package.json")) as { version: string };
const [major = ""] = version.split(".");

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
  return uses === "./" || new RegExp(`^[\\w-]+/dockerfile-review@v${major}$`).test(uses);
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

describe("the version of the package", () => {
  test("is the one that the program and the changelog tell", () => {
    expect(productVersion).toBe(version);
    expect(/^## (\d+\.\d+\.\d+)/m.exec(read("CHANGELOG.md"))?.[1]).toBe(version);
    const { packages } = JSON.parse(read("package-lock.json")) as {
      packages: Record<string, { version: string }>;
    };
    expect(packages[""]?.version).toBe(version);
  });

  test("is of the major version that the pages use", () => {
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/dockerfile-review@v([\d.]+)|^ +rev: v([\d.]+)$/gm)].map(
        ([, tag, rev]) => tag ?? rev?.split(".")[0],
      ),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(new Set(named)).toEqual(new Set([major]));
  });
});
