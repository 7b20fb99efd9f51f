import { selectRules, UnknownRuleError, type SelectedRule } from "../lint/select-rules.ts";
import type { ChangeHost, ReviewTarget } from "../ports.ts";
import type { LintReport } from "../report/lint-report.ts";
import type { Rule } from "../rules/rule.ts";
import type { Settings } from "../settings/settings.ts";
import { UserError } from "../settings/user-error.ts";
import { buildReport } from "./build-report.ts";
import { dockerfileMatcher } from "./find-dockerfiles.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { readChange } from "./read-change.ts";

/** What is needed to judge a change. */
export interface Judgement {
  readonly host: ChangeHost;
  readonly settings: Settings;
  readonly rules: readonly SelectedRule[];
  /** Where the rules' pages are. */
  readonly docsUrl: string;
}

/** A change that was judged. */
export interface JudgedChange {
  readonly report: LintReport;
  readonly outcome: Outcome;
  /** Changed templates of Dockerfiles, which were passed over. */
  readonly templates: readonly string[];
}

/**
 * Reads the Dockerfiles of a change and judges them.
 * @throws UserError when the token may not read; HostProblem when GitHub cannot be read
 */
export async function judgeChange(
  { host, settings, rules, docsUrl }: Judgement,
  target: ReviewTarget,
): Promise<JudgedChange> {
  const changed = await host.listChangedFiles(target);
  const patterns = { include: settings.paths, exclude: settings.exclude };
  const change = await readChange(host, target, changed.files, dockerfileMatcher(patterns));
  const { baseSha, baseName, headSha, headUrl } = target;
  const report = buildReport(change.files, rules, {
    unread: change.unread,
    notes: changed.note === null ? [] : [changed.note],
    preset: settings.preset,
    scope: settings.scope,
    comparison: { baseSha, baseName, headSha, headUrl },
    docsUrl,
  });
  return { report, outcome: outcomeOf(report, settings.failOn), templates: change.templates };
}

/** The rules that the settings ask for. Throws UserError when one of them does not exist, naming the input. */
export function chooseRules(
  rules: readonly Rule[],
  settings: Settings,
  today: string,
): SelectedRule[] {
  const { preset, rules: only, ignore } = settings;
  try {
    return selectRules(rules, { preset, only, ignore, today });
  } catch (error) {
    if (!(error instanceof UnknownRuleError)) throw error;
    const input = only.includes(error.unknownName) ? "rules" : "ignore";
    throw new UserError(`The input \`${input}\` names no rule: ${error.message}`, { cause: error });
  }
}
