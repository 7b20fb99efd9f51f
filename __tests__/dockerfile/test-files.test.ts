import { expect, test } from "@jest/globals";
import { isForTests } from "../../src/dockerfile/test-files.ts";

test.each([
  ["tests/sshd/Dockerfile", true],
  ["src/test/resources/docker/Dockerfile", true],
  ["nssdb/testdata/3_51.Dockerfile", true],
  ["Dockerfile.test", true],
  ["docker/e2e.Dockerfile", true],
  ["docker/Dockerfile-tests", true],
  ["Dockerfile", false],
  ["latest/Dockerfile", false],
  ["contest/Dockerfile", false],
  ["Dockerfile.testing-tools-server", true],
  ["Dockerfile.attestation", false],
])("%s: %s", (path, expected) => {
  expect(isForTests(path)).toBe(expected);
});
