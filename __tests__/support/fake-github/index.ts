export {
  branchEvent,
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  workflowRunEvent,
} from "./events.ts";
export type { PullRequestAction, WorkflowEvent } from "./events.ts";
export { FakeGitHub } from "./fake-github.ts";
export type { FakeGitHubOptions, RecordedRequest } from "./options.ts";
export type { Fault, FaultKind } from "./faults.ts";
export { GITHUB_LIMITS } from "./limits.ts";
export type { Limits } from "./limits.ts";
export { ACTIONS_BOT, AUTHOR, REVIEWER } from "./state.ts";
export type {
  Account,
  CheckRun,
  Issue,
  IssueComment,
  MadePull,
  Review,
  ReviewComment,
  State,
} from "./state.ts";
export type { SuggestionLineEnds } from "./suggestions.ts";
export { READ_ONLY_PERMISSIONS, REVIEW_PERMISSIONS } from "./world.ts";
export type { MemberSettings, Permissions, PullRequestSettings } from "./world.ts";
