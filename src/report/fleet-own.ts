import type { FleetReport, FleetRepository } from "./fleet-report.ts";
import { count } from "./standing.ts";

/** A repository that says itself how it is judged, and what it says. */
export interface OwnWord {
  readonly repository: FleetRepository;
  /** In Markdown's and messages' way: code in back-ticks. */
  readonly words: string;
}

/** The repositories whose own settings or baselines count, by name. */
export function ownWords({ repositories }: FleetReport): OwnWord[] {
  return repositories
    .filter(({ settings, accepted }) => settings !== null || accepted > 0)
    .map((repository) => ({ repository, words: wordsOf(repository) }));
}

/** How many there are, in a sentence. Empty when there are none. */
export function ownText(fleet: FleetReport): string {
  const own = ownWords(fleet).map(({ repository }) => repository);
  const settings = own.filter((one) => one.settings !== null).length;
  const accepting = own.filter(({ accepted }) => accepted > 0);
  const accepted = accepting.reduce((sum, one) => sum + one.accepted, 0);
  const said = [
    ...(settings === 0
      ? []
      : [`${repositories(settings)} ${settings === 1 ? "has its" : "have their"} own settings`]),
    ...(accepted === 0
      ? []
      : [
          `the baselines of ${repositories(accepting.length)} accept ${count(accepted, "finding")}`,
        ]),
  ];
  const text = said.join("; ");
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function repositories(number: number): string {
  return count(number, "repository", "repositories");
}

function wordsOf({ settings, accepted }: FleetRepository): string {
  const said = [
    ...(settings === null ? [] : [`settings in \`${settings}\``]),
    ...(accepted === 0 ? [] : [`a baseline that accepts ${count(accepted, "finding")}`]),
  ];
  return said.join(", ");
}
