import type { Span } from "../../source/span.ts";
import type { PackageCall, PackageSpec } from "../model.ts";

/** A package whose version the shell takes for redirections, because no quotes keep it together: `torch>=1.7,<2`. */
export interface RedirectedVersion {
  /** The package, as the manager gets it: without a version. */
  readonly spec: PackageSpec;
  /** The first and the last character of what was meant to be one word. */
  readonly span: Span;
  /** The names of the files that are read from; those that do not exist make the shell give up. */
  readonly reads: readonly string[];
  /** The names of the files that are written. */
  readonly writes: readonly string[];
}

/** What stands behind the operator of a version, and is no usual name of a file: `=1.7.1`, `=$VERSION`, `2`, `1.20,`. */
const versionText = /^(?:=.+|\d[\w.*+,-]*)$/;

/** The packages of an install call whose version is read as a redirection, in order. */
export function redirectedVersions({
  action,
  packages,
  command,
}: PackageCall): readonly RedirectedVersion[] {
  if (action !== "install" || command.redirects.length === 0) return [];
  return packages.flatMap((spec) => redirectedVersion(spec, command.redirects) ?? []);
}

function redirectedVersion(
  spec: PackageSpec,
  redirects: PackageCall["command"]["redirects"],
): RedirectedVersion | null {
  const reads: string[] = [];
  const writes: string[] = [];
  let { end } = spec.span;
  for (const { operator, target, span } of redirects) {
    const file = target?.value ?? target?.text ?? "";
    if (span.start !== end || !versionText.test(file)) continue;
    if (operator === "<") reads.push(file);
    else if (operator === ">") writes.push(file);
    else continue;
    ({ end } = span);
  }
  if (end === spec.span.end) return null;
  return { spec, span: { start: spec.span.start, end }, reads, writes };
}
