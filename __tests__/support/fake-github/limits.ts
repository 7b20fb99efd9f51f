/** GitHub's limits. A test may lower one to reach it with little data. */
export interface Limits {
  /** Characters of a comment's or a review's body; over it: 422. */
  readonly bodyCharacters: number;
  /** Files that the list of a pull request's files gives in all. */
  readonly pullRequestFiles: number;
  /** Files that a comparison gives, on its first page. */
  readonly comparisonFiles: number;
  /** Entries of a tree asked for recursively; over it: `truncated`. */
  readonly treeEntries: number;
  /** Bytes of a tree's answer; over it: `truncated`. */
  readonly treeBytes: number;
  /** Bytes of a file that the contents API gives as JSON. */
  readonly contentJsonBytes: number;
  /** Bytes of a file that the contents API and the blob API give at all. */
  readonly contentBytes: number;
  /** Bytes of `Blob.text` in GraphQL; over it the text is cut and `isTruncated` is true. */
  readonly blobTextBytes: number;
  /** Changed lines of a file, over which it has no patch. */
  readonly diffFileLines: number;
  readonly diffFileBytes: number;
  /** Changed lines of all files, from which on the files that follow have no patch. */
  readonly diffTotalLines: number;
  readonly diffTotalBytes: number;
  /** Annotations of one check-run request. */
  readonly annotationsPerRequest: number;
  /** Characters of an annotation's and a check run's title. */
  readonly titleCharacters: number;
  /** Bytes of an annotation's message and of its raw details. */
  readonly annotationBytes: number;
  /** Nodes that one GraphQL query may ask for. */
  readonly graphqlNodes: number;
  /** Requests an hour and repository: GITHUB_TOKEN. */
  readonly requestsPerHour: number;
  /** Requests under way at once. */
  readonly concurrentRequests: number;
  /** Points a minute; a read costs 1, a write 5. */
  readonly pointsPerMinute: number;
  /** Requests that create content. */
  readonly creationsPerMinute: number;
  readonly creationsPerHour: number;
}

/**
 * Sources: GitHub's documentation pages "Rate limits for the REST API", "Rate limits and query limits for the GraphQL API", "Limits
 * for viewing content and diffs", and its OpenAPI description. `blobTextBytes` is not documented; sveltia/sveltia-cms#950 measured
 * a cut at exactly 512,000 bytes.
 */
export const GITHUB_LIMITS: Limits = {
  bodyCharacters: 65_536,
  pullRequestFiles: 3000,
  comparisonFiles: 300,
  treeEntries: 100_000,
  treeBytes: 7 * 1024 * 1024,
  contentJsonBytes: 1024 * 1024,
  contentBytes: 100 * 1024 * 1024,
  blobTextBytes: 512_000,
  diffFileLines: 20_000,
  diffFileBytes: 500 * 1024,
  diffTotalLines: 20_000,
  diffTotalBytes: 1024 * 1024,
  annotationsPerRequest: 50,
  titleCharacters: 255,
  annotationBytes: 64 * 1024,
  graphqlNodes: 500_000,
  requestsPerHour: 1000,
  concurrentRequests: 100,
  pointsPerMinute: 900,
  creationsPerMinute: 80,
  creationsPerHour: 500,
};
