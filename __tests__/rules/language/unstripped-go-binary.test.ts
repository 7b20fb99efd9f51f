import { describe, expect, test } from "@jest/globals";
import { unstrippedGoBinary } from "../../../src/rules/language/unstripped-go-binary.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(unstrippedGoBinary);

const image = (build: string) =>
  `FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN ${build}\nFROM alpine:3.22\nCOPY --from=build /app /app\nCMD ["/app"]\n`;

describe("unstripped-go-binary in particular", () => {
  test.each([
    ["go build -o /app", 'go build -trimpath -ldflags="-s -w" -o /app'],
    ['go build -ldflags="-s -w" -o /app', 'go build -trimpath -ldflags="-s -w" -o /app'],
    [
      "go build -trimpath -ldflags='-X a=b' -o /app",
      "go build -trimpath -ldflags='-s -w -X a=b' -o /app",
    ],
    [
      'go build \\\n    -ldflags "-X main.s=1" \\\n    -o /app',
      'go build -trimpath \\\n    -ldflags "-s -w -X main.s=1" \\\n    -o /app',
    ],
  ])("makes %j to %j", (bad, good) => {
    expect(fixedBy(unstrippedGoBinary, image(bad))).toBe(image(good));
  });

  test.each([
    'go build -trimpath -ldflags="-w" -o /app',
    "go build -trimpath -ldflags=-s -o /app",
    "GOFLAGS='-trimpath -ldflags=-s' go build -o /app",
    "go build $FLAGS -o /app",
    "export GOFLAGS=$X && go build -o /app",
  ])("is silent on %j", (build) => {
    expect(findingsOf(unstrippedGoBinary, image(build))).toEqual([]);
  });

  test("paths alone are a smaller matter", () => {
    const [finding] = findingsOf(unstrippedGoBinary, image('go build -ldflags="-s -w" -o /app'));
    expect(finding?.confidence).toBe("low");
    expect(finding?.message).toContain("`-trimpath`");
  });

  test("offers no fix inside of quotes", () => {
    const [finding] = findingsOf(unstrippedGoBinary, image('sh -c "go build -o /app"'));
    expect(finding).toBeDefined();
    expect(finding?.fix).toBeNull();
  });
});
