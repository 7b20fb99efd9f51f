import { buildCommands } from "./build-commands.ts";
import { resolveInside } from "./context-root.ts";
import type { DeclaredBuild } from "./declared-build.ts";
import { fillIn, matrixRows, type Values } from "./workflow-expressions.ts";
import { entriesOf, itemsOf, parseYaml, textOf, valueAt } from "./yaml-values.ts";

/**
 * The image builds of a GitHub Actions workflow: steps of docker/build-push-action, and `docker build` in run steps. They
 * begin at the repository's root, so jobs that check it out elsewhere are passed over.
 */
export function workflowBuilds(text: string): readonly DeclaredBuild[] {
  // Most workflows build no image, and reading YAML takes its time.
  if (!/build-push-action|\b(?:docker|podman|buildah|nerdctl)\b[^\n]*\b(?:build|bud)\b/.test(text))
    return [];
  const workflow = parseYaml(text);
  return entriesOf(valueAt(workflow, "jobs")).flatMap(([, job]) => {
    const steps = itemsOf(valueAt(job, "steps"));
    if (steps.some(checksOutElsewhere)) return [];
    const builds = matrixRows(valueAt(valueAt(job, "strategy"), "matrix")).flatMap((row) =>
      steps.flatMap((step) => stepBuilds(workflow, job, step, row)),
    );
    return [...new Map(builds.map((build) => [JSON.stringify(build), build])).values()];
  });
}

function checksOutElsewhere(step: unknown): boolean {
  const options = valueAt(step, "with");
  const isCheckout = textOf(valueAt(step, "uses"))?.startsWith("actions/checkout@") === true;
  return isCheckout && ["path", "repository"].some((name) => valueAt(options, name) !== undefined);
}

function stepBuilds(workflow: unknown, job: unknown, step: unknown, row: Values): DeclaredBuild[] {
  const values = new Map(row);
  for (const place of [workflow, job, step]) {
    for (const [name, value] of entriesOf(valueAt(place, "env"))) {
      const known = fillIn(textOf(value), values);
      if (known !== null) values.set(`env.${name}`, known);
    }
  }
  const uses = textOf(valueAt(step, "uses")) ?? "";
  if (uses.startsWith("docker/build-push-action@")) {
    return actionBuild(valueAt(step, "with"), values);
  }
  const script = fillIn(textOf(valueAt(step, "run")), values, "keep");
  if (script === null) return [];
  const directory = workingDirectory(workflow, job, step);
  const start = resolveInside("", fillIn(directory, values) ?? "$");
  return start === null ? [] : buildCommands(script, start, values);
}

function workingDirectory(workflow: unknown, job: unknown, step: unknown): string {
  const defaults = [job, workflow].map((place) => valueAt(valueAt(place, "defaults"), "run"));
  const places = [step, ...defaults].map((place) => textOf(valueAt(place, "working-directory")));
  return places.find((place) => place !== null) ?? ".";
}

/** A step of docker/build-push-action; without a `context` it builds the commit, from the repository's root. */
function actionBuild(options: unknown, values: Values): DeclaredBuild[] {
  const written = textOf(valueAt(options, "context")) ?? ".";
  const place = fillIn(written, values)?.replace(/^\{\{defaultContext\}\}:?/, "./") ?? "$";
  const context = place.includes("://") ? null : resolveInside("", place);
  if (context === null) return [];
  const file = textOf(valueAt(options, "file"));
  const dockerfile =
    file === null
      ? resolveInside(context, "Dockerfile")
      : resolveInside("", fillIn(file, values) ?? "$");
  if (dockerfile === null) return [];
  const others = textOf(valueAt(options, "build-contexts"))?.split(/[\n,]/) ?? [];
  const namedContexts = others.map((one) => one.split("=", 1)[0]?.trim() ?? "").filter(Boolean);
  return [{ dockerfile, context, namedContexts }];
}
