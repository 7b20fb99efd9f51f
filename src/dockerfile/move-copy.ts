import { insertAt, replaceExpected, type TextEdit } from "../source/text-edit.ts";
import type { Span } from "../source/span.ts";
import { resolvePath } from "./paths.ts";
import { meantArguments, workdirOf } from "./context-copies.ts";
import { expandWord } from "./variables.ts";
import { insertBefore } from "./instruction-edits.ts";
import type { CopyInstruction, Dockerfile, Instruction, RunInstruction } from "./model.ts";

/** Flags of COPY and ADD that mean the same for part of the files. */
const plainFlags = new Set(["chown", "chmod", "link"]);

/** Whether a COPY (or ADD) is plain enough to be taken apart and moved: one local source, no flags but those that are known. */
export function isMovable(copy: CopyInstruction): boolean {
  const known = copy.flags.every(({ name }) => plainFlags.has(name) || name === "exclude");
  return (
    known &&
    meantArguments(copy).sources.length === 1 &&
    copy.heredocs.length === 0 &&
    copy.onbuild === null &&
    copy.from === null
  );
}

/**
 * The COPY of some files of what a COPY brings, with its owner, its mode and its destination.
 * @param sources from the context's root; directories end with a slash
 * @param below the directory under the destination that they go to, `""` for the destination itself
 */
export function partialCopy(
  dockerfile: Dockerfile,
  copy: CopyInstruction,
  sources: readonly string[],
  below: string,
): string {
  const written = dockerfile.source.slice(copy.keywordSpan);
  const keyword = written === written.toLowerCase() ? "copy" : "COPY";
  const flags = copy.flags
    .filter(({ name }) => plainFlags.has(name))
    .map(({ span }) => dockerfile.source.slice(span));
  const to = meantArguments(copy).destination?.value ?? ".";
  const single = sources.length === 1 && !/[*?[]|\/$/.test(sources[0] ?? "");
  return [keyword, ...flags, ...sources, destination(to, below, single)].join(" ");
}

/** A destination that is read as a directory; `.` needs no slash for a single file. */
function destination(to: string, below: string, single: boolean): string {
  if (below === "") return to === "." && single ? to : to.replace(/\/*$/, "/");
  if (to === ".") return `${below}/`;
  return `${to.replace(/\/*$/, "/")}${below}/`;
}

/**
 * The edits that put other lines (or none) in the place of a COPY and the COPY, with the comments directly above it, behind a later RUN,
 * or into the gap that splits that RUN in two.
 * @param split what stands between the parts of the RUN and what its second part begins with; null to leave it whole
 * @param more what is inserted into the RUN, and an instruction that follows the COPY in its new place
 * @returns null when the COPY would mean something else there
 */
export function moveCopyBehind(
  dockerfile: Dockerfile,
  copy: CopyInstruction,
  run: RunInstruction,
  lines: readonly string[],
  split: { readonly gap: Span; readonly begin: string } | null,
  more: { readonly inserted: TextEdit | null; readonly next: string } = {
    inserted: null,
    next: "",
  },
): TextEdit[] | null {
  const { source } = dockerfile;
  const moved = textBehind(dockerfile, copy, run);
  if (moved === null) return null;
  const eol = source.lineEnding;
  const start = insertBefore(dockerfile, copy, "x")[0]?.start ?? copy.span.start;
  const lastLine = source.lineAt(copy.span.end);
  const end = source.lineSpan(lastLine).end;
  // An empty line between the steps is the file's style, and kept.
  const isSpaced = source.slice(source.lineSpan(lastLine + 1)).trim() === "";
  const indentation = source.indentationOf(source.lineAt(copy.span.start));
  const replaced = lines.map((line) => indentation + line).join(eol);
  const next = more.next === "" ? "" : `${eol}${indentation}${more.next}`;
  const block = source.text.slice(start, copy.span.start) + moved + next;
  const gone = lines.length === 0 ? source.lineStart(lastLine + (isSpaced ? 2 : 1)) : end;
  const place = { start, end: gone };
  const first = replaceExpected(source, place, source.slice(place), replaced);
  // An insertion where the next edit begins becomes part of it.
  const joinedTo = (offset: number): string =>
    more.inserted?.start === offset ? more.inserted.newText : "";
  const apart = (offset: number): TextEdit[] =>
    more.inserted === null || more.inserted.start === offset ? [] : [more.inserted];
  if (split !== null) {
    const ownIndentation = source.indentationOf(source.lineAt(run.span.start));
    return [
      first,
      ...apart(split.gap.start),
      replaceExpected(
        source,
        split.gap,
        source.slice(split.gap),
        `${joinedTo(split.gap.start)}${eol}${block}${eol}${ownIndentation}${split.begin}`,
      ),
    ];
  }
  const offset = source.lineSpan(source.lineAt(run.span.end)).end;
  const behind = `${joinedTo(offset)}${eol}${isSpaced ? eol : ""}${block}`;
  return [first, ...apart(offset), insertAt(offset, behind)];
}

/** The text of a COPY as it has to be written behind a RUN, where WORKDIR may be another. */
function textBehind(
  dockerfile: Dockerfile,
  copy: CopyInstruction,
  run: RunInstruction,
): string | null {
  const text = dockerfile.source.slice(copy.span);
  const workdir = workdirOf(copy.state);
  const to = meantArguments(copy).destination;
  if (to === null) return null;
  const path = expandWord(to, (name) => copy.state.lookup(name));
  if (path === null) return null;
  if (path.startsWith("/") || workdir === workdirOf(run.state)) return text;
  if (workdir.startsWith("/?") || copy.exec !== null) return null;
  const from = to.span.start - copy.span.start;
  return (
    text.slice(0, from) + resolvePath(workdir, path) + text.slice(to.span.end - copy.span.start)
  );
}

/**
 * Whether an instruction between a COPY and the place it is moved to leaves it the same: RUN is not judged here.
 * @param target the absolute path that is copied to
 */
export function permitsMove(copy: CopyInstruction, between: Instruction, target: string): boolean {
  if (between.onbuild !== null) return true;
  switch (between.kind) {
    case "env":
    case "arg":
      return (
        copy.words.every(({ variables }) => variables.length === 0) &&
        !copy.flags.some(({ value }) => value?.includes("$"))
      );
    case "copy":
    case "add":
      return isApart(between, target);
    case "unknown":
    case "from":
      return false;
    default:
      return true;
  }
}

/** Whether what another COPY brings lies outside of a directory. */
function isApart(other: CopyInstruction, target: string): boolean {
  const path =
    other.destination === null
      ? null
      : expandWord(other.destination, (name) => other.state.lookup(name));
  if (path === null) return false;
  const place = resolvePath(workdirOf(other.state), path);
  const within = (outer: string, inner: string): boolean =>
    `${inner}/`.startsWith(outer === "/" ? "/" : `${outer}/`);
  return !within(target, place) && !within(place, target);
}
