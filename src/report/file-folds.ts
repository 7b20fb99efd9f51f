import { applyEdits } from "../source/text-edit.ts";
import { unifiedDiff } from "../source/unified-diff.ts";
import type { Finding } from "../rules/finding.ts";
import { boldMessage, placeLink, ruleLink, severityMarks, splitFinding } from "./finding-line.ts";
import { footprintLine } from "./footprint-line.ts";
import type {
  ChecklistEntry,
  FileReport,
  IdleComment,
  LintReport,
  PlannedFix,
} from "./lint-report.ts";
import { codeSpan, escapeText, fenced, folded, messageText } from "./markdown.ts";
import { stageDrawing } from "./stage-drawing.ts";
import { count, outOfScope, writtenPath } from "./standing.ts";
import { visible } from "./untrusted.ts";

/** Some fixes of a file as one diff, folded, with what to do with it. Null when they change nothing. */
export function diffFold(file: FileReport, fixes: readonly PlannedFix[]): string | null {
  const { text } = file.source;
  const edits = fixes.flatMap((fix) => fix.edits);
  const diff = [
    unifiedDiff(file.path, text, applyEdits(text, edits)),
    ...fixes
      .flatMap((fix) => fix.files)
      .map((one) => unifiedDiff(writtenPath(file, one.path), one.before, one.text)),
  ].join("");
  if (diff === "") return null;
  const number = count(fixes.length, "verified fix", "verified fixes");
  const summary = `<b>Suggested changes</b>: ${number} as one diff`;
  return folded(summary, `${fenced("diff", diff)}\n\n${howToApply(file, fixes)}`);
}

function howToApply(file: FileReport, fixes: readonly PlannedFix[]): string {
  // A path that has to be drawn cannot be copied from the page into a shell.
  const files = fixes.flatMap((fix) => fix.files);
  const paths = [file.path, ...files.map(({ path }) => writtenPath(file, path))];
  if (paths.some((path) => visible(path) !== path))
    return "To apply it, paste the diff into `git apply`.";
  const safety = fixes.some((fix) => fix.safety === "review") ? " --safety review" : "";
  const command = codeSpan(`npx dockerfile-review fix${safety} ${shellWord(file.path)}`);
  if ([file.source.text, ...files.map(({ text }) => text)].some((text) => text.includes("\r"))) {
    return `To apply it, run ${command}. Text copied from this page has lost the file's Windows line endings.`;
  }
  return `To apply it, run ${command}, or paste the diff into \`git apply\`.`;
}

/** A path as one word of a POSIX shell, which no program takes for an option. */
export function shellWord(path: string): string {
  const file = path.startsWith("-") ? `./${path}` : path;
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}

/** What a change mended, folded. Null when it mended nothing. */
export function fixedFold(report: LintReport, file: FileReport): string | null {
  const list = fixedList(report, file.fixed, "");
  return list === null
    ? null
    : folded(`<b>Fixed</b>: ${count(file.fixed.length, "problem")}`, list);
}

/** What a change mended, as a list. Null when it mended nothing. */
export function fixedList(
  report: LintReport,
  fixed: readonly Finding[],
  title: string,
): string | null {
  if (fixed.length === 0) return null;
  const items = fixed.map(
    (finding) => `- ✓ ${splitFinding(finding).what} (${ruleLink(report, finding.rule)})`,
  );
  return `${title === "" ? "" : `${title}\n\n`}${items.join("\n")}`;
}

/** The problems that the report only counts and those that comments silence, folded. Null when there are none. */
export function existingFold(report: LintReport, file: FileReport): string | null {
  const facts = countsOfRest(report, { ...file, fixed: [] });
  return facts.length === 0 ? null : folded(facts.join(", "), existingList(report, file));
}

