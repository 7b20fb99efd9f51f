import { count } from "./standing.ts";

/** A piece of a document that is shown whole or not at all. */
export interface Block {
  readonly text: string;
  /** Blocks of a lower rank are given their place first; of one rank, those that come first. */
  readonly rank: number;
  /** What is missing when it is left out, as singular and plural. Null for what nobody misses alone. */
  readonly what: readonly [singular: string, plural: string] | null;
  /** Whether it goes on directly where the block before it ends, as the rows of a table and the items of a list do. */
  readonly tight?: boolean;
  /** When a block of a series is left out, those that come after it in the series are left out too. */
  readonly series?: string;
}

/** How much of a document was left out. */
export interface FittedDocument {
  readonly text: string;
  /** What was left out, in words: `3 problems, 1 diff`. Empty when everything is there. */
  readonly leftOut: string;
}

/**
 * Joins blocks in the order given, leaving out those for which there is no room.
 * @param limit what the joined text may measure
 * @param measure the size of a text: characters for comments, bytes for job summaries
 */
export function fitBlocks(
  blocks: readonly Block[],
  limit: number,
  measure: (text: string) => number,
): FittedDocument {
  const byRank = blocks
    .map((block, index) => ({ block, index }))
    .sort((left, right) => left.block.rank - right.block.rank || left.index - right.index);
  const kept = new Set<Block>();
  const brokenSeries = new Set<string>();
  let room = limit;
  for (const { block } of byRank) {
    const size = measure(block.text) + separator.length;
    const isBroken = block.series !== undefined && brokenSeries.has(block.series);
    if (isBroken || size > room) {
      if (block.series !== undefined) brokenSeries.add(block.series);
      continue;
    }
    room -= size;
    kept.add(block);
  }
  return {
    text: joinBlocks(blocks.filter((block) => kept.has(block))),
    leftOut: listMissing(
      byRank.map(({ block }) => block),
      kept,
    ),
  };
}

const separator = "\n\n";

function joinBlocks(blocks: readonly Block[]): string {
  return blocks
    .map((block, index) => {
      if (index === 0) return block.text;
      const goesOn = block.tight === true && blocks[index - 1]?.series === block.series;
      return (goesOn ? "\n" : separator) + block.text;
    })
    .join("");
}

function listMissing(blocks: readonly Block[], kept: ReadonlySet<Block>): string {
  const missing = new Map<string, { number: number; plural: string }>();
  for (const { what } of blocks.filter((block) => !kept.has(block))) {
    if (what === null) continue;
    const [singular, plural] = what;
    missing.set(singular, { number: (missing.get(singular)?.number ?? 0) + 1, plural });
  }
  return [...missing]
    .map(([singular, { number, plural }]) => count(number, singular, plural))
    .join(", ");
}
