import { expect } from "@jest/globals";
import type {
  Dockerfile,
  Instruction,
  InstructionKind,
  InstructionOf,
} from "../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../src/dockerfile/parse-dockerfile.ts";
import type { Span } from "../../src/source/span.ts";

/** Parses a Dockerfile that has no problems. */
export function readSound(text: string): Dockerfile {
  const dockerfile = parseDockerfile(text);
  expect(dockerfile.problems).toEqual([]);
  return dockerfile;
}

/** The only instruction of a kind. */
export function only<K extends InstructionKind>(dockerfile: Dockerfile, kind: K): InstructionOf<K> {
  const found = dockerfile.instructions.filter(
    (instruction): instruction is InstructionOf<K> => instruction.kind === kind,
  );
  expect(found).toHaveLength(1);
  return first(found);
}

/**
 * The first thing of a list.
 * @throws Error when it is empty
 */
export function first<T>(list: readonly T[]): T {
  for (const thing of list) return thing;
  throw new Error("the list is empty");
}

/** The text at a span, or null. */
export function textAt(dockerfile: Dockerfile, at: Span | null | undefined): string | null {
  return at ? dockerfile.source.slice(at) : null;
}

/** Kinds in file order. */
export function kindsOf(dockerfile: Dockerfile): readonly Instruction["kind"][] {
  return dockerfile.instructions.map(({ kind }) => kind);
}

/** What is wrong with a file: kind, the text at the place, and the suggestion if there is one. */
export function problemsOf(text: string): readonly (readonly string[])[] {
  const dockerfile = parseDockerfile(text);
  return dockerfile.problems.map(({ kind, span, suggestion }) => [
    kind,
    dockerfile.source.slice(span),
    ...(suggestion === undefined ? [] : [suggestion]),
  ]);
}
