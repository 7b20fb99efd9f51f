import { describe, expect, test } from "@jest/globals";
import { goModTidyInBuild } from "../../../src/rules/language/go-mod-tidy-in-build.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(goModTidyInBuild);

describe("go-mod-tidy-in-build in particular", () => {
  test("takes the whole RUN away where nothing else is in it", () => {
    const text =
      "FROM golang:1.25\nCOPY go.* ./\nRUN go mod download\nCOPY . .\n# Clean up.\nRUN go mod tidy\nRUN go build\n";
    expect(fixedBy(goModTidyInBuild, text)).toBe(
      "FROM golang:1.25\nCOPY go.* ./\nRUN go mod download\nCOPY . .\nRUN go build\n",
    );
  });

  test("takes the call away where the modules are downloaded behind it", () => {
    const text = "FROM golang:1.25\nCOPY . .\nRUN go mod tidy && go mod download && go build\n";
    expect(fixedBy(goModTidyInBuild, text)).toContain("RUN go mod download && go build\n");
  });

  test.each([
    "FROM golang:1.25\nCOPY . .\nRUN go mod tidy -v\n",
    "FROM golang:1.25\nCOPY . .\nRUN go mod download\nRUN go mod tidy || true\n",
  ])("offers no fix for %j", (text) => {
    const [finding] = findingsOf(goModTidyInBuild, text);
    expect(finding).toBeDefined();
    expect(finding?.fix).toBeNull();
  });

  test("offers no fix where checksums are missing", () => {
    const text = "FROM golang:1.25\nCOPY . .\nRUN go mod tidy\n";
    const [finding] = findingsOf(goModTidyInBuild, text, { "go.mod": "module x\n" });
    expect(finding?.fix).toBeNull();
    const files = { "go.mod": "module x\n", "go.sum": "" };
    expect(fixedBy(goModTidyInBuild, text, files)).toContain("RUN go mod download");
  });
});
