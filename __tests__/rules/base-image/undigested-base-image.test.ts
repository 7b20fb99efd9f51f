import { describe, expect, test } from "@jest/globals";
import { undigestedBaseImage } from "../../../src/rules/base-image/undigested-base-image.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(undigestedBaseImage);

describe("undigested-base-image in particular", () => {
  test("points at every image that the last stage needs", () => {
    const text =
      "FROM golang:1.25.1 AS build\nRUN make\nFROM node:22.12 AS docs\nFROM alpine:3.22\n" +
      "COPY --from=build /x /x\nCOPY --from=ghcr.io/acme/tools:1.8 /t /t\n";
    const places = findingsOf(undigestedBaseImage, text).map(({ span }) =>
      text.slice(span.start, span.end),
    );
    expect(places).toEqual(["golang:1.25.1", "alpine:3.22", "ghcr.io/acme/tools:1.8"]);
  });
});
