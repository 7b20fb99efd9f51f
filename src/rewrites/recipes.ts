import type { TextEdit } from "../source/text-edit.ts";
import { dotnetApplication } from "./dotnet-application.ts";
import { goBinary } from "./go-binary.ts";
import { javaArchive } from "./java-archive.ts";
import { nodeServer } from "./node-server.ts";
import { nodeStaticSite } from "./node-static-site.ts";
import { rustBinary } from "./rust-binary.ts";
import { pythonEnvironment } from "./python-environment.ts";
import type { Recipe, Rewrite } from "./rewrite.ts";
import type { SingleStage } from "./single-stage.ts";
import { splitStage } from "./split-stage.ts";

const recipes: readonly Recipe[] = [
  goBinary,
  rustBinary,
  javaArchive,
  dotnetApplication,
  nodeStaticSite,
  nodeServer,
  pythonEnvironment,
];

/** A stage split in two. */
export interface Split {
  /** What is done, as an order, and what to check. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/**
 * The rewrite of an image that is built and run in one stage as a stage that builds and one that runs.
 * @returns null when its shape is not one that is known with certainty
 */
export function rewriteOf(found: SingleStage): Split | null {
  const { dockerfile, stage } = found;
  // Two on one line, or parts that cannot be told apart.
  if (stage.parent !== null || dockerfile.problems.length > 0) return null;
  if (stage.instructions.some(({ onbuild }) => onbuild !== null)) return null;
  const rewrite = firstRewrite(found);
  return rewrite === null ? null : { title: rewrite.title, edits: splitStage(found, rewrite) };
}

function firstRewrite(found: SingleStage): Rewrite | null {
  for (const recipe of recipes) {
    const rewrite = recipe(found);
    if (rewrite !== null) return rewrite;
  }
  return null;
}
