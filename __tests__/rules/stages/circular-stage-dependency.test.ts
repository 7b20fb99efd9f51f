import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { circularGroups, pathBetween } from "../../../src/dockerfile/stage-cycles.ts";
import { circularStageDependency } from "../../../src/rules/stages/circular-stage-dependency.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(circularStageDependency);

describe("circular-stage-dependency in particular", () => {
  test("says a circle once, at the COPY that closes it, with its way", () => {
    const text =
      "FROM alpine:3.22 AS a\nCOPY --from=c /x /x\nFROM alpine:3.22 AS b\nCOPY --from=a /x /x\n" +
      "FROM alpine:3.22 AS c\nCOPY --from=b /x /x\n";
    const findings = findingsOf(circularStageDependency, text);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.span.start).toBe(text.indexOf("c /x"));
    expect(findings[0]?.message).toContain("a → c → b → a");
  });

  test("keeps two circles apart", () => {
    const pair = (x: string, y: string) =>
      `FROM alpine:3.22 AS ${x}\nCOPY --from=${y} /x /x\nFROM ${x} AS ${y}\nRUN make\n`;
    expect(findingsOf(circularStageDependency, pair("a", "b") + pair("c", "d"))).toHaveLength(2);
  });

  test("shortens a long way", () => {
    const stages = Array.from(
      { length: 9 },
      (_, index) => `FROM alpine:3.22 AS s${index}\nCOPY --from=s${(index + 1) % 9} /x /x\n`,
    );
    const [finding] = findingsOf(circularStageDependency, stages.join(""));
    expect(finding?.message).toContain("s0 → s1 → s2 → s3 → s4 → ... → s0");
  });

  test("finds just the stages that reach themselves", () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 16 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const texts = Array.from({ length: 8 }, (_, index) => {
          const copies = pairs.filter(([from, to]) => from === index && to !== index);
          return `FROM alpine AS s${index}\n${copies.map(([, to]) => `COPY --from=s${to} / /\n`).join("")}`;
        });
        const { stages } = parseDockerfile(texts.join(""));
        const groups = circularGroups(stages);
        for (const stage of stages) {
          const isCircular = stage.dependencies.some((one) => pathBetween(one, stage).length > 0);
          expect(groups.has(stage)).toBe(isCircular);
        }
      }),
    );
  });
});
