import { hasWildcard, isRemoteSource } from "./copy-sources.ts";
import type { CopyInstruction, Dockerfile, Instruction, Word } from "./model.ts";
import { resolvePath } from "./paths.ts";

/** A source of a COPY or ADD that names one file or directory of the build context. */
export interface ContextSource {
  readonly copy: CopyInstruction;
  readonly word: Word;
  /** From the context's root, clean, never empty: `src/main.go`. */
  readonly path: string;
}

/** Whether an instruction copies from the build context of this very file: not from a stage, not in ONBUILD. */
export function copiesFromContext(instruction: Instruction): instruction is CopyInstruction {
  const copies = instruction.kind === "copy" || instruction.kind === "add";
  return copies && instruction.from === null && instruction.onbuild === null;
}

/** The sources that name something of the build context; those with variables or wildcards, and URLs, are left out. */
export function contextSourcesOf(dockerfile: Dockerfile): readonly ContextSource[] {
  return dockerfile.instructions.filter(copiesFromContext).flatMap((copy) =>
    copy.sources.flatMap((word): ContextSource[] => {
      const { value, variables } = word;
      if (variables.length > 0 || isRemoteSource(value) || hasWildcard(value)) return [];
      // What was meant as a comment, and what a shell would read, names no file.
      if (/^#|[$`<>|;]/.test(value)) return [];
      const path = cleanSource(value);
      return path === "" ? [] : [{ copy, word, path }];
    }),
  );
}

/** The paths of these sources, each once: what says where the context is. */
export function contextPathsOf(dockerfile: Dockerfile): string[] {
  return [...new Set(contextSourcesOf(dockerfile).map(({ path }) => path))];
}

/** A source as a path from the context's root, which `..` cannot leave; empty for the root itself. */
export function cleanSource(source: string): string {
  return resolvePath("/", source).slice(1);
}
