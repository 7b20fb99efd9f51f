import { readFile } from "node:fs/promises";
import { ActionsRunner } from "./github/actions-runner.ts";
import { createClient } from "./github/client.ts";
import { GitHubAuditHost } from "./github/audit-host.ts";
import { readRepository, readReviewEvent, readWorkflowRunEvent } from "./github/event.ts";
import { GitHubFixHost } from "./github/fix-branch.ts";
import { GitHubFleet } from "./github/fleet-host.ts";
import { GitHubHost } from "./github/github-host.ts";
import { GitHubOrganisation } from "./github/organisation.ts";
import { GitHubPublishHost } from "./github/publish-host.ts";
import { runnerFetch } from "./github/runner-fetch.ts";
import { HostProblem, type Runner } from "./ports.ts";
import { allRules } from "./rules/all-rules.ts";
import { readFleetInputs, requireReports } from "./settings/fleet-inputs.ts";
import { inputsOf, readInputs, readToken } from "./settings/read-inputs.ts";
import { UserError } from "./settings/user-error.ts";
import { dayOf } from "./source/day.ts";
import { auditShare } from "./workflows/audit-share.ts";
import { auditRepository } from "./workflows/audit-repository.ts";
import { listRepositories } from "./workflows/list-repositories.ts";
import { mergeReports } from "./workflows/merge-reports.ts";
import { publishReview } from "./workflows/publish-review.ts";
import { reviewPullRequest } from "./workflows/review-pull-request.ts";
import { workflowFor } from "./workflows/workflow-for.ts";

/** The rules' pages when the action does not know its own version. */
const newestDocs = "https://github.com/dockerfile-review/dockerfile-review/blob/main/docs/rules";

/** The environment variables of a run. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs the action: reads its inputs and the event, reviews, and ends the run as failed when the review says so. Never
 * throws: everything that goes wrong is told to the runner.
 */
export async function runAction(
  environment: Environment,
  runner: Runner = new ActionsRunner(),
): Promise<void> {
  try {
    await run(environment, runner);
  } catch (error) {
    reportError(runner, error);
  }
}

async function run(environment: Environment, runner: Runner): Promise<void> {
  const read = inputsOf(environment);
  const inputs = readInputs(read);
  const token = readToken(read);
  const {
    GITHUB_EVENT_NAME: name = "",
    GITHUB_REPOSITORY: repository = "",
    GITHUB_SERVER_URL: serverUrl = "https://github.com",
    GITHUB_RUN_ID: runId,
  } = environment;
  const payload = await readPayload(environment);
  const workflow = workflowFor(name, inputs.mode);
  const warn = (message: string) => runner.warn(message);
  const client = createClient({
    token,
    apiUrl: environment.GITHUB_API_URL ?? "https://api.github.com",
    warn,
    debug: (message) => runner.debug(message),
    ...(await runnerFetch(environment)),
  });
  const common = {
    runner,
    inputs,
    rules: allRules,
    docsUrl: docsUrl(environment),
    today: dayOf(new Date()),
    runUrl: runId === undefined ? null : `${serverUrl}/${repository}/actions/runs/${runId}`,
  };
  const options = { serverUrl, warn };
  if (workflow === "publish") {
    const event = readWorkflowRunEvent(repository, payload);
    const host = new GitHubPublishHost(client, event, options);
    await publishReview({ ...common, host });
    return;
  }
  if (workflow === "review") {
    const event = readReviewEvent(name, repository, payload);
    await reviewPullRequest({ ...common, host: new GitHubHost(client, event, options) });
    return;
  }
  const own = readRepository(repository);
  const place = { repository: own, branch: branchOf(environment), serverUrl };
  const host = new GitHubAuditHost(client, place);
  const fleet = readFleetInputs(read);
  const { previousReport, repositories } = fleet;
  const organisation = fleet.organization === "" ? own.owner : fleet.organization;
  if (workflow === "list-repositories") {
    const lister = new GitHubOrganisation(client);
    const { filter, jobs } = fleet;
    await listRepositories({ ...common, host: lister, organisation, filter, jobs, previousReport });
  } else if (workflow === "merge-reports") {
    const reports = requireReports(fleet);
    const page = { serverUrl: serverUrl.replace(/\/+$/, ""), subject: organisation };
    await mergeReports({ ...common, ...page, issues: host, reports, previousReport });
  } else if (repositories.length > 0) {
    const fleetHost = new GitHubFleet(client, serverUrl);
    await auditShare({ ...common, host: fleetHost, own: host, repositories });
  } else {
    await auditRepository({ ...common, host, fixes: new GitHubFixHost(client, own) });
  }
}

/** The branch that the event is about; null when it is about none, and then the default branch is meant. */
function branchOf({ GITHUB_REF: reference = "" }: Environment): string | null {
  return reference.startsWith("refs/heads/") ? reference.slice("refs/heads/".length) : null;
}

/** The payload of the event that started the run. Throws UserError when its file cannot be read, naming the file and why. */
async function readPayload(environment: Environment): Promise<unknown> {
  const { GITHUB_EVENT_PATH: path } = environment;
  if (path === undefined || path === "") {
    throw new UserError(
      "GITHUB_EVENT_PATH is not set: this action runs inside GitHub Actions. " +
        "On your own machine use `npx dockerfile-review review`.",
    );
  }
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const reason = messageOf(cause);
    const remedy =
      "GITHUB_EVENT_PATH must name the JSON file with the event's payload, as GitHub Actions sets it.";
    throw new UserError(`The event file ${path} cannot be read: ${reason}. ${remedy}`, { cause });
  }
}

/** Where the rules' pages of the action's own version are. */
function docsUrl(environment: Environment): string {
  // Both are empty when the action is run from the work tree (`uses: ./`).
  const { GITHUB_ACTION_REPOSITORY: repository = "", GITHUB_ACTION_REF: version = "" } =
    environment;
  if (repository === "" || version === "") return newestDocs;
  return `https://github.com/${repository}/blob/${version}/docs/rules`;
}

function reportError(runner: Runner, error: unknown): void {
  if (error instanceof UserError || error instanceof HostProblem) {
    runner.fail(error.message);
    return;
  }
  const stack = isObject(error) && typeof error.stack === "string" ? error.stack : String(error);
  runner.debug(stack);
  runner.fail(
    `Internal error: ${messageOf(error)}. Run the job with debug logging to see where, and report it.`,
  );
}

/** What an error says; whatever else was thrown, as text. */
function messageOf(error: unknown): string {
  return isObject(error) && typeof error.message === "string" ? error.message : String(error);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
