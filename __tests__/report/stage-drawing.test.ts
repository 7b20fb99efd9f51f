import { describe, expect, test } from "@jest/globals";
import { mermaidText, stageDrawing } from "../../src/report/stage-drawing.ts";
import type { StageOutline } from "../../src/report/lint-report.ts";

const base: StageOutline["inputs"][number] = { from: "golang:1.23", kind: "base", label: "" };

describe("stageDrawing", () => {
  test("draws stages, what they stand on, and what they take", () => {
    expect(
      stageDrawing([
        { label: "deps", image: "golang:1.23", final: false, inputs: [base] },
        {
          label: "builder",
          image: null,
          final: false,
          inputs: [
            { from: 0, kind: "base", label: "" },
            { from: "ghcr.io/o/tool:1", kind: "mount", label: "/tool" },
          ],
        },
        {
          label: "final",
          image: "scratch",
          final: true,
          inputs: [
            { from: 1, kind: "copy", label: "/app/server" },
            { from: "ghcr.io/o/tool:1", kind: "copy", label: "" },
          ],
        },
      ]),
    ).toBe(`\`\`\`mermaid
flowchart LR
  s0["deps<br/>golang:1.23"]
  s1["builder"]
  s2[["final<br/>scratch"]]
  i0(["ghcr.io/o/tool:1"])
  s0 ==> s1
  i0 -.->|"/tool"| s1
  s1 -->|"/app/server"| s2
  i0 --> s2
\`\`\``);
  });

  test("draws nothing for a single stage or for more than Mermaid takes", () => {
    expect(stageDrawing([])).toBeNull();
    expect(
      stageDrawing([{ label: "0", image: "golang:1.23", final: true, inputs: [base] }]),
    ).toBeNull();
    const many = Array.from({ length: 600 }, () => ({ from: 0, kind: "copy" as const, label: "" }));
    const first: StageOutline = { label: "0", image: "a", final: false, inputs: [] };
    expect(stageDrawing([first, { label: "1", image: "b", final: true, inputs: many }])).toBeNull();
  });

  test("writes what Mermaid or HTML could read as numbers", () => {
    expect(mermaidText('a"]; click b <b> #1 $X\n`')).toBe(
      "a#34;#93;#59; click b #60;b#62; #35;1 #36;X #96;",
    );
    expect(mermaidText("x".repeat(100))).toHaveLength(59 + "#8230;".length);
  });
});
