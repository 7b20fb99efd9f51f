// Cuts GitHub's OpenAPI description down to the operations that the tests' stand-in for GitHub serves.
//
//   node scripts/build-openapi-subset.mjs <api.github.com.json>
//
// The description is the file `api.github.com.json` of the npm package `@octokit/openapi` (MIT). The result is committed, so that
// tests need no download: __tests__/support/fake-github/openapi.json. Run it again when the stand-in learns another operation.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const TARGET = fileURLToPath(
  new URL("../__tests__/support/fake-github/openapi.json", import.meta.url),
);

const OPERATIONS = {
  "/orgs/{org}/repos": ["get"],
  "/rate_limit": ["get"],
  "/user": ["get"],
  "/repos/{owner}/{repo}": ["get"],
  "/repos/{owner}/{repo}/check-runs": ["post"],
  "/repos/{owner}/{repo}/check-runs/{check_run_id}": ["get", "patch"],
  "/repos/{owner}/{repo}/commits/{ref}": ["get"],
  "/repos/{owner}/{repo}/commits/{ref}/check-runs": ["get"],
  "/repos/{owner}/{repo}/compare/{basehead}": ["get"],
  "/repos/{owner}/{repo}/contents/{path}": ["get"],
  "/repos/{owner}/{repo}/git/blobs/{file_sha}": ["get"],
  "/repos/{owner}/{repo}/git/commits": ["post"],
  "/repos/{owner}/{repo}/git/ref/{ref}": ["get"],
  "/repos/{owner}/{repo}/git/refs": ["post"],
  "/repos/{owner}/{repo}/git/refs/{ref}": ["patch", "delete"],
  "/repos/{owner}/{repo}/git/trees": ["post"],
  "/repos/{owner}/{repo}/git/trees/{tree_sha}": ["get"],
  "/repos/{owner}/{repo}/issues": ["get", "post"],
  "/repos/{owner}/{repo}/issues/{issue_number}": ["get", "patch"],
  "/repos/{owner}/{repo}/issues/comments/{comment_id}": ["get", "patch", "delete"],
  "/repos/{owner}/{repo}/issues/{issue_number}/comments": ["get", "post"],
  "/repos/{owner}/{repo}/labels": ["post"],
  "/repos/{owner}/{repo}/pulls": ["get", "post"],
  "/repos/{owner}/{repo}/pulls/comments/{comment_id}": ["get", "patch", "delete"],
  "/repos/{owner}/{repo}/pulls/{pull_number}": ["get", "patch"],
  "/repos/{owner}/{repo}/pulls/{pull_number}/comments": ["get"],
  "/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies": ["post"],
  "/repos/{owner}/{repo}/pulls/{pull_number}/files": ["get"],
  "/repos/{owner}/{repo}/pulls/{pull_number}/reviews": ["get", "post"],
};

/** Schemas that no operation names but every error answers with. */
const EXTRA_REFERENCES = ["#/components/schemas/basic-error"];

/** Words for people: dropped wherever they are keywords, kept where they are names of properties. */
const PROSE = new Set([
  "description",
  "example",
  "examples",
  "summary",
  "title",
  "externalDocs",
  "tags",
]);

/** Where GitHub's answers differ from its description; each was seen in public reports of the API's answers. */
const CORRECTIONS = [
  {
    note: "line and position of an outdated review comment are null",
    apply(document) {
      const { properties } = document.components.schemas["pull-request-review-comment"];
      properties.line.nullable = true;
      properties.position.nullable = true;
    },
  },
  {
    note: "head.repo of a pull request is null when the fork was deleted",
    apply(document) {
      document.components.schemas["pull-request"].properties.head.properties.repo.nullable = true;
    },
  },
];

/** Maps from names to schemas: their keys are not keywords. */
const NAME_MAPS = new Set([
  "properties",
  "patternProperties",
  "schemas",
  "responses",
  "parameters",
  "headers",
  "content",
]);

function withoutProse(value, keysAreNames = false) {
  if (Array.isArray(value)) {
    return value.map((item) => withoutProse(item));
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  const kept = {};
  for (const [key, child] of Object.entries(value)) {
    const isKeyword = !keysAreNames;
    if (isKeyword && (PROSE.has(key) || (key.startsWith("x-") && key !== "x-multi-segment"))) {
      continue;
    }
    kept[key] = withoutProse(child, isKeyword && NAME_MAPS.has(key) && !Array.isArray(child));
  }
  return kept;
}

function references(value, found = []) {
  if (Array.isArray(value)) {
    value.forEach((item) => references(item, found));
  } else if (value !== null && typeof value === "object") {
    for (const [key, child] of Object.entries(value)) {
      if (key === "$ref" && typeof child === "string") {
        found.push(child);
      } else {
        references(child, found);
      }
    }
  }
  return found;
}

function lookUp(document, reference) {
  const parts = reference.slice(2).split("/");
  const value = parts.reduce((at, part) => at?.[part], document);
  if (value === undefined) {
    throw new Error(`the description has no ${reference}`);
  }
  return [parts, value];
}

function subset(description) {
  const result = {
    openapi: description.openapi,
    info: {
      title: "A part of GitHub's REST API description, for tests",
      version: description.info.version,
      license: description.info.license,
      "x-source":
        "npm package @octokit/openapi, generated/api.github.com.json; descriptions and examples removed",
      "x-corrections": CORRECTIONS.map((correction) => correction.note),
    },
    paths: {},
    components: {},
  };
  for (const [path, methods] of Object.entries(OPERATIONS)) {
    result.paths[path] = {};
    for (const method of methods) {
      const operation = description.paths[path]?.[method];
      if (operation === undefined) {
        throw new Error(`the description has no ${method.toUpperCase()} ${path}`);
      }
      result.paths[path][method] = withoutProse(operation);
    }
  }
  const waiting = [...references(result.paths), ...EXTRA_REFERENCES];
  const done = new Set();
  for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
    if (done.has(reference)) {
      continue;
    }
    done.add(reference);
    const [[, kind, name], value] = lookUp(description, reference);
    const kept = withoutProse(value);
    result.components[kind] ??= {};
    result.components[kind][name] = kept;
    waiting.push(...references(kept));
  }
  CORRECTIONS.forEach((correction) => correction.apply(result));
  return result;
}

const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error("usage: node scripts/build-openapi-subset.mjs <api.github.com.json>");
  process.exitCode = 2;
} else {
  const text = `${JSON.stringify(subset(JSON.parse(readFileSync(source, "utf8"))))}\n`;
  writeFileSync(TARGET, text);
  console.log(`${TARGET}: ${Math.round(text.length / 1024)} KB`);
}
