/** A build that a file of the repository describes. Paths are from the repository's root. */
export interface DeclaredBuild {
  readonly dockerfile: string;
  /** The root of its build context, `""` for the repository's. */
  readonly context: string;
  /** The names that `--from` may give to other contexts. */
  readonly namedContexts: readonly string[];
}
