import { describe, expect, test } from "@jest/globals";
import { missingHealthcheck } from "../../../src/rules/runtime/missing-healthcheck.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(missingHealthcheck);

describe("missing-healthcheck in particular", () => {
  test("stands at the port that shows it", () => {
    const text = 'FROM node:22\nEXPOSE 3000\nCMD ["node", "server.js"]\n';
    const [finding] = findingsOf(missingHealthcheck, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("3000");
    expect(finding?.message).toContain("port 3000");
    expect(finding?.confidence).toBe("medium");
  });

  test.each([
    ["gcr.io/distroless/static-debian12:nonroot", "has neither a shell nor curl"],
    ["gcr.io/distroless/static-debian12:debug-nonroot", "a program that the image has"],
  ])("says of %s that it %s", (image, words) => {
    const text = `FROM ${image}\nCOPY app /app\nEXPOSE 8080\nENTRYPOINT ["/app"]\n`;
    expect(findingsOf(missingHealthcheck, text)[0]?.message).toContain(words);
  });

  test("doubts where the base image may bring one", () => {
    const [finding] = findingsOf(
      missingHealthcheck,
      'FROM company/web:1\nEXPOSE 80\nCMD ["/app"]\n',
    );
    expect(finding?.confidence).toBe("low");
    expect(finding?.message).toContain("unless `company/web:1` brings one");
    expect(finding?.fix).toBeNull();
  });

  test.each([
    ["FROM node:22-slim", 'EXPOSE 3000\nCMD ["node", "a.js"]', '["node", "-e", "fetch('],
    ["FROM node:22", 'EXPOSE 3000\nCMD ["node", "a.js"]', '["wget", "-q"'],
    ["FROM alpine:3.22", 'EXPOSE 8080\nCMD ["/a"]', '["wget", "-q"'],
    ["FROM nginx:1.27.3", "", '["curl", "-fsS"'],
    ["FROM php:8.4-apache", "", '["curl", "-fsS"'],
    ["FROM redis:7.4", "", '["redis-cli", "ping"]'],
    ["FROM eclipse-temurin:21-jre", 'EXPOSE 8080\nCMD ["java", "-jar", "/a.jar"]', '["wget", "-q"'],
    [
      "FROM gcr.io/distroless/nodejs22-debian12",
      'EXPOSE 3000\nCMD ["a.js"]',
      '["/nodejs/bin/node", "-e", "fetch(',
    ],
    [
      "FROM gcr.io/distroless/python3-debian12",
      'EXPOSE 8000\nCMD ["a.py"]',
      '["/usr/bin/python3", "-c"',
    ],
    ["FROM python:3.13-slim", 'CMD ["uvicorn", "a:b", "--port", "8000"]', '["python", "-c"'],
  ])("asks in %s %j with what is there", (from, rest, probe) => {
    const fixed = fixedBy(missingHealthcheck, `${from}\n${rest}\n`);
    expect(fixed).toContain(`    CMD ${probe}`);
  });

  test.each([
    ["no program for it", 'FROM debian:12-slim\nEXPOSE 8080\nCMD ["/app"]\n'],
    ["Node has no fetch", 'FROM node:16-slim\nEXPOSE 3000\nCMD ["node", "a.js"]\n'],
    ["the port is not one of HTTP", 'FROM alpine:3.22\nEXPOSE 50051\nCMD ["/app"]\n'],
    ["it is FastCGI", 'FROM php:8.4-fpm-alpine\nEXPOSE 9000 8000\nCMD ["php-fpm"]\n'],
  ])("offers nothing where %s", (_, text) => {
    expect(findingsOf(missingHealthcheck, text).map(({ fix }) => fix)).toEqual([null]);
  });

  test.each([
    'FROM docker:27\nCMD ["build.sh"]\n',
    'FROM nginx:1.27.3\nCMD ["/usr/bin/backup"]\n',
    'FROM alpine:3.22\nCMD ["tail", "-f", "/dev/null"]\nEXPOSE 80\n',
    "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nEXPOSE 80\nCMD app.exe\n",
  ])("is silent on %j", (text) => {
    expect(findingsOf(missingHealthcheck, text)).toEqual([]);
  });

  test.each([
    ["FROM scratch", 'ENTRYPOINT ["/srv/app"]', '`HEALTHCHECK CMD ["/srv/app", "healthcheck"]`'],
    [
      "FROM gcr.io/distroless/java21-debian12",
      'CMD ["app.jar"]',
      "check itself, or copy a static probe",
    ],
    [
      "FROM scratch",
      'CMD ["/usr/bin/java", "-jar", "/a.jar"]',
      "check itself, or copy a static probe",
    ],
  ])("asks for no program that %s cannot have", (from, command, advice) => {
    const [finding] = findingsOf(missingHealthcheck, `${from}\nEXPOSE 8080\n${command}\n`);
    expect(finding?.message).not.toContain("a program that the image has");
    expect(finding?.message).toContain(advice);
  });

  test("does not say what an image lacks into which everything is copied", () => {
    const text = 'FROM scratch\nCOPY --from=build / /\nEXPOSE 8080\nENTRYPOINT ["/app"]\n';
    expect(findingsOf(missingHealthcheck, text)[0]?.message).toContain(
      "a program that the image has",
    );
  });

  test("is silent on an image that brings its own", () => {
    expect(findingsOf(missingHealthcheck, "FROM kong:3.8\nCOPY kong.conf /etc/kong/\n")).toEqual(
      [],
    );
  });

  test("continues lines as the file does", () => {
    const text = '# escape=`\nFROM python:3.13\nEXPOSE 8000\nCMD ["python", "a.py"]\n';
    expect(fixedBy(missingHealthcheck, text)).toContain("--start-period=10s `\n    CMD [");
  });
});
