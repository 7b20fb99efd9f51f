import type { SelectedRule } from "./select-rules.ts";

/** Whether comments in a Dockerfile may silence findings. */
export type Suppressions = "allow" | "forbid";

/** How one Dockerfile is to be judged. */
export interface Policy {
  readonly rules: readonly SelectedRule[];
  readonly suppressions: Suppressions;
}

/** The policy for each file, by its path from the repository's root, with slashes. */
export type PolicyFor = (path: string) => Policy;
