import { createHash } from "node:crypto";
import {
  extendHistory,
  hide,
  readHistory,
  reveal,
  writeHistory,
  type AuditPoint,
} from "./audit-state.ts";
import {
  countsOf,
  fleetFiles,
  fleetSha,
  meanOf,
  type FleetReport,
  type FleetRepository,
} from "./fleet-report.ts";
import { sumOf } from "./rule-tallies.ts";

/** What an audit of many repositories leaves behind for the next one, hidden in its issue. */
export interface FleetState {
  /** Oldest first. */
  readonly history: readonly AuditPoint[];
  /** How many findings each repository had, by the key of its name. */
  readonly findings: ReadonlyMap<string, number>;
  /** False when there were more repositories than fit: then nothing can be said of single ones. */
  readonly complete: boolean;
}

/** A repository whose findings have become more or fewer. */
export interface FleetChange {
  readonly repository: FleetRepository;
  readonly before: number;
  readonly now: number;
}

/** Repositories that are kept, so that the hidden lines take at most 25,000 characters of the issue. */
const mostRepositories = 2500;

/** Characters of a key: 30 bits, so that of 2,500 repositories hardly ever two share one. */
const keyLength = 5;

const stateName = "dockerfile-review:fleet-state";

/** The state that an audit leaves. */
export function nextFleetState(fleet: FleetReport, earlier: FleetState | null): FleetState {
  const files = fleetFiles(fleet);
  const point: AuditPoint = {
    day: fleet.day,
    sha: fleetSha(fleet),
    files: files.length,
    counts: countsOf(files),
    score: meanOf(files),
  };
  const kept = fleet.repositories.slice(0, mostRepositories);
  return {
    history: extendHistory(earlier?.history ?? [], point),
    findings: new Map(kept.map((one) => [keyOf(one), findingsOf(one)])),
    complete: kept.length === fleet.repositories.length,
  };
}

/**
 * The repositories that have more or fewer findings than at the last audit; one that is new had none.
 * @returns null when there was no last audit, or when it had more repositories than it could note down
 */
export function fleetChanges(fleet: FleetReport, earlier: FleetState | null): FleetChange[] | null {
  if (earlier?.complete !== true) return null;
  return fleet.repositories
    .map((repository) => ({
      repository,
      before: earlier.findings.get(keyOf(repository)) ?? 0,
      now: findingsOf(repository),
    }))
    .filter(({ before, now }) => before !== now);
}

/** The state as one hidden line of Markdown. */
export function writeFleetState({ history, findings, complete }: FleetState): string {
  const words = [...findings].map(([key, number]) => `${key}${number.toString(36)}`);
  return hide(stateName, {
    history: writeHistory(history),
    findings: words.join(" "),
    complete,
  });
}

/** The state that an issue's body hides; null when there is none, or when it cannot be read. */
export function readFleetState(body: string): FleetState | null {
  return reveal(stateName, body, ({ history, findings, complete }) => {
    if (!Array.isArray(history) || typeof findings !== "string") return null;
    const words = findings.split(" ").filter((word) => word.length > keyLength);
    return {
      history: readHistory(history),
      findings: new Map(
        words.map((word) => [word.slice(0, keyLength), parseInt(word.slice(keyLength), 36)]),
      ),
      complete: complete === true,
    };
  });
}

function keyOf({ name }: FleetRepository): string {
  return createHash("sha256").update(name).digest("base64").slice(0, keyLength);
}

function findingsOf({ files }: FleetRepository): number {
  return sumOf(countsOf(files));
}
