import { fixDockerfile, type FixResult } from "../lint/fix-dockerfile.ts";
import type { PolicyFor } from "../lint/policy.ts";
import type { FixSafety } from "../rules/rule.ts";
import { localDockerfiles, type LocalDockerfile, type LocalSource } from "./local-dockerfiles.ts";

/** What became of one path: its fixes, or why it was not read. Nothing has been written yet. */
export type FixOutcome =
  | (Extract<LocalDockerfile, { kind: "file" }> & { readonly result: FixResult })
  | Extract<LocalDockerfile, { kind: "unread" }>;

/** Fixes the Dockerfiles that paths mean, one at a time. */
export function* fixFiles(
  host: LocalSource,
  paths: readonly string[],
  policyFor: PolicyFor,
  safety: FixSafety,
): Generator<FixOutcome> {
  for (const file of localDockerfiles(host, paths)) {
    if (file.kind === "unread") yield file;
    else {
      const { rules, suppressions } = policyFor(file.path);
      yield { ...file, result: fixDockerfile({ ...file, suppressions }, rules, safety) };
    }
  }
}
