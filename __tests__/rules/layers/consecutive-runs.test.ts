import { describe, expect, test } from "@jest/globals";
import { consecutiveRuns } from "../../../src/rules/layers/consecutive-runs.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(consecutiveRuns);

describe("consecutive-runs in particular", () => {
  test("says a row once, at the second RUN, with all its lines", () => {
    const text = "FROM alpine:3.22\nRUN mkdir /a\nRUN mkdir /b\n\nRUN mkdir /c\n";
    const findings = findingsOf(consecutiveRuns, text);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.span.start).toBe(text.indexOf("RUN mkdir /b"));
    expect(findings[0]?.message).toContain("3 short RUNs in a row (lines 2, 3 and 5)");
    expect(findings[0]?.severity).toBe("info");
    expect(findings[0]?.aliases).toEqual(["DL3059", "S7031"]);
  });

  test("is not sure of commands that it does not know", () => {
    const [finding] = findingsOf(consecutiveRuns, "FROM debian:12\nRUN /foo.sh\nRUN /bar.sh\n");
    expect(finding?.confidence).toBe("low");
  });

  test("looks at the stages that the image is built on", () => {
    const text = "FROM alpine:3.22 AS base\nRUN mkdir /a\nRUN mkdir /b\nFROM base\nCOPY x /a/\n";
    expect(findingsOf(consecutiveRuns, text)).toHaveLength(1);
  });

  test("finds two rows where a build stands between", () => {
    const text =
      "FROM alpine:3.22\nRUN mkdir /a\nRUN mkdir /b\nRUN make\nRUN mkdir /c\nRUN mkdir /d\n";
    expect(findingsOf(consecutiveRuns, text)).toHaveLength(2);
  });

  test.each([
    ["RUN mkdir /a\nRUN touch /a/b\n", "RUN mkdir /a && touch /a/b\n"],
    ["run mkdir /a\nrun touch /a/b\n", "run mkdir /a && touch /a/b\n"],
    ["RUN mkdir \\\n    /a\nRUN touch /b\n", "RUN mkdir \\\n    /a \\\n    && touch /b\n"],
    [
      "RUN mkdir /a && \\\n\ttouch /b\nRUN touch /c\n",
      "RUN mkdir /a && \\\n\ttouch /b && \\\n\ttouch /c\n",
    ],
    [
      "RUN apt-get install -y \\\n    curl\nRUN apt-get install -y \\\n    git \\\n    jq \n",
      "RUN apt-get install -y \\\n    curl \\\n    git \\\n    jq\n",
    ],
    ["RUN apk add --no-cache a=1\nRUN apk add --no-cache b\n", "RUN apk add --no-cache a=1 b\n"],
    ["RUN apk add a\nRUN apk add --no-cache b\n", "RUN apk add a && apk add --no-cache b\n"],
    // What is installed first may be needed to install the next.
    ["RUN pip install numpy\nRUN pip install x\n", "RUN pip install numpy && pip install x\n"],
  ])("turns %j into %j", (bad, good) => {
    expect(fixedBy(consecutiveRuns, `FROM alpine:3.22\n${bad}`)).toBe(`FROM alpine:3.22\n${good}`);
  });

  test("does not join what would update the index twice", () => {
    const text =
      "FROM debian:12\nRUN apt-get update && apt-get install -y a\nRUN apt-get update && apt-get install -y b\n";
    expect(findingsOf(consecutiveRuns, text).map(({ fix }) => fix)).toEqual([null]);
  });

  test.each([
    "RUN cd /a\nRUN mkdir b\n",
    "RUN mkdir a || true\nRUN mkdir b\n",
    "RUN mkdir a; mkdir b\nRUN mkdir c\n",
    "RUN chmod +x /a\nRUN chown app /a\n",
    "RUN curl -fsSLO https://example.com/a.tar\nRUN mkdir /a\n",
    "RUN pip install a\nRUN apk add b\n",
    "RUN pip install .\nRUN pip install a\n",
    "RUN --network=none mkdir a\nRUN mkdir b\n",
    "RUN make\nRUN make install\n",
    "# hadolint ignore=DL3059\nRUN mkdir a\n# hadolint ignore=DL3059\nRUN mkdir b\n",
  ])("is silent on %j", (lines) => {
    expect(findingsOf(consecutiveRuns, `FROM alpine:3.22\n${lines}`)).toEqual([]);
  });
});
