import type { Mode } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";

/**
 * What a run does: review a change, publish the review of another run, audit a branch, or begin and end an audit of many
 * repositories.
 */
export type Workflow = Exclude<Mode, "auto">;

/** What each event that is known means when the mode is `auto`. */
const workflows: Readonly<Record<string, Workflow>> = {
  pull_request: "review",
  pull_request_target: "review",
  merge_group: "review",
  push: "audit",
  schedule: "audit",
  workflow_dispatch: "audit",
  workflow_run: "publish",
};

/** The events that a workflow can be told to run on. */
const events: Readonly<Record<Workflow, readonly string[]>> = {
  review: ["pull_request", "pull_request_target", "merge_group", "push"],
  publish: ["workflow_run"],
  audit: Object.keys(workflows),
  "list-repositories": Object.keys(workflows),
  "merge-reports": Object.keys(workflows),
};

/**
 * What to do on an event.
 * @param event its name, as in `GITHUB_EVENT_NAME`
 * @throws UserError for an event that is not known, and for one that has nothing for the mode
 */
export function workflowFor(event: string, mode: Mode): Workflow {
  const meant = Object.hasOwn(workflows, event) ? workflows[event] : undefined;
  if (meant === undefined) {
    throw new UserError(
      `${nameOf(event)}, on which this action has nothing to do. Run it on: ${Object.keys(workflows).join(", ")}. ` +
        "Outside of GitHub Actions use the command line: `npx dockerfile-review review`.",
    );
  }
  if (mode === "auto") return meant;
  if (events[mode].includes(event)) return mode;
  const missing = mode === "review" ? "no change to review" : "no report to publish";
  throw new UserError(
    `${nameOf(event)}, which has ${missing}. With \`mode: ${mode}\` run this action on: ${events[mode].join(", ")}.`,
  );
}

function nameOf(event: string): string {
  return event === "" ? "No event is named" : `The event is \`${event}\``;
}
