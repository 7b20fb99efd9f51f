import { describe, expect, test } from "@jest/globals";
import { buildToolsInFinalStage } from "../../../src/rules/stages/build-tools-in-final-stage.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(buildToolsInFinalStage);

const build = "FROM debian:12 AS build\nRUN apt-get update && apt-get install -y gcc\n\n";

function messages(final: string): readonly string[] {
  const text = `${build}FROM debian:12\n${final}COPY --from=build /a /a\nCMD ["/a"]\n`;
  return findingsOf(buildToolsInFinalStage, text).map(({ message }) => message);
}

describe("build-tools-in-final-stage in particular", () => {
  test("asks for the library alone where only its headers are there", () => {
    expect(messages("RUN apt-get update && apt-get install -y libpq-dev\n")).toEqual([
      "The image ships `libpq-dev`, which has the headers of a library, and nothing compiles in it. " +
        "Install the package of the library alone instead.",
    ]);
  });

  test("does not ask to remove, in the RUN that installs it, what a later RUN compiles with", () => {
    const install = "RUN apt-get update && apt-get install -y gcc\n";
    const cure = "Compile in a stage of its own and copy the result";
    expect(messages(`${install}RUN gcc -o /b /b.c\n`)).toEqual([
      `The image ships \`gcc\`, which is there to compile with. ${cure}.`,
    ]);
    expect(messages(install)).toEqual([
      `The image ships \`gcc\`, which is there to compile with. ${cure}, or remove it in the RUN that installs it.`,
    ]);
  });
});
