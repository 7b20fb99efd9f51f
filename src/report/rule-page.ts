import type { Example, Rule } from "../rules/rule.ts";

const notice = "<!-- Built from the rule by `npm run build:docs`. Do not edit. -->";

const fixSentences: Readonly<Record<Rule["fix"], string>> = {
  safe: "Offered, and safe where the image stays the same in all that matters; marked for review where a person should look.",
  review: "Offered for review: it may change what is built, so a person should look.",
  none: "None: what to do depends on what you want, and the message says what to consider.",
};

/** The documentation page of a rule, in Markdown. */
export function rulePage(rule: Rule): string {
  const parts = [
    `# ${rule.name}`,
    notice,
    `${rule.summary}.`,
    facts(rule),
    "## Why",
    rule.why,
    ...rule.examples.flatMap((example, index) =>
      exampleSection(example, index, rule.examples.length),
    ),
    "## Fix",
    fixSentences[rule.fix],
    ...optionsSection(rule),
    "## When to ignore it",
    ignoreSection(rule),
    "## Sources",
    rule.sources.map(({ title, url }) => `- [${title}](${url})`).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function facts(rule: Rule): string {
  const rows: [string, string][] = [
    ["Category", rule.category],
    ["Severity", rule.severity],
    ["Confidence", rule.confidence],
    ["Presets", [...rule.presets, "all"].join(", ")],
    ["Also known as", rule.aliases.map((alias) => `\`${alias}\``).join(", ") || "–"],
  ];
  return ["| | |", "|:--|:--|", ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    "\n",
  );
}

/** A table of the rule's options; nothing when it has none. */
function optionsSection({ options = {}, optionTypes = {} }: Rule): string[] {
  const rows = Object.entries(optionTypes).map(([name, { description, values }]) => {
    const allowed = values === undefined ? "" : ` One of ${values.map(code).join(", ")}.`;
    return `| ${code(name)} | ${code(JSON.stringify(options[name]))} | ${description}${allowed} |`;
  });
  if (rows.length === 0) return [];
  return [
    "## Options",
    ["| Option | Default | What it does |", "|:--|:--|:--|", ...rows].join("\n"),
    "They are set in the [settings file](../configuration.md).",
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}

function exampleSection(example: Example, index: number, count: number): string[] {
  const heading = count > 1 ? `## Example ${index + 1}` : "## Example";
  const files = Object.keys(example.files ?? {});
  return [
    heading,
    ...(files.length === 0
      ? []
      : [`With ${files.map((file) => `\`${file}\``).join(", ")} in the build context.`]),
    ...filesSection(example),
    ...(example.options === undefined
      ? []
      : [`With the options \`${JSON.stringify(example.options)}\`.`]),
    "Bad:",
    block(example.bad),
    "Good:",
    block(example.good),
    ...fixedParts(example),
  ];
}

/** The texts of files in which the bad and the good example differ. */
function filesSection({ files = {}, goodFiles }: Example): string[] {
  if (goodFiles === undefined) return [];
  const texts = (title: string, all: Readonly<Record<string, string>>): string[] =>
    Object.entries(all).flatMap(([path, text]) => [`${title} \`${path}\`:`, block(text, "yaml")]);
  return [...texts("Bad", files), ...texts("Good", goodFiles)];
}

/** What the fix makes, where it is not the good example. */
function fixedParts({ good, fixed, fixedFiles = {} }: Example): string[] {
  const files = Object.entries(fixedFiles).flatMap(([path, text]) => [
    `The fix writes \`${path}\`:`,
    block(text, "text"),
  ]);
  if (fixed === undefined || fixed === good) return files;
  return ["What the fix makes of the bad one:", block(fixed), ...files];
}

function block(text: string, language = "dockerfile"): string {
  return `\`\`\`${language}\n${text.replace(/\n$/, "")}\n\`\`\``;
}

function ignoreSection(rule: Rule): string {
  return [
    rule.ignoreWhen ?? "When you know better for one place, say so there, with a reason:",
    "",
    "```dockerfile",
    `# dockerfile-review ignore=${rule.name} the reason`,
    "```",
  ].join("\n");
}

/** The page of `internal-error`, which is no rule: the finding that a bug in a rule becomes. */
export function internalErrorPage(): string {
  return [
    "# internal-error",
    notice,
    "A rule failed on this file and was left out; all other rules were run.",
    "This is a bug in Dockerfile Review, not in your Dockerfile. The message names the rule and what went wrong: please " +
      "report both, with the Dockerfile if you may. Until it is mended, `ignore` with the rule's name leaves it out.",
  ]
    .join("\n\n")
    .concat("\n");
}

/** The index of all rules by category, in Markdown. */
export function ruleIndexPage(rules: readonly Rule[]): string {
  const categories = [...new Set(rules.map(({ category }) => category))];
  const sections = categories.map((category) => {
    const rows = rules
      .filter((rule) => rule.category === category)
      .map(
        ({ name, severity, fix, summary }) =>
          `| [${name}](${name}.md) | ${severity} | ${fix === "none" ? "–" : fix} | ${summary} |`,
      );
    return [
      `## ${category}`,
      "",
      "| Rule | Severity | Fix | Catches |",
      "|:--|:--|:--|:--|",
      ...rows,
    ].join("\n");
  });
  return ["# Rules", notice, ...sections].join("\n\n") + "\n";
}
