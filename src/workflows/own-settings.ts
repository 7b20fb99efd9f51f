import type { PolicyFor } from "../lint/policy.ts";
import type { FileContent, TreeListing } from "../ports.ts";
import { parseBaseline, usualBaseline, type Baseline } from "../settings/baseline.ts";
import { settingsPaths } from "../settings/read-file.ts";
import { UserError } from "../settings/user-error.ts";
import type { PathKind } from "./find-dockerfiles.ts";
import type { FoundSettings } from "./load-settings.ts";
import { dockerfilesOf, type BranchHost } from "./read-branch.ts";

/** Characters of a message on somebody's settings file, which may be anything. */
const longestMessage = 1000;

/** How the files of a repository are judged. */
export interface FleetJudging {
  readonly policyFor: PolicyFor;
  /** What a path is taken for. */
  readonly kindOf: (path: string) => PathKind;
}

/** What a repository of an organisation says itself of how it is judged. */
export interface OwnSettings {
  /** How its files are judged, by its own settings over the central ones. */
  readonly judging: FleetJudging;
  /** The path of the settings file that holds; null when there is none. */
  readonly path: string | null;
  readonly baseline: Baseline;
  /** What does not hold, in plain words. */
  readonly problems: readonly string[];
  /** Files that were read along. */
  readonly known: ReadonlyMap<string, FileContent>;
}

/** How files are judged by a repository's settings file. Throws UserError for what is wrong in it. */
export type JudgingBy = (found: FoundSettings) => FleetJudging & { baseline: string | null };

/**
 * Reads the settings and the baseline of a repository of which the tree is known. They come in one request with the Dockerfiles that
 * the central settings look for, so that they cost none. What is wrong in them is a problem of that repository only.
 */
export async function readOwnSettings(
  host: BranchHost,
  sha: string,
  tree: TreeListing,
  central: FleetJudging,
  judgingBy: JudgingBy,
): Promise<OwnSettings> {
  const there = new Set([...tree.files, ...tree.others]);
  const candidates = [...settingsPaths, usualBaseline];
  // What a cut listing leaves out may exist all the same.
  const wanted = tree.note === null ? candidates.filter((path) => there.has(path)) : candidates;
  if (wanted.length === 0) {
    return { judging: central, path: null, baseline: [], problems: [], known: new Map() };
  }
  const known = await host.readFiles(sha, [...wanted, ...dockerfilesOf(tree, central.kindOf)]);
  const problems: string[] = [];
  const own = ownJudging(known, judgingBy, problems);
  const path = own?.judging.baseline ?? null;
  const baseline = await readBaseline(host, sha, known, path, problems);
  return {
    judging: own?.judging ?? central,
    path: own?.path ?? null,
    baseline,
    problems,
    known,
  };
}

function ownJudging(
  known: ReadonlyMap<string, FileContent>,
  judgingBy: JudgingBy,
  problems: string[],
) {
  const path = settingsPaths.find((one) => (known.get(one)?.kind ?? "missing") !== "missing");
  const content = path === undefined ? undefined : known.get(path);
  if (path === undefined || content === undefined || content.kind === "missing") return null;
  if (content.kind === "unreadable") {
    problems.push(`Its settings file \`${path}\` ${content.reason}, and does not count.`);
    return null;
  }
  try {
    return { path, judging: judgingBy({ path, text: content.text }) };
  } catch (error) {
    problems.push(`Its own settings do not count. ${messageOf(error)}`);
    return null;
  }
}

/** @param configured the path that the own settings name; null means the usual place, where there need be none */
async function readBaseline(
  host: BranchHost,
  sha: string,
  known: ReadonlyMap<string, FileContent>,
  configured: string | null,
  problems: string[],
): Promise<Baseline> {
  const path = configured ?? usualBaseline;
  const content =
    known.get(path) ??
    (configured === null ? undefined : (await host.readFiles(sha, [path])).get(path));
  if (content?.kind === "text") {
    try {
      return parseBaseline(content.text, path);
    } catch (error) {
      problems.push(`Its baseline does not count. ${messageOf(error)}`);
      return [];
    }
  }
  if (content?.kind === "unreadable") {
    problems.push(`Its baseline \`${path}\` ${content.reason}, and does not count.`);
  } else if (configured !== null) {
    problems.push(`Its baseline \`${path}\`, which its settings name, is not there.`);
  }
  return [];
}

/** What is wrong in a file; whatever else was thrown is a defect and is thrown on. */
function messageOf(error: unknown): string {
  if (!(error instanceof UserError)) throw error;
  const { message } = error;
  return message.length <= longestMessage ? message : `${message.slice(0, longestMessage)}…`;
}
