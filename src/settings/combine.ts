import type { FileSettings, Inputs, Settings } from "./settings.ts";

/** Nothing, as a settings file says it. */
export const noFileSettings: FileSettings = { ruleSettings: new Map(), overrides: [] };

/** Inputs over the settings file over defaults. */
export function combineSettings(inputs: Inputs, file: FileSettings = noFileSettings): Settings {
  const { mode, rules, ignore, comment, suggestions, annotations, maxComments } = inputs;
  const { checkRun, report, issue, fixPullRequest } = inputs;
  return {
    mode,
    rules,
    ignore,
    comment,
    suggestions,
    checkRun,
    annotations,
    issue,
    fixPullRequest,
    maxComments,
    report,
    preset: inputs.preset ?? file.preset ?? "recommended",
    failOn: inputs.failOn ?? file.failOn ?? "error",
    auditFailOn: inputs.failOn ?? "never",
    scope: inputs.scope ?? file.scope ?? "introduced",
    paths: inputs.paths ?? file.paths ?? [],
    exclude: inputs.exclude ?? file.exclude ?? [],
    ruleSettings: file.ruleSettings,
    // What is asked for in this run goes before all that the file says, so for every path.
    overrides:
      inputs.preset === null
        ? file.overrides
        : file.overrides.map(({ preset: _, ...override }) => override),
    suppressions: file.suppressions ?? "allow",
    baseline: file.baseline ?? null,
    ownSettings: file.ownSettings ?? "allow",
  };
}
