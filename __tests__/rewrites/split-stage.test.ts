import { describe, expect, test } from "@jest/globals";
import { singleStageBuild } from "../../src/rules/stages/single-stage-build.ts";
import { fixedBy } from "../support/describe-rule.ts";

const lines = (...all: readonly string[]) => `${all.join("\n")}\n`;

/** What the rewrite makes of a Go service with some instructions around its build. */
function split(
  before: readonly string[],
  behind: readonly string[],
  from = "FROM golang:1.27",
): string {
  const text = lines(
    from,
    "WORKDIR /app",
    ...before,
    "COPY . .",
    "RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o app .",
    ...behind,
    'CMD ["./app"]',
  );
  return fixedBy(singleStageBuild, text);
}

/** The same file as it should be: what stays with the build, and what moves behind it. */
function expected(
  build: readonly string[],
  run: readonly string[],
  from = "FROM golang:1.27 AS builder",
  runtime = "FROM gcr.io/distroless/static-debian13:nonroot",
): string {
  return lines(
    from,
    "WORKDIR /app",
    ...build,
    "COPY . .",
    "RUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o app .",
    "",
    runtime,
    "WORKDIR /app",
    "COPY --from=builder /app/app ./app",
    ...run,
    'CMD ["./app"]',
  );
}

describe("a stage that is split", () => {
  test("keeps the comments above what they speak of", () => {
    expect(
      split(["# our port", "EXPOSE 8080", "# the source"], ["", "# who we are", "LABEL a=b"]),
    ).toBe(
      expected(["# the source"], ["# our port", "EXPOSE 8080", "", "# who we are", "LABEL a=b"]),
    );
  });

  test("gives variables to those who read them", () => {
    expect(split(["ENV GOOS=linux PORT=8080 STAGE=live"], ["ENV TZ=UTC"])).toBe(
      expected(["ENV GOOS=linux STAGE=live"], ["ENV PORT=8080 STAGE=live", "ENV TZ=UTC"]),
    );
  });

  test("lays out a divided ENV as it was, and leaves an old one whole", () => {
    expect(split(["ENV GOOS=linux \\", "    PORT=8080 \\", "    HOST=::"], [])).toBe(
      expected(["ENV GOOS=linux"], ["ENV PORT=8080 \\", "    HOST=::"]),
    );
    expect(split(["ENV STAGE live"], [])).toBe(expected(["ENV STAGE live"], ["ENV STAGE live"]));
  });

  test("declares an argument again where the image uses it", () => {
    expect(split(["ARG VERSION=1", "ARG TAGS"], ["LABEL version=$VERSION"])).toBe(
      expected(["ARG VERSION=1", "ARG TAGS"], ["ARG VERSION=1", "LABEL version=$VERSION"]),
    );
    expect(split([], ["ARG COMMIT", "LABEL commit=${COMMIT}"])).toBe(
      expected([], ["ARG COMMIT", "LABEL commit=${COMMIT}"]),
    );
  });

  test("gives the name of the stage to the image", () => {
    expect(split([], [], "FROM golang:1.27 AS production")).toBe(
      expected(
        [],
        [],
        "FROM golang:1.27 AS builder",
        "FROM gcr.io/distroless/static-debian13:nonroot AS production",
      ),
    );
  });

  test("keeps the name of a stage that says that it builds", () => {
    expect(split([], [], "FROM golang:1.27 AS Build")).toBe(
      expected([], [], "FROM golang:1.27 AS Build").replace("--from=builder", "--from=Build"),
    );
  });

  test("takes a name for the build that no other stage has", () => {
    const text = lines(
      "FROM alpine:3.23 AS builder",
      "",
      "FROM golang:1.27",
      "COPY . .",
      "RUN go build -o /app .",
      'CMD ["/app"]',
    );
    expect(fixedBy(singleStageBuild, text)).toContain("FROM golang:1.27 AS build\n");
    expect(fixedBy(singleStageBuild, text)).toContain("COPY --from=build /app /app\n");
  });

  test("keeps the platform for both stages", () => {
    expect(split([], [], "FROM --platform=linux/amd64 golang:1.27")).toBe(
      expected(
        [],
        [],
        "FROM --platform=linux/amd64 golang:1.27 AS builder",
        "FROM --platform=linux/amd64 gcr.io/distroless/static-debian13:nonroot",
      ),
    );
  });

  test("writes keywords in the file's case", () => {
    const text = lines(
      "from golang:1.27",
      "copy . .",
      "run CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /app .",
      'cmd ["/app"]',
    );
    expect(fixedBy(singleStageBuild, text)).toBe(
      lines(
        "from golang:1.27 as builder",
        "copy . .",
        "run CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /app .",
        "",
        "from gcr.io/distroless/static-debian13:nonroot",
        "copy --from=builder /app /app",
        'cmd ["/app"]',
      ),
    );
  });

  test("leaves what is inside of instructions alone", () => {
    const script = ["RUN <<EOF", "echo one", "", "", "echo two", "EOF"];
    expect(split(script, [])).toBe(expected(script, []));
  });

  test("names an image whose tag may move once", () => {
    const text = lines(
      "FROM node",
      "WORKDIR /app",
      "COPY . .",
      "RUN npm ci --omit=dev && npm run build",
      'CMD ["node", "dist/main.js"]',
    );
    expect(fixedBy(singleStageBuild, text)).toBe(
      lines(
        "FROM node AS base",
        "",
        "FROM base AS builder",
        "WORKDIR /app",
        "COPY . .",
        "RUN npm ci --omit=dev && npm run build",
        "",
        "FROM base",
        "WORKDIR /app",
        "COPY --from=builder /app/package.json ./package.json",
        "COPY --from=builder /app/node_modules ./node_modules",
        "COPY --from=builder /app/dist ./dist",
        'CMD ["node", "dist/main.js"]',
      ),
    );
  });

  test("is written with the file's line endings and without a last one", () => {
    const text =
      'FROM golang:1.27\r\nCOPY . .\r\nRUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /app .\r\nCMD ["/app"]';
    expect(fixedBy(singleStageBuild, text)).toBe(
      "FROM golang:1.27 AS builder\r\nCOPY . .\r\nRUN CGO_ENABLED=0 go build -trimpath -ldflags=-s -o /app .\r\n\r\n" +
        'FROM gcr.io/distroless/static-debian13:nonroot\r\nCOPY --from=builder /app /app\r\nCMD ["/app"]',
    );
  });
});
