import { describe, expect, test } from "@jest/globals";
import { cdInRun } from "../../../src/rules/run/cd-in-run.ts";
import { describeRule, findingsOf } from "../../support/describe-rule.ts";

describeRule(cdInRun);

describe("cd-in-run in particular", () => {
  test("does not advise a relative WORKDIR", () => {
    const [finding] = findingsOf(cdInRun, "FROM debian:12.8\nRUN cd src && make\n");
    expect(finding?.message).toContain("WORKDIR with the whole path of `src`");
    expect(finding?.fix).toBeNull();
  });

  test.each([
    ["RUN cd /root/x && make install && rm -rf /root/x", 0],
    ["RUN cd /opt/x/src && make install && cp a /b && rm --recursive /opt/x", 0],
    ["WORKDIR /opt\nRUN cd x && make install && rm -fr ../x", 0],
    ["ARG DIR=/opt/x\nRUN cd /opt/x && make install && rm -rf $DIR/", 0],
    ["RUN cd /opt/x && rm -rf * && git reset --hard", 1],
    ["RUN cd /opt/x && make install && rm -rf /opt/x/*", 1],
    ["RUN cd /opt/x && make install && rm -rf /opt/x/build *.o", 1],
    ["RUN cd /opt/x && make install && rm -rf /opt/xy", 1],
    ["RUN cd /opt/x && make install && rm -f /opt/x/*", 1],
    ["RUN cd /opt/x && make install && rm -rf $DIR", 1],
  ])("knows whether %j deletes the directory", (lines, count) => {
    expect(findingsOf(cdInRun, `FROM debian:12.8\n${lines}\n`)).toHaveLength(count);
  });
});
