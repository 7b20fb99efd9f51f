import { HttpError, notFound, validationFailed } from "../http-error.ts";
import { isJsonObject, type JsonObject } from "../json.ts";
import { checkRunJson } from "../resources.ts";
import type { CheckAnnotation, CheckRun } from "../state.ts";
import type { World } from "../world.ts";
import { type Routes, text } from "./route.ts";

/** Check runs. A later request adds its annotations to those that are there. */
export const CHECK_RUN_ROUTES: Routes = {
  "POST /repos/{owner}/{repo}/check-runs": (world, request) => {
    world.require(["checks", "write"]);
    const headSha = text(request.body, "head_sha");
    if (world.commit(headSha)?.sha !== headSha) {
      throw new HttpError(422, `No commit found for SHA: ${headSha}`);
    }
    const run: CheckRun = {
      id: world.state.nextId(),
      headSha,
      name: "",
      status: "queued",
      conclusion: null,
      detailsUrl: null,
      externalId: null,
      startedAt: world.now(),
      completedAt: null,
      title: null,
      summary: null,
      text: null,
      annotations: [],
    };
    change(world, run, request.body);
    world.state.checkRuns.push(run);
    return { status: 201, body: checkRunJson(world, run) };
  },

  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": (world, request) => {
    world.require(["checks", "read"]);
    const sha = world.commit(request.path.ref ?? "")?.sha;
    const name = request.query.get("check_name");
    const runs = world.state.checkRuns.filter(
      (run) => run.headSha === sha && (name === null || run.name === name),
    );
    const check_runs = runs.map((run) => checkRunJson(world, run));
    return { status: 200, body: { total_count: runs.length, check_runs } };
  },

  "GET /repos/{owner}/{repo}/check-runs/{check_run_id}": (world, request) => {
    world.require(["checks", "read"]);
    return { status: 200, body: checkRunJson(world, find(world, request.path.check_run_id)) };
  },

  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": (world, request) => {
    world.require(["checks", "write"]);
    const run = find(world, request.path.check_run_id);
    change(world, run, request.body);
    return { status: 200, body: checkRunJson(world, run) };
  },
};

function find(world: World, id: string | undefined): CheckRun {
  const run = world.state.checkRuns.find((item) => item.id === Number(id));
  if (run === undefined) {
    throw notFound();
  }
  return run;
}

/** Takes over what a request says; refuses before anything is changed. */
function change(world: World, run: CheckRun, body: JsonObject): void {
  const output = isJsonObject(body.output) ? body.output : {};
  const annotations = (output.annotations ?? []) as unknown as readonly CheckAnnotation[];
  requireTitle(world, text(output, "title"));
  if (annotations.length > world.limits.annotationsPerRequest) {
    throw invalidAnnotations(`more than ${world.limits.annotationsPerRequest} in one request`);
  }
  annotations.forEach((annotation) => requireAnnotation(world, annotation));
  const conclusion = text(body, "conclusion");
  const status = text(body, "status");
  if (conclusion === "" && (status === "completed" || body.completed_at !== undefined)) {
    throw validationFailed("CheckRun", "conclusion", "missing_field");
  }
  if (conclusion === "stale") {
    throw validationFailed("CheckRun", "conclusion", "invalid");
  }
  run.name = text(body, "name") || run.name;
  run.status = conclusion === "" ? status || run.status : "completed";
  if (conclusion !== "") {
    run.conclusion = conclusion;
    run.completedAt = text(body, "completed_at") || world.now();
  }
  run.detailsUrl = text(body, "details_url") || run.detailsUrl;
  run.externalId = text(body, "external_id") || run.externalId;
  run.startedAt = text(body, "started_at") || run.startedAt;
  run.title = text(output, "title") || run.title;
  run.summary = text(output, "summary") || run.summary;
  run.text = text(output, "text") || run.text;
  run.annotations.push(...annotations);
}

function requireTitle(world: World, title: string): void {
  if (title.length > world.limits.titleCharacters) {
    const limit = world.limits.titleCharacters;
    throw validationFailed("CheckRun", "title", "invalid", `is over ${limit} characters`);
  }
}

function requireAnnotation(world: World, annotation: CheckAnnotation): void {
  const { start_line: start, end_line: end, path, message, title = "" } = annotation;
  const details = annotation.raw_details ?? "";
  const { start_column: startColumn, end_column: endColumn } = annotation;
  if (path === "" || path.startsWith("/")) {
    throw invalidAnnotations("path must be a path from the repository's root");
  }
  if (start < 1 || end < start) {
    throw invalidAnnotations("lines must be 1 or more, the end not before the start");
  }
  if ((startColumn !== undefined || endColumn !== undefined) && start !== end) {
    throw invalidAnnotations("columns need start_line and end_line to be the same");
  }
  if (endColumn !== undefined && (startColumn ?? endColumn) > endColumn) {
    throw invalidAnnotations("end_column is before start_column");
  }
  if (message === "" || Buffer.byteLength(message) > world.limits.annotationBytes) {
    throw invalidAnnotations("message must have 1 byte to 64 KB");
  }
  if (title.length > world.limits.titleCharacters) {
    throw invalidAnnotations(`title is over ${world.limits.titleCharacters} characters`);
  }
  if (Buffer.byteLength(details) > world.limits.annotationBytes) {
    throw invalidAnnotations("raw_details is over 64 KB");
  }
}

function invalidAnnotations(message: string): HttpError {
  return validationFailed("CheckRun", "annotations", "invalid", message);
}
