import { describe, expect, test } from "@jest/globals";
import { unavailableHealthcheckTool } from "../../../src/rules/runtime/unavailable-healthcheck-tool.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(unavailableHealthcheckTool);

const probe = "HEALTHCHECK CMD curl -f http://localhost:8080/ || exit 1\n";

describe("unavailable-healthcheck-tool in particular", () => {
  test("points at the program and names the image", () => {
    const text = `FROM debian:12-slim\n${probe}`;
    const [finding] = findingsOf(unavailableHealthcheckTool, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("curl");
    expect(finding?.message).toContain("`debian:12-slim`");
    expect(finding?.fix).toBeNull();
  });

  test.each([
    "RUN apt-get update && apt-get install -y curl && make && apt-get purge -y curl",
    "RUN apt-get install -y curl\nRUN apt-get remove -y curl",
  ])("follows packages that are removed again: %j", (line) => {
    expect(
      findingsOf(unavailableHealthcheckTool, `FROM debian:12\n${line}\n${probe}`),
    ).toHaveLength(1);
  });

  test("follows apk's virtual packages", () => {
    const text = `FROM alpine:3.22\nRUN apk add --virtual .deps curl && apk del .deps\n${probe}`;
    expect(findingsOf(unavailableHealthcheckTool, text)).toHaveLength(1);
  });

  test.each([
    "RUN curl -fsSL https://example.com/x -o /x",
    "RUN ./install.sh",
    "RUN wget -qO- https://example.com/install | bash",
    "RUN ln -s /opt/tools/curl /usr/bin/curl",
    "COPY --from=build /usr/local/bin/ /usr/local/bin/",
    "COPY --from=build / /",
    "COPY curl /usr/bin/curl",
    "RUN apt-get install -y $(cat packages.txt)",
    'SHELL ["powershell"]\nRUN Install-Tools',
  ])("does not claim to know behind %j", (line) => {
    expect(findingsOf(unavailableHealthcheckTool, `FROM debian:12\n${line}\n${probe}`)).toEqual([]);
  });

  test.each([
    ["curl --fail --silent localhost:3000/health", "wget -q --spider http://localhost:3000/health"],
    [
      "curl -fsS http://localhost:$PORT/ > /dev/null 2>&1",
      'wget -q --spider "http://localhost:$PORT/"',
    ],
    ['curl -f "http://localhost:3000/?a=1"', 'wget -q --spider "http://localhost:3000/?a=1"'],
  ])("asks instead of %j", (before, after) => {
    const text = (command: string) =>
      `FROM node:22-alpine\nENV PORT=3000\nHEALTHCHECK CMD ${command} || exit 1\n`;
    expect(fixedBy(unavailableHealthcheckTool, text(before))).toBe(text(after));
  });

  test.each([
    "curl -k https://localhost/",
    "curl -f -H 'Host: x' http://localhost/",
    "curl -X POST http://localhost/",
    "curl -f http://localhost/ | grep ok",
    "curl -f http://a/ http://b/",
  ])("leaves %j to the author", (command) => {
    const found = findingsOf(
      unavailableHealthcheckTool,
      `FROM node:22-alpine\nHEALTHCHECK CMD ${command}\n`,
    );
    expect(found.map(({ fix }) => fix?.title ?? null)).toEqual([null]);
  });
});
