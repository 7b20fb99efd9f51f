import { ranks } from "./file-section.ts";
import { placeLink, ruleLink, splitFinding } from "./finding-line.ts";
import type { Block } from "./fit-blocks.ts";
import type { FileReport, LintReport } from "./lint-report.ts";
import { codeSpan, escapeText } from "./markdown.ts";
import { count, total } from "./standing.ts";

/** The problems that comments silence which the change adds: whoever reviews it should see them. */
export function silencedBlocks(report: LintReport): Block[] {
  const number = total(report, (file) => addedIn(file).length);
  if (number === 0) return [];
  const title = `**${count(number, "problem")} silenced by comments that this change adds**`;
  const items = report.files.flatMap((file) =>
    addedIn(file).map(({ finding, reason }): Block => {
      const why = reason === "" ? "no reason given" : escapeText(reason);
      const place = `${codeSpan(file.path)} ${placeLink(report, file, finding)}`;
      return {
        text: `- ${place} ${splitFinding(finding).what} (${ruleLink(report, finding.rule)}): ${why}`,
        rank: ranks.fixed,
        what: ["silenced problem", "silenced problems"],
        tight: true,
        series: "silenced",
      };
    }),
  );
  return [{ text: title, rank: ranks.fixed, what: null, series: "silenced" }, ...items];
}

function addedIn(file: FileReport): FileReport["suppressed"] {
  return file.suppressed.filter(({ added }) => added);
}
