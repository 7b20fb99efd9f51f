import { DeliveryProblem, type Runner } from "../ports.ts";

/** Tries deliveries, and says once what each missing permission costs. */
export class DeliveryAttempts {
  readonly #runner: Runner;
  readonly #fromFork: boolean;
  readonly #named = new Set<string>();

  /** @param fromFork whether the change comes from a fork, whose token cannot write */
  constructor(runner: Runner, fromFork: boolean) {
    this.#runner = runner;
    this.#fromFork = fromFork;
  }

  /**
   * What a delivery gives; null when it was refused, of which the runner is warned.
   * @param instead where the findings are shown instead, as a sentence
   */
  async try<Value>(
    instead: string,
    deliver: () => Promise<Value>,
  ): Promise<{ readonly value: Value } | null> {
    try {
      return { value: await deliver() };
    } catch (error) {
      if (!(error instanceof DeliveryProblem)) throw error;
      this.#tell(error, instead);
      return null;
    }
  }

  #tell(problem: DeliveryProblem, instead: string): void {
    const { what, message, missingPermission } = problem;
    const refused = `Could not deliver ${what}: ${message}.`;
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
    return this.#fromFork
      ? `The token lacks \`${permission}\`: GitHub gives a read-only token to pull requests from forks.`
      : `The token lacks \`${permission}\`: add it to the \`permissions\` of the job.`;
  }
}
