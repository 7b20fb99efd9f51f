import { describe, expect, test } from "@jest/globals";
import { plainHttpDownload } from "../../../src/rules/secrets/plain-http-download.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(plainHttpDownload);

const from = "FROM debian:12.8\n";

describe("plain-http-download in particular", () => {
  test.each([
    "RUN wget -q http://example.com/x",
    "RUN curl -fo /x --url http://example.com/x",
    "ARG V=1\nRUN curl -fLO http://example.com/x-${V}.tgz",
    "RUN git clone --depth 1 http://example.com/x.git",
    "RUN rpm --import http://example.com/key.asc",
    "RUN yum install -y http://example.com/x.rpm",
    "RUN pip install -i http://packages.example.com/simple app",
    "RUN npm config set registry http://npm.example.com/",
    "RUN npm ci --registry=http://npm.example.com/",
    "RUN sh -c 'curl http://example.com/x -o /x'",
    'ADD ["http://example.com/x", "/x"]',
  ])("finds %j", (line) => {
    expect(findingsOf(plainHttpDownload, `${from}${line}\n`)).toMatchObject([
      { severity: "warning" },
    ]);
  });

  test.each([
    "RUN echo 'deb http://apt.example.com/ stable main' > /etc/apt/sources.list.d/x.list",
    "RUN apk add --no-cache -X http://mirror.example.com/alpine/edge/testing tool",
    "RUN yum-config-manager --add-repo http://example.com/x.repo",
  ])("is milder where packages are signed: %j", (line) => {
    expect(findingsOf(plainHttpDownload, `${from}${line}\n`)).toMatchObject([{ severity: "info" }]);
  });

  test.each([
    "RUN curl -fO http://repo.corp.internal/x",
    "RUN curl -f http://127.0.0.1/x",
    "RUN curl -f http://[::1]:80/x",
    "ENV URL=http://example.com/x",
    "RUN wget --header 'Origin: http://example.com' https://example.com/x",
    "RUN curl $URL",
  ])("is silent on %j", (line) => {
    expect(findingsOf(plainHttpDownload, `${from}${line}\n`)).toEqual([]);
  });

  test("changes the scheme alone, where the host serves HTTPS", () => {
    expect(fixedBy(plainHttpDownload, `${from}RUN wget "http://ftp.gnu.org/gnu/x.tgz"\n`)).toBe(
      `${from}RUN wget "https://ftp.gnu.org/gnu/x.tgz"\n`,
    );
  });

  test("points at the URL", () => {
    const text = `${from}RUN wget -O /x 'http://example.com/x'\n`;
    const [finding] = findingsOf(plainHttpDownload, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("http://example.com/x");
    expect(finding?.fix).toBeNull();
  });
});
