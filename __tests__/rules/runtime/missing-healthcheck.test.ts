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

  test("continues lines as the file does", () => {
    const text = '# escape=`\nFROM python:3.13\nEXPOSE 8000\nCMD ["python", "a.py"]\n';
    expect(fixedBy(missingHealthcheck, text)).toContain("--start-period=10s `\n    CMD [");
  });
});
