import { UserError } from "../settings/user-error.ts";

/** A part of an event's payload that names the place where something is missing. */
export class Payload {
  readonly #path: string;
  readonly #value: Readonly<Record<string, unknown>>;

  /** @throws UserError when the value is no object */
  constructor(path: string, value: unknown) {
    if (typeof value !== "object" || value === null) {
      throw new UserError(
        `The event file has no \`${path}\`. It should be the payload that GitHub sends.`,
      );
    }
    this.#path = path;
    this.#value = value as Readonly<Record<string, unknown>>;
  }

  has(key: string): boolean {
    return this.#value[key] !== undefined && this.#value[key] !== null;
  }

  child(key: string): Payload {
    return new Payload(`${this.#path}.${key}`, this.#value[key]);
  }

  optional(key: string): Payload | null {
    return this.has(key) ? this.child(key) : null;
  }

  text(key: string): string {
    const value = this.#value[key];
    if (typeof value === "string" && value !== "") return value;
    throw this.#missing(key, "text");
  }

  count(key: string): number {
    const value = this.#value[key];
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    throw this.#missing(key, "number");
  }

  sha(key: string): string {
    const value = this.#value[key];
    if (typeof value === "string" && /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value)) return value;
    throw this.#missing(key, "commit");
  }

  #missing(key: string, what: string): UserError {
    return new UserError(
      `The event file has no ${what} at \`${this.#path}.${key}\`. It should be the payload that GitHub sends.`,
    );
  }
}
