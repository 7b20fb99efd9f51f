import type { Instruction } from "../../dockerfile/model.ts";
import { removeInstruction } from "../../dockerfile/instruction-edits.ts";
import type { Rule } from "../rule.ts";

/** The ids that other linters use for each keyword. */
const aliasesOf: ReadonlyMap<string, readonly string[]> = new Map([
  ["CMD", ["DL4003", "DS-0016", "MultipleInstructionsDisallowed"]],
  ["ENTRYPOINT", ["DL4004", "DS-0007", "MultipleInstructionsDisallowed"]],
  ["HEALTHCHECK", ["DL3012", "DS-0023", "MultipleInstructionsDisallowed"]],
]);

export const repeatedCommand: Rule = {
  name: "repeated-command",
  category: "runtime",
  severity: "error",
  confidence: "high",
  presets: ["recommended", "hadolint"],
  summary: "Of several CMD, ENTRYPOINT or HEALTHCHECK in a stage only the last counts",
  why:
    "Each of these instructions replaces the one before it in its stage. The earlier ones look as if they ran, and are " +
    "never run: often a merge left them, and the command that was meant to stay is the one that is lost.",
  sources: [
    {
      title: "Docker build checks: MultipleInstructionsDisallowed",
      url: "https://docs.docker.com/reference/build-checks/multiple-instructions-disallowed/",
    },
  ],
  aliases: [
    "DL4003",
    "DL4004",
    "DL3012",
    "DS-0007",
    "DS-0016",
    "DS-0023",
    "MultipleInstructionsDisallowed",
  ],
  fix: "review",
  scope: "file",
  words: ["cmd", "entrypoint", "healthcheck"],
  examples: [
    {
      bad: 'FROM node:22\nCMD ["node", "worker.js"]\nEXPOSE 8080\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22\nEXPOSE 8080\nCMD ["node", "server.js"]\n',
      fixed: 'FROM node:22\nEXPOSE 8080\nCMD ["node", "server.js"]\n',
    },
    {
      bad:
        'FROM nginx:1.27.3\nHEALTHCHECK CMD ["curl", "-f", "http://localhost/"]\n' +
        'HEALTHCHECK --interval=30s CMD ["curl", "-f", "http://localhost/ready"]\n',
      good: 'FROM nginx:1.27.3\nHEALTHCHECK --interval=30s CMD ["curl", "-f", "http://localhost/ready"]\n',
      fixed:
        'FROM nginx:1.27.3\nHEALTHCHECK --interval=30s CMD ["curl", "-f", "http://localhost/ready"]\n',
    },
  ],
  silentOn: [
    'FROM node:22 AS a\nCMD ["a"]\nFROM a\nCMD ["b"]\n',
    'FROM node:22\nONBUILD CMD ["a"]\nCMD ["b"]\n',
    'FROM node:22\nENTRYPOINT ["node"]\nCMD ["b.js"]\n',
  ],
  *check(dockerfile) {
    for (const stage of dockerfile.stages) {
      const last = new Map<string, Instruction>();
      for (const instruction of stage.instructions) {
        if (aliasesOf.has(instruction.keyword)) last.set(keyOf(instruction), instruction);
      }
      for (const instruction of stage.instructions) {
        const { keyword } = instruction;
        const winner = aliasesOf.has(keyword) ? last.get(keyOf(instruction)) : undefined;
        if (winner === undefined || winner === instruction) continue;
        const line = dockerfile.source.lineAt(winner.span.start);
        yield {
          message:
            `This ${keyword} is never used: the one on line ${line} replaces it. ` +
            "Keep the one that is meant and remove the other.",
          span: instruction.span,
          aliases: aliasesOf.get(keyword) ?? [],
          fix: {
            title: `Remove this ${keyword}, which has no effect`,
            safety: "review",
            edits: removeInstruction(dockerfile, instruction),
          },
        };
      }
    }
  },
};

/** Triggers of ONBUILD count for themselves: they replace each other in the images that are built from this one. */
function keyOf(instruction: Instruction): string {
  return `${instruction.keyword} ${instruction.onbuild === null ? "here" : "onbuild"}`;
}
