import type { TextEdit } from "../source/text-edit.ts";

/** A rewrite after which a change of the source installs no dependencies. */
export interface InstallRewrite {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}
