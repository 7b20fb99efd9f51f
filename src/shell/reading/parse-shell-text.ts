import { forEachChild, parse } from "unbash";
import type {
  AndOr,
  Assignment,
  Command,
  CommandNode,
  CompoundList,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  SyntaxNode,
  Word,
  WordPart,
} from "unbash";

// The one file that imports unbash: everything else in shell/ takes its tree types from here.
export { forEachChild };
export type {
  AndOr,
  Assignment,
  Command,
  CommandNode,
  CompoundList,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Redirection,
  Statement,
  SyntaxNode,
  Word,
  WordPart,
};

/** Expansions nested deeper than this are not read: the parser reads the text once more for each level. */
const maximumDepth = 64;

/**
 * The syntax tree of a shell text, with positions from its start. Errors of scripts inside substitutions are found only
 * when those are visited (`ParsedScript.errors`).
 * @returns null when the text has syntax errors or is nested too deeply.
 */
export function parseSyntax(text: string): ParsedScript | null {
  if (expansionDepth(text) > maximumDepth) return null;
  const tree = parse(text);
  return hasErrors(tree) ? null : tree;
}

/** Whether a script, or the text of a substitution, has syntax errors. */
export function hasErrors(script: ParsedScript): boolean {
  return script.errors !== undefined && script.errors.length > 0;
}

/** An upper bound, near enough, of how deep parentheses and `${` are nested; quotes are not looked at. */
function expansionDepth(text: string): number {
  if (!/\(|\$\{/.test(text)) return 0;
  let parentheses = 0;
  let braces = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "(") parentheses++;
    else if (character === ")") parentheses = Math.max(0, parentheses - 1);
    else if (character === "{" && text[at - 1] === "$") braces++;
    else if (character === "}") braces = Math.max(0, braces - 1);
    deepest = Math.max(deepest, parentheses + braces);
  }
  return deepest;
}
