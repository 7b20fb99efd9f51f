import { styleText } from "node:util";
import { plainPaint, type Paint } from "../report/terminal.ts";

type Style = Parameters<typeof styleText>[0];

/** How the report for a terminal is coloured; not at all when that is not wanted. */
export function paintFor(colour: boolean): Paint {
  if (!colour) return plainPaint;
  return {
    error: inStyle("red"),
    warning: inStyle("yellow"),
    info: inStyle("cyan"),
    good: inStyle("green"),
    bold: inStyle("bold"),
    dim: inStyle("dim"),
  };
}

function inStyle(style: Style): (text: string) => string {
  // Whether to colour has been decided: newer Nodes would ask standard output again.
  return (text) => styleText(style, text, { validateStream: false });
}
