import type { Command } from "commander";
import { findRules, suggestRule, UnknownRuleError } from "../lint/select-rules.ts";
import { allRules } from "../rules/all-rules.ts";
import type { Example, Rule } from "../rules/rule.ts";
import { docsUrl } from "./product.ts";
import type { CommandHost } from "./terminal.ts";

/** Adds the command `explain`: why a rule is there, with examples. */
export function addExplainCommand(program: Command, { terminal }: CommandHost): void {
  program
    .command("explain")
    .description("say what a rule catches, why, and what to do")
    .argument("<rule>", "its name, or an id like DL3007")
    .addHelpText(
      "after",
      "\nExamples:\n  dockerfile-review explain latest-base-image\n  dockerfile-review explain DL3007",
    )
    .action((name: string) => {
      const found = findRules(allRules, name);
      if (found.length === 0) throw new UnknownRuleError(name, suggestRule(allRules, name));
      terminal.write(found.map(explainRule).join("\n"));
    });
}

/** A rule's page as plain text. */
function explainRule(rule: Rule): string {
  const facts = [
    `category ${rule.category}`,
    `severity ${rule.severity}`,
    `confidence ${rule.confidence}`,
    `presets ${[...rule.presets, "all"].join(", ")}`,
    `fix ${rule.fix}`,
  ];
  const lines = [
    rule.name,
    `${rule.summary}.`,
    "",
    facts.join(" · "),
    ...(rule.aliases.length === 0 ? [] : [`also known as ${rule.aliases.join(", ")}`]),
    "",
    rule.why,
    ...rule.examples.flatMap(exampleLines),
    "",
    `Ignore it at one place:  # dockerfile-review ignore=${rule.name} the reason`,
    ...rule.sources.map(({ title, url }) => `Source: ${title}, ${url}`),
    `Page: ${docsUrl}/${rule.name}.md`,
    "",
  ];
  return lines.join("\n");
}

function exampleLines(example: Example): string[] {
  const files = Object.keys(example.files ?? {});
  const beside = files.length === 0 ? "" : ` (beside ${files.join(", ")})`;
  const lines = [
    "",
    `Bad${beside}:`,
    ...indented(example.bad),
    "",
    "Good:",
    ...indented(example.good),
  ];
  if (example.fixed === undefined || example.fixed === example.good) return lines;
  return [...lines, "", "Fixed by dockerfile-review fix:", ...indented(example.fixed)];
}

function indented(text: string): string[] {
  return text
    .replace(/\n+$/, "")
    .split("\n")
    .map((line) => `    ${line}`.trimEnd());
}
