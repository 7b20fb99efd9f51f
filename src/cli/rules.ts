import { type Command, Option } from "commander";
import { allRules } from "../rules/all-rules.ts";
import type { Rule } from "../rules/rule.ts";
import { docsUrl } from "./product.ts";
import type { CommandHost } from "./terminal.ts";

/** Adds the command `rules`: lists what is judged. */
export function addRulesCommand(program: Command, { terminal }: CommandHost): void {
  program
    .command("rules")
    .description("list the rules")
    .addOption(
      new Option("--format <format>", "how to print them")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText(
      "after",
      "\nExamples:\n  dockerfile-review rules\n  dockerfile-review rules --format json",
    )
    .action(({ format }: { readonly format: "text" | "json" }) => {
      terminal.write(format === "json" ? rulesAsJson(allRules) : rulesAsText(allRules));
    });
}

/** The rules as one JSON object. */
function rulesAsJson(rules: readonly Rule[]): string {
  const entries = rules.map((rule) => ({
    name: rule.name,
    category: rule.category,
    severity: rule.severity,
    confidence: rule.confidence,
    presets: [...rule.presets, "all"],
    aliases: rule.aliases,
    fix: rule.fix,
    summary: rule.summary,
    docs: `${docsUrl}/${rule.name}.md`,
  }));
  return `${JSON.stringify({ version: 1, rules: entries }, null, 2)}\n`;
}

/** The rules as a table of columns. */
function rulesAsText(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => [
    rule.name,
    rule.category,
    rule.severity,
    rule.confidence,
    rule.fix,
    [...rule.presets, "all"].join(","),
    rule.aliases.join(","),
  ]);
  const table = [
    ["RULE", "CATEGORY", "SEVERITY", "CONFIDENCE", "FIX", "PRESETS", "ALIASES"],
    ...rows,
  ];
  const widths = (table[0] ?? []).map((_, column) =>
    table.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [
    ...lines,
    "",
    "dockerfile-review explain RULE says why a rule is there and what to do.",
    `Each has a page: ${docsUrl}/RULE.md`,
    "",
  ].join("\n");
}
