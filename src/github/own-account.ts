import type { GitHubClient } from "./client.ts";

/** Tells what the token's own account has written from what others have: a marker alone can be forged. */
export class OwnAccount {
  readonly #client: GitHubClient;
  #login: Promise<string> | null = null;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** The account's login, as GraphQL writes it: an app's may lack the `[bot]` of REST. */
  login(): Promise<string> {
    return (this.#login ??= this.#client
      .graphql<{ viewer: { login: string } }>("query ReadViewer { viewer { login } }")
      .then((answer) => answer.viewer.login));
  }

  /** Takes the author of what the account has just written for the account, which saves asking. */
  recognise(author: { login: string } | null): void {
    if (author !== null) this.#login ??= Promise.resolve(author.login);
  }

  /** Whether an author is the token's own account. */
  async isAuthor(author: { login: string; type?: string } | null): Promise<boolean> {
    if (author === null) return false;
    const login = await this.login();
    if (author.login === login) return true;
    return author.type === "Bot" && author.login === `${login}[bot]`;
  }
}
