import { expect, test } from "@jest/globals";
import { ProgressBar } from "../../src/cli/progress.ts";
import type { Terminal } from "../../src/cli/terminal.ts";

function terminal(progress: boolean): { terminal: Terminal; written: string[] } {
  const written: string[] = [];
  const unused = (): never => {
    throw new Error("not for this");
  };
  return {
    written,
    terminal: {
      workingDirectory: "/",
      today: "2026-11-21",
      colour: false,
      progress,
      write: unused,
      writeError: (text) => void written.push(text),
      readInput: unused,
    },
  };
}

test("a bar appears when a run takes long, moves now and then, and goes", () => {
  const { terminal: screen, written } = terminal(true);
  let time = 0;
  const bar = new ProgressBar(screen, 10, () => time);
  for (const at of [100, 699, 700, 720, 800]) {
    time = at;
    bar.step();
  }
  expect(written).toEqual([
    `\r${"█".repeat(9)}${"░".repeat(21)} 3 of 10 Dockerfiles`,
    `\r${"█".repeat(15)}${"░".repeat(15)} 5 of 10 Dockerfiles`,
  ]);
  bar.end();
  expect(written.at(-1)).toBe("\r\u001b[2K");
});

test("a short run shows nothing, nor does one without a terminal", () => {
  for (const progress of [true, false]) {
    const { terminal: screen, written } = terminal(progress);
    let time = 0;
    const bar = new ProgressBar(screen, 2, () => time);
    bar.step();
    time = progress ? 10 : 5000;
    bar.step();
    bar.end();
    expect(written).toEqual([]);
  }
});
