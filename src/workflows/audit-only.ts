import { findRules } from "../lint/select-rules.ts";
import type { Rule } from "../rules/rule.ts";
import { UserError } from "../settings/user-error.ts";

/**
 * What to say of rules that were asked for by name and judge whole repositories, outside of audits, where they find nothing.
 * @param names as they were asked for
 * @param audit how an audit is started that judges given rules
 * @returns notes for the report
 * @throws UserError when nothing else was asked for: silence would be taken for a good answer
 */
export function notesOnAuditRules(
  names: readonly string[],
  rules: readonly Rule[],
  audit: (only: readonly string[]) => string,
): string[] {
  const only = names.filter((name) => isOfAudits(findRules(rules, name)));
  if (only.length === 0) return [];
  const shown = only.map((name) => `\`${name}\``).join(", ");
  const text =
    `${shown} ${only.length === 1 ? "looks" : "look"} at the whole repository, and so only audits judge ` +
    `${only.length === 1 ? "it" : "them"}: \`${audit(only)}\`.`;
  if (only.length === names.length) throw new UserError(text);
  return [text];
}

function isOfAudits(rules: readonly Rule[]): boolean {
  return rules.length > 0 && rules.every(({ presets }) => presets.every((one) => one === "audit"));
}
