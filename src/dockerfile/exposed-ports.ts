import { noted } from "../source/notes.ts";
import type { Instruction, Stage, Word } from "./model.ts";
import { knownImage } from "./known-images.ts";
import { rootStage } from "./queries.ts";
import { expandWord } from "./variables.ts";

/** The highest TCP and UDP port. */
export const highestPort = 65535;

/** An argument of EXPOSE taken apart: `[ip:][hostPort:]port[-last][/protocol]`. */
export interface PortText {
  /** `127.0.0.1:8080:` as written, empty when there is none. */
  readonly mapping: string;
  /** `80` or `8000-8010` as written. */
  readonly range: string;
  /** `tcp` as written, null when there is none. */
  readonly protocol: string | null;
  /** Null when the range is not made of one or two numbers. */
  readonly first: number | null;
  readonly last: number | null;
}

/** Takes an argument of EXPOSE apart. Never throws. */
export function readPort(text: string): PortText {
  const start = text.lastIndexOf(":") + 1;
  const slash = text.indexOf("/", start);
  const range = slash === -1 ? text.slice(start) : text.slice(start, slash);
  const numbers = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(range);
  const first = numbers === null ? null : Number(numbers[1]);
  return {
    mapping: text.slice(0, start),
    range,
    protocol: slash === -1 ? null : text.slice(slash + 1),
    first,
    last: numbers?.[2] === undefined ? first : Number(numbers[2]),
  };
}

/** A port that an image exposes. */
export interface ExposedPort {
  /** The first of a range. */
  readonly port: number;
  /** The last of a range, the same for a single one. */
  readonly last: number;
  /** Lower case. */
  readonly protocol: string;
  /** The word of EXPOSE; null when the base image exposes it by itself. */
  readonly word: Word | null;
}

/** What an image exposes. */
export interface ExposedPorts {
  readonly ports: readonly ExposedPort[];
  /** Whether there may be more: a variable is not known, or the base image is none of the well-known ones. */
  readonly open: boolean;
}

/** The ports that a stage's image exposes, by its own EXPOSEs, those of its ancestors and of the base image, newest first. */
export const exposedPorts: (stage: Stage) => ExposedPorts = noted((stage: Stage) => {
  const ports: ExposedPort[] = [];
  let open = false;
  for (const { word, instruction } of exposeWords(stage)) {
    const text = expandWord(word, instruction.state.lookup);
    const reading = text === null ? null : readPort(text);
    const first = reading?.first ?? null;
    if (reading === null || first === null) {
      open = true;
      continue;
    }
    const protocol = (reading.protocol ?? "tcp").toLowerCase();
    ports.push({ port: first, last: reading.last ?? first, protocol, word });
  }
  const { base } = rootStage(stage);
  if (base.scratch) return { ports, open };
  const known = base.reference === null ? null : knownImage(base.reference);
  if (known === null) return { ports, open: true };
  return { ports: [...ports, ...basePorts(known.exposes ?? [])], open };
});

/** The arguments of the EXPOSEs of a stage and its ancestors, newest stage first, with the instruction of each. */
export function exposeWords(
  stage: Stage,
): { readonly word: Word; readonly instruction: Instruction }[] {
  return stage.lineage.flatMap(({ instructions }) =>
    instructions
      .filter(({ kind, onbuild }) => kind === "expose" && onbuild === null)
      .flatMap((instruction) => instruction.words.map((word) => ({ word, instruction }))),
  );
}

function basePorts(exposes: readonly (number | string)[]): ExposedPort[] {
  return exposes.map((text) => {
    const { first, protocol } = readPort(String(text));
    const port = first ?? 0;
    return { port, last: port, protocol: protocol ?? "tcp", word: null };
  });
}