/** `1 problem that was already there`, `2 suppressed`, `1 fixed`: those that are not zero. */
export function countsOfRest(report: LintReport, file: FileReport): string[] {
  const others = outOfScope(file).length;
  const otherWords =
    report.scope === "changed-lines"
      ? count(others, "problem on other lines", "problems on other lines")
      : count(others, "problem that was already there", "problems that were already there");
  return [
    ...(file.fixed.length > 0 ? [`${file.fixed.length} fixed`] : []),
    ...(others > 0 ? [otherWords] : []),
    ...silenceFacts(file),
  ];
}

/** `2 suppressed`, `1 unused suppression`, `1 forbidden suppression`: those that are not zero. */
export function silenceFacts({ suppressed, idleComments }: FileReport): string[] {
  const idle = (["unused", "forbidden"] as const).flatMap((problem) => {
    const number = idleComments.filter((one) => one.problem === problem).length;
    return number === 0 ? [] : [count(number, `${problem} suppression`)];
  });
  return [...(suppressed.length > 0 ? [`${suppressed.length} suppressed`] : []), ...idle];
}

/** The problems that the report only counts and those that comments silence, as a list. */
export function existingList(report: LintReport, file: FileReport): string {
  const items = outOfScope(file).map((finding) => {
    const mark = severityMarks[finding.severity];
    const place = placeLink(report, file, finding);
    return `- ${mark} ${place} ${boldMessage(finding)} (${ruleLink(report, finding.rule)})`;
  });
  return [...items, ...suppressedItems(report, file)].join("\n");
}

/** What comments in a file silence, with the reasons that they give, and the comments that silence nothing. */
export function suppressedItems(report: LintReport, file: FileReport): string[] {
  const silenced = file.suppressed.map(({ finding, commentSpan, reason }) => {
    const place = placeLink(report, file, finding);
    const comment = `suppressed on line ${file.source.lineAt(commentSpan.start)}`;
    const why = reason === "" ? "" : `: ${escapeText(reason)}`;
    return `- ${place} ${splitFinding(finding).what} (${ruleLink(report, finding.rule)}), ${comment}${why}`;
  });
  const idle = file.idleComments.map(({ span, names, problem }) => {
    const named = names.map(codeSpan).join(", ");
    return `- line ${file.source.lineAt(span.start)}: the comment that ignores ${named} ${idleReasons[problem]}.`;
  });
  return [...silenced, ...idle];
}

/** Why a comment silences nothing, to be read behind what it names. */
export const idleReasons: Readonly<Record<IdleComment["problem"], string>> = {
  unused: "silences nothing: remove it",
  forbidden: "has no effect: the settings forbid suppressions",
};

/** The checklist of practices and the estimate of the image, folded. Null when there is no checklist. */
export function checklistFold(file: FileReport): string | null {
  const table = checklistTable(file.checklist);
  if (table === "") return null;
  const parts = [table, footprintLine(file)].filter((part) => part !== "");
  return folded(`<b>Best practices</b>: ${practiceScore(file.checklist)}`, parts.join("\n\n"));
}

/** `10 of 12`: the practices kept of those that apply. */
export function practiceScore(checklist: readonly ChecklistEntry[]): string {
  const kept = checklist.filter(({ verdict }) => verdict === "kept").length;
  const broken = checklist.filter(({ verdict }) => verdict === "broken").length;
  return `${kept} of ${kept + broken}`;
}

const verdictMarks = { kept: "✓", broken: "✗", "not-applicable": "–" } as const;

/** The checklist of practices; empty when there is none. */
export function checklistTable(checklist: readonly ChecklistEntry[]): string {
  if (checklist.length === 0) return "";
  const rows = checklist.map(({ practice, verdict, line }) => {
    const where = verdict === "broken" && line !== null ? ` (line ${line})` : "";
    const note = verdict === "not-applicable" ? " (does not apply)" : where;
    return `| ${verdictMarks[verdict]} | ${messageText(practice)}${note} |`;
  });
  return ["| | Practice |", "|:-:|:--|", ...rows].join("\n");
}

/** The drawing of the stages, folded. Null when there is nothing to see. */
export function drawingFold(file: FileReport): string | null {
  const drawing = stageDrawing(file.stages);
  return drawing === null ? null : folded("<b>Build stages</b>", drawing);
}
