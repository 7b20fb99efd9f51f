import { DeliveryProblem, type Runner } from "../ports.ts";

/** Tries deliveries, and says once what each missing permission costs. */
export class DeliveryAttempts {
  readonly #runner: Runner;
  readonly #forksPage: string | null;
  readonly #named = new Set<string>();
  readonly #refusals: string[] = [];

  /**
   * @param forksPage where it is written how a change from a fork gets its comments nonetheless; null when the change
   * comes from no fork, or has a token that can write
   */
  constructor(runner: Runner, forksPage: string | null) {
    this.#runner = runner;
    this.#forksPage = forksPage;
  }

  /** What could not be delivered, and why, a sentence or two each. */
  get refusals(): readonly string[] {
    return this.#refusals;
  }

  /**
   * What a delivery gives; null when it was refused, of which the runner is warned.
   * @param instead where the findings are shown instead, as a sentence
   * @param optional whether nobody asked for it, so that a missing permission is worth no word
   */
  async try<Value>(
    instead: string,
    deliver: () => Promise<Value>,
    optional = false,
  ): Promise<{ readonly value: Value } | null> {
    try {
      return { value: await deliver() };
    } catch (error) {
      if (!(error instanceof DeliveryProblem)) throw error;
      if (optional && error.missingPermission !== null) this.#runner.debug(refusalOf(error));
      else this.#tell(error, instead);
      return null;
    }
  }

  #tell(problem: DeliveryProblem, instead: string): void {
    const { missingPermission } = problem;
    const refused = refusalOf(problem);
    this.#refusals.push(`${refused} ${instead}`);
    if (missingPermission === null) {
      this.#runner.warn(`${refused} ${instead}`);
    } else if (this.#named.has(missingPermission)) {
      this.#runner.info(`${refused} ${instead}`);
    } else {
      this.#named.add(missingPermission);
      this.#runner.warn(`${refused} ${this.#remedy(missingPermission)} ${instead}`);
    }
  }

  #remedy(permission: string): string {
    return this.#forksPage === null
      ? `The token lacks \`${permission}\`: add it to the \`permissions\` of the job.`
      : `The token lacks \`${permission}\`: GitHub gives a read-only token to pull requests from forks. ` +
          `A second workflow can publish the review: ${this.#forksPage}.`;
  }
}

function refusalOf({ what, message }: DeliveryProblem): string {
  return `Could not deliver ${what}: ${message}.`;
}
