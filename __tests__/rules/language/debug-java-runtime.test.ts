import { describe, expect, test } from "@jest/globals";
import { debugJavaRuntime } from "../../../src/rules/language/debug-java-runtime.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(debugJavaRuntime);

const started = 'CMD ["java", "-jar", "/app.jar"]\n';

describe("debug-java-runtime in particular", () => {
  test.each([
    ["eclipse-temurin:21", "eclipse-temurin:21-jre"],
    ["eclipse-temurin:21.0.5_11-jdk-noble", "eclipse-temurin:21.0.5_11-jre-noble"],
    ["eclipse-temurin:8u432-b06-jdk-alpine", "eclipse-temurin:8u432-b06-jre-alpine"],
    ["eclipse-temurin:21-jdk-alpine-3.22", "eclipse-temurin:21-jre-alpine-3.22"],
    ["eclipse-temurin:17-ubi9-minimal", "eclipse-temurin:17-jre-ubi9-minimal"],
    ["openjdk:11-jdk-slim", "openjdk:11-jre-slim"],
    ["openjdk:8-jdk-alpine", "openjdk:8-jre-alpine"],
    ["ibm-semeru-runtimes:open-21-jdk-jammy", "ibm-semeru-runtimes:open-21-jre-jammy"],
  ])("makes %s %s", (image, jre) => {
    expect(fixedBy(debugJavaRuntime, `FROM ${image}\n${started}`)).toBe(`FROM ${jre}\n${started}`);
  });

  test.each([
    "eclipse-temurin:16-jdk",
    "eclipse-temurin:21-jdk-windowsservercore",
    "eclipse-temurin:latest",
    "openjdk:8-jre",
  ])("is silent on %s", (image) => {
    expect(findingsOf(debugJavaRuntime, `FROM ${image}\n${started}`)).toEqual([]);
  });

  test("gives both sizes", () => {
    const [finding] = findingsOf(debugJavaRuntime, `FROM eclipse-temurin:21-jdk\n${started}`);
    expect(finding?.message).toContain("about 220 MB to pull, the JRE about 120 MB");
  });

  test.each([
    ["17-jdk-slim", "17"],
    ["11-jdk-alpine", "11"],
  ])("names another image where openjdk:%s has no JRE", (tag, release) => {
    const [finding] = findingsOf(debugJavaRuntime, `FROM openjdk:${tag}\n${started}`);
    expect(finding).toMatchObject({ fix: null });
    expect(finding?.message).toContain(`\`eclipse-temurin:${release}-jre\``);
  });

  test.each([
    "ENTRYPOINT exec java $JAVA_OPTS -jar /app.jar\n",
    'ENTRYPOINT ["sh", "-c", "java $JAVA_OPTS -jar /app.jar"]\n',
    'ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]\n',
  ])("sees the program in %j", (command) => {
    expect(findingsOf(debugJavaRuntime, `FROM eclipse-temurin:21\n${command}`)).toHaveLength(1);
  });
});
