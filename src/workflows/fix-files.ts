import { fixDockerfile, type FixResult } from "../lint/fix-dockerfile.ts";
import type { SelectedRule } from "../lint/select-rules.ts";
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
  rules: readonly SelectedRule[],
  safety: FixSafety,
): Generator<FixOutcome> {
  for (const file of localDockerfiles(host, paths)) {
    if (file.kind === "unread") yield file;
    else yield { ...file, result: fixDockerfile(file, rules, safety) };
  }
}
