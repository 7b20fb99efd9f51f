import { describe, expect, test } from "@jest/globals";
import { exposedRemoteShellPort } from "../../../src/rules/runtime/exposed-remote-shell-port.ts";
import { describeRule, findingsOf, problemsAt } from "../../support/describe-rule.ts";

describeRule(exposedRemoteShellPort);

describe("exposed-remote-shell-port in particular", () => {
  test.each([
    ["22", ["DS-0004", "CKV_DOCKER_1"], "SSH"],
    ["20-25/tcp", ["DS-0004", "CKV_DOCKER_1"], "SSH"],
    ["23", [], "Telnet"],
    ["3389", [], "Remote Desktop"],
    ["5900", [], "VNC"],
  ])("knows %s", (port, aliases, service) => {
    const [finding] = findingsOf(exposedRemoteShellPort, `FROM debian:12\nEXPOSE 80 ${port}\n`);
    expect(finding?.aliases).toEqual(aliases);
    expect(finding?.message).toContain(service);
  });

  test.each([
    ["22", true],
    ["3389", false],
    ["5900", false],
  ])("advises docker exec instead of %s: %s", (port, advised) => {
    const [finding] = findingsOf(exposedRemoteShellPort, `FROM debian:12\nEXPOSE ${port}\n`);
    expect(finding?.message.includes("docker exec")).toBe(advised);
  });

  test("reads variables by their defaults", () => {
    const text = "FROM debian:12\nARG SSH_PORT=22\nEXPOSE ${SSH_PORT}\n";
    expect(findingsOf(exposedRemoteShellPort, text)).toHaveLength(1);
  });
});

test("tests of clients need a server", () => {
  const text = "FROM debian:12\nEXPOSE 22\n";
  expect(problemsAt(exposedRemoteShellPort, "src/test/resources/Dockerfile.ssh", text)).toEqual([]);
  expect(problemsAt(exposedRemoteShellPort, "ssh/Dockerfile", text)).toHaveLength(1);
});
