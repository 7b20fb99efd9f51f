import type { Stage } from "./model.ts";

const words =
  /(^|[-._/])(dev|devel|development|devcontainer|local|test|tests|debug|watch|ci|e2e)([-._/]|$)/i;

/** Whether an image is for developers by the name of its stage or the path of its file. */
export function isForDevelopment({ name }: Stage, path: string): boolean {
  return words.test(name ?? "") || words.test(path);
}
