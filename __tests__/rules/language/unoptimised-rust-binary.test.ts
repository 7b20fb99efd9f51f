import { describe, expect, test } from "@jest/globals";
import { unoptimisedRustBinary } from "../../../src/rules/language/unoptimised-rust-binary.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(unoptimisedRustBinary);

const image = (build: string, path: string) =>
  `FROM rust:1.91 AS build\nWORKDIR /src\nCOPY . .\n${build}\nFROM debian:12-slim\nCOPY --from=build ${path} /usr/local/bin/app\nCMD ["app"]\n`;

describe("unoptimised-rust-binary in particular", () => {
  test("every build and every path of it is changed", () => {
    const bad = image(
      "RUN cargo build\nRUN touch src/main.rs && cargo build --bin app",
      "/src/target/debug/app",
    );
    expect(findingsOf(unoptimisedRustBinary, bad)).toHaveLength(1);
    const fixed = fixedBy(unoptimisedRustBinary, bad);
    expect(fixed).toContain(
      "RUN cargo build --release\nRUN touch src/main.rs && cargo build --release --bin app",
    );
    expect(fixed).toContain("COPY --from=build /src/target/release/app");
  });

  test("a path with the target's name", () => {
    const build = "RUN cargo build --target x86_64-unknown-linux-musl";
    const fixed = fixedBy(
      unoptimisedRustBinary,
      image(build, "/src/target/x86_64-unknown-linux-musl/debug/app"),
    );
    expect(fixed).toContain("/src/target/x86_64-unknown-linux-musl/release/app /usr");
    expect(fixed).toContain("cargo build --release --target x86_64-unknown-linux-musl");
  });

  test("Cargo.toml decides whether symbols are left", () => {
    const text = image("RUN cargo build --release", "/src/target/release/app");
    const confidence = (files?: Record<string, string>) =>
      findingsOf(unoptimisedRustBinary, text, files).map((finding) => [
        finding.severity,
        finding.confidence,
      ]);
    expect(confidence()).toEqual([["info", "low"]]);
    expect(confidence({ "Cargo.toml": "[package]\n" })).toEqual([["info", "medium"]]);
    expect(confidence({ "Cargo.toml": "[profile.release]\nstrip = true\n" })).toEqual([]);
  });

  test("all programs are stripped at once, and nothing is said of one for another machine", () => {
    const two = image("RUN cargo build --release", "/src/target/release/a /src/target/release/b");
    expect(fixedBy(unoptimisedRustBinary, two)).toContain(
      "&& strip /src/target/release/a /src/target/release/b\n",
    );
    const arm = image(
      "RUN cargo build --release --target aarch64-unknown-linux-gnu",
      "/src/target/aarch64-unknown-linux-gnu/release/a",
    );
    expect(findingsOf(unoptimisedRustBinary, arm)).toEqual([]);
  });
});
