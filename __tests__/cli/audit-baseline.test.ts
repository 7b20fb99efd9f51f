import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { TemporaryRepository } from "../git/temporary.ts";
import { runIn } from "./run-in.ts";

test("the first baseline goes where the settings file names it", async () => {
  const repository = new TemporaryRepository();
  try {
    repository.write("Dockerfile", "FROM alpine:3.22\nMAINTAINER me@example.com\n");
    repository.write(".github/dockerfile-review.yml", "baseline: accepted.json\n");
    const written = await runIn(repository.path, [
      "audit",
      "--rule",
      "deprecated-maintainer",
      "--write-baseline",
    ]);
    expect(written.stdout).toContain("accepted.json accepts 1 finding. ");
    expect(existsSync(join(repository.path, "accepted.json"))).toBe(true);
    expect(readFileSync(join(repository.path, "accepted.json"), "utf8")).toContain(
      "deprecated-maintainer",
    );
  } finally {
    repository.remove();
  }
});
