import { describe, expect, test } from "@jest/globals";
import { parseImageReference } from "../../src/dockerfile/image-reference.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

describe("image references", () => {
  test.each([
    ["node", null, "node", null, null],
    ["node:20-alpine", null, "node", "20-alpine", null],
    ["library/node", null, "library/node", null, null],
    ["a/b/c:d", null, "a/b/c", "d", null],
    ["docker.io/library/node:1", "docker.io", "library/node", "1", null],
    ["ghcr.io/team/app", "ghcr.io", "team/app", null, null],
    ["localhost/app", "localhost", "app", null, null],
    ["localhost:5000/app", "localhost:5000", "app", null, null],
    ["reg:5000/i:1", "reg:5000", "i", "1", null],
    ["REG/app", "REG", "app", null, null],
    ["[::1]:80/a", "[::1]:80", "a", null, null],
    [`node@${digest}`, null, "node", null, digest],
    [`reg:5000/i:1@${digest}`, "reg:5000", "i", "1", digest],
    ["a__b/c-d--e.f_g:V_1.2-x", null, "a__b/c-d--e.f_g", "V_1.2-x", null],
  ])("%s", (text, registry, repository, tag, found) => {
    expect(parseImageReference(text)).toEqual({ text, registry, repository, tag, digest: found });
  });

  test.each([
    "",
    ":1",
    "a:",
    "a:b c",
    "Node",
    "a/B",
    "a//b",
    "/a",
    "a/",
    "a@",
    "a@sha256",
    "a@b@c",
    "a:b:c",
    "-a",
    "a-",
    "a___b",
    "$a",
    "a.b/",
    `a:${"x".repeat(129)}`,
    "0".repeat(64),
    "a".repeat(256),
  ])("%j is none", (text) => expect(parseImageReference(text)).toBeNull());
});
