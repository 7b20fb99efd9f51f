import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { runIn } from "./cli/run-in.ts";

const root = path.resolve(import.meta.dirname, "..");
const recorded = path.join(root, "__tests__/examples");

/** What the README's command says of one example. With UPDATE=1 the recorded reviews are written anew: read how they change. */
describe.each(["node", "python", "go", "java"])("the example %s", (name) => {
  test("is reviewed as recorded", async () => {
    const args = ["check", "--fail-on", "warning", `examples/${name}/Dockerfile`];
    const { stdout, state } = await runIn(root, args);
    expect(state).toBe(1);
    const file = path.join(recorded, `${name}.txt`);
    if (process.env.UPDATE === "1") {
      mkdirSync(recorded, { recursive: true });
      writeFileSync(file, stdout);
    }
    expect(stdout).toBe(readFileSync(file, "utf8"));
  });

  test("is right in its good form", async () => {
    const good = `examples/${name}/Dockerfile.good`;
    const { stdout, state } = await runIn(root, ["check", "--fail-on", "warning", good]);
    expect([state, stdout]).toEqual([0, stdout]);
  });
});

test("the README's command reviews them all", async () => {
  const { stdout, state } = await runIn(root, ["check", "examples"]);
  expect(state).toBe(1);
  for (const name of ["node", "python", "go", "java"])
    expect(stdout).toContain(`examples/${name}/Dockerfile`);
});
