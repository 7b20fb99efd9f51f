import { describe, expect, test } from "@jest/globals";
import { UserError } from "../../src/settings/user-error.ts";
import { workflowFor } from "../../src/workflows/workflow-for.ts";

describe("workflowFor", () => {
  test.each([
    ["pull_request", "review"],
    ["pull_request_target", "review"],
    ["merge_group", "review"],
    ["push", "audit"],
    ["schedule", "audit"],
    ["workflow_dispatch", "audit"],
    ["workflow_run", "publish"],
  ])("%s is for %s", (event, workflow) => {
    expect(workflowFor(event, "auto")).toBe(workflow);
  });

  test("a push can be reviewed as well", () => {
    expect(workflowFor("push", "review")).toBe("review");
  });

  test.each(["list-repositories", "merge-reports"] as const)("%s runs on a schedule", (mode) => {
    expect(workflowFor("schedule", mode)).toBe(mode);
    expect(() => workflowFor("release", mode)).toThrow(UserError);
  });

  test.each(["issue_comment", "release", "constructor", "toString"])(
    "%s is for nothing",
    (event) => {
      expect(() => workflowFor(event, "auto")).toThrow(UserError);
      expect(() => workflowFor(event, "review")).toThrow(
        `The event is \`${event}\`, on which this action has nothing to do. Run it on: pull_request, `,
      );
    },
  );

  test("no event at all", () => {
    expect(() => workflowFor("", "auto")).toThrow(/^No event is named/);
  });

  test.each([
    [
      "schedule",
      "review",
      "no change to review. With `mode: review` run this action on: pull_request",
    ],
    [
      "pull_request",
      "publish",
      "no report to publish. With `mode: publish` run this action on: workflow_run.",
    ],
  ] as const)("%s has nothing for %s", (event, mode, message) => {
    expect(() => workflowFor(event, mode)).toThrow(message);
  });
});
