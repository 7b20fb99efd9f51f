import { posix } from "node:path";
import type { BuildContext } from "../context/build-context.ts";
import { overlayContext } from "../context/overlay-context.ts";
import { fixDockerfile, type FixResult } from "../lint/fix-dockerfile.ts";
import type { PolicyFor } from "../lint/policy.ts";
import type { FixSafety } from "../rules/rule.ts";
import { localDockerfiles, type LocalDockerfile, type LocalSource } from "./local-dockerfiles.ts";

/** What became of one path: its fixes, or why it was not read. Nothing has been written yet. */
export type FixOutcome =
  | (Extract<LocalDockerfile, { kind: "file" }> & { readonly result: FixResult })
  | Extract<LocalDockerfile, { kind: "unread" }>;

/**
 * Fixes the Dockerfiles that paths mean, one at a time. What the fixes of one write beside it is there for the next.
 */
export function* fixFiles(
  host: LocalSource,
  paths: readonly string[],
  policyFor: PolicyFor,
  safety: FixSafety,
): Generator<FixOutcome> {
  const written = new Map<string, string>();
  for (const file of localDockerfiles(host, paths)) {
    if (file.kind === "unread") {
      yield file;
      continue;
    }
    const files = written.size === 0 ? [] : filesBelow(file.buildContext, written);
    const buildContext = overlayContext(file.buildContext, files);
    const { rules, suppressions } = policyFor(file.path);
    const result = fixDockerfile({ ...file, buildContext, suppressions }, rules, safety);
    for (const { path, text } of result.files) {
      written.set(posix.join(buildContext.root ?? "", path), text);
    }
    yield { ...file, result };
  }
}

/** Those of the written files that lie in a build context, with their paths in it. */
function filesBelow(
  { root }: BuildContext,
  written: ReadonlyMap<string, string>,
): { path: string; text: string }[] {
  if (root == null) return [];
  return [...written].flatMap(([path, text]) => {
    const inside = posix.relative(root, path);
    return inside.startsWith("../") ? [] : [{ path: inside, text }];
  });
}
