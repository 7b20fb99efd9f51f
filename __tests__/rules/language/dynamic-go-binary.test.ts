import { describe, expect, test } from "@jest/globals";
import { dynamicGoBinary } from "../../../src/rules/language/dynamic-go-binary.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(dynamicGoBinary);

const image = (build: string, copied: string, target = "scratch") =>
  `FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\n${build}\nFROM ${target}\nCOPY --from=build ${copied} /app\nCMD ["/app"]\n`;

describe("dynamic-go-binary in particular", () => {
  test.each([
    ["RUN go build -o app .", "/src/app"],
    ["RUN go build", "/src/whatever"],
    ["RUN go build -o bin/ ./cmd/app", "/src/bin/app"],
    ["RUN go build -o bin/ ./cmd/app", "/src/bin"],
    ["RUN cd cmd/app && go build main.go", "/src/cmd/app/main"],
    ["RUN go build -C cmd/app -o /out/app", "/out/app"],
    ["RUN go install ./cmd/app", "/go/bin/app"],
    ["ENV GOBIN=/out\nRUN go install ./cmd/app", "/out/app"],
    ["ARG NAME=app\nRUN go build -o /out/$NAME", "/out/app"],
    ['RUN go build -ldflags="-s -w -X main.v=$(git describe)" -o /app', "/app"],
  ])("finds that %j is copied by %j", (build, copied) => {
    expect(findingsOf(dynamicGoBinary, image(build, copied))).toHaveLength(1);
  });

  test.each([
    ["RUN go build -o app .", "/src/other"],
    ["RUN go build -o /out/$NAME", "/out/app"],
    ["RUN go build ./...", "/src/app"],
    ['RUN go build -ldflags "$LDFLAGS" -o /app', "/app"],
    ["RUN go build -buildmode=c-shared -o /app", "/app"],
    ["RUN GOARCH=arm64 go build -o /app", "/app"],
    ["ENV GOFLAGS=-tags=netgo\nRUN go build -o /app", "/app"],
  ])("says nothing of %j copied by %j", (build, copied) => {
    expect(findingsOf(dynamicGoBinary, image(build, copied))).toEqual([]);
  });

  test("knows since when Alpine's variant is static by itself", () => {
    const on = (tag: string, more = "") =>
      image(`${more}RUN go build -o /app`, "/app").replace("golang:1.25", `golang:${tag}`);
    expect(findingsOf(dynamicGoBinary, on("1.19-alpine"))).toHaveLength(1);
    expect(findingsOf(dynamicGoBinary, on("1.20-alpine"))).toEqual([]);
    expect(findingsOf(dynamicGoBinary, on("alpine"))).toEqual([]);
    const [finding] = findingsOf(dynamicGoBinary, on("1.25-alpine", "RUN apk add gcc musl-dev\n"));
    expect(finding?.message).toContain("against musl");
    expect(finding?.fix).toBeNull();
  });

  test("offers no fix where the program needs cgo", () => {
    const [finding] = findingsOf(dynamicGoBinary, image("RUN go build -o /app", "/app"), {
      "go.mod": "module x\nrequire github.com/mattn/go-sqlite3 v1.14.0\n",
    });
    expect(finding?.fix).toBeNull();
    expect(finding?.message).toContain("link it statically");
  });

  test("distroless/static has no C library", () => {
    const text = image("RUN go build -o /app", "/app", "gcr.io/distroless/static-debian12:nonroot");
    expect(fixedBy(dynamicGoBinary, text)).toContain("RUN CGO_ENABLED=0 go build -o /app");
  });

  test("every program of a RUN is built the same way", () => {
    const text = image("RUN go build -o /out/a ./a && go build -o /out/b ./b", "/out");
    expect(fixedBy(dynamicGoBinary, text)).toContain(
      "RUN CGO_ENABLED=0 go build -o /out/a ./a && CGO_ENABLED=0 go build -o /out/b ./b",
    );
  });
});
