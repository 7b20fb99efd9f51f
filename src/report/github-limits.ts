/**
 * GitHub's limits, as far as reporters must keep them. Nothing here is a choice of ours, except where it says so.
 */

/**
 * Characters in the body of a comment, a review or an issue; a longer one is refused with status 422.
 * Source: GitHub's answer to a longer body, "body is too long (maximum is 65536 characters)".
 */
export const commentBodyMax = 65_536;

/**
 * Characters that we fill of a comment's body. Our choice: the rest is left for what a workflow may add and for
 * characters that GitHub counts otherwise than we do.
 */
export const commentBodyBudget = 65_000;

/**
 * Bytes that we fill of a job summary. GitHub drops the whole summary of a step over 1 MiB (documentation of workflow
 * commands, "Job summary limits"); the margin is our choice, for other writers of the same step.
 */
export const jobSummaryBudgetBytes = 1_000_000;

/**
 * Annotations of one level that a step can make with log commands; the rest vanish in silence.
 * Source: GitHub's documentation of workflow commands and the runner's sources: 10 errors, 10 warnings and 10 notices
 * a step, 50 a job, 50 a run.
 */
export const annotationsPerLevel = 10;

/**
 * Characters of the message of an annotation made with a log command; the runner cuts longer ones.
 * Source: the runner's sources.
 */
export const annotationMessageMax = 4096;

/** Characters of a check run's summary. Source: GitHub's REST description, "Create a check run". */
export const checkRunSummaryMax = 65_535;

/** Characters that we fill of it. Our choice: a margin for characters that GitHub counts otherwise than we do. */
export const checkRunSummaryBudget = checkRunSummaryMax - 535;

/** Characters of a check run's title. Source: as for an annotation's. */
export const checkRunTitleMax = 255;

/**
 * Annotations of one severity in a check run. Our choice: 600 in all take twelve requests of fifty, and nobody reads more.
 */
export const checkAnnotationsPerLevel = 200;

/** Characters of an annotation's title. Source: GitHub's REST description, `POST /repos/{owner}/{repo}/check-runs`. */
export const annotationTitleMax = 255;

/**
 * Comments in one review. A larger review runs into the secondary rate limit for content; the rest of the
 * suggestions is shown in the summary. Source: reviewdog's review poster, which keeps to 30.
 */
export const commentsPerReview = 30;

/** Characters of a Mermaid drawing; larger ones show an error. Source: Mermaid's setting `maxTextSize`. */
export const mermaidTextMax = 50_000;

/** Edges of a Mermaid drawing; more show an error. Source: Mermaid's setting `maxEdges`. */
export const mermaidEdgesMax = 500;
