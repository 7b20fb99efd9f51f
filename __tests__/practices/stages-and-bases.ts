import type { Practice } from "./practice.ts";

/** Stages and base images: practices 1 to 5 and 33. */
export const stagesAndBases: readonly Practice[] = [
  {
    row: 2,
    practice: "Several build stages, none left unused",
    pairs: [
      {
        rules: ["unused-stage"],
        bad:
          "FROM node:22.12-alpine AS deps\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n\n" +
          "FROM node:22.12-alpine AS builder\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\n" +
          'FROM node:22.12-alpine AS runner\nWORKDIR /app\nCOPY --from=builder /app/dist ./dist\nCMD ["node", "dist/index.js"]\n',
        good:
          "FROM node:22.12-alpine AS deps\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n\n" +
          "FROM node:22.12-alpine AS builder\nWORKDIR /app\nCOPY --from=deps /app/node_modules ./node_modules\nCOPY . .\nRUN npm run build\n\n" +
          "FROM builder AS test\nRUN npm test\n\n" +
          'FROM node:22.12-alpine AS runner\nWORKDIR /app\nCOPY --from=builder /app/dist ./dist\nCMD ["node", "dist/index.js"]\n',
      },
      {
        rules: ["circular-stage-dependency"],
        bad: "FROM alpine:3.22 AS one\nCOPY --from=two /b /b\nFROM alpine:3.22 AS two\nCOPY --from=one /a /a\n",
        good: "FROM alpine:3.22 AS one\nRUN touch /a\nFROM alpine:3.22 AS two\nCOPY --from=one /a /a\n",
      },
      {
        rules: ["unknown-source-stage"],
        bad: 'FROM golang:1.25 AS builder\nRUN go build -o /app .\nFROM scratch\nCOPY --from=bulider /app /app\nCMD ["/app"]\n',
        good: 'FROM golang:1.25 AS builder\nRUN go build -o /app .\nFROM scratch\nCOPY --from=builder /app /app\nCMD ["/app"]\n',
      },
    ],
  },
  {
    row: 4,
    practice: "A precise version tag, never latest",
    pairs: [
      {
        rules: ["latest-base-image"],
        bad: 'FROM python:latest\nWORKDIR /app\nCMD ["python", "app.py"]\n',
        good: 'FROM python:3.13.0-slim\nWORKDIR /app\nCMD ["python", "app.py"]\n',
      },
      {
        rules: ["untagged-base-image"],
        bad: 'FROM python\nWORKDIR /app\nCMD ["python", "app.py"]\n',
        good: 'FROM python:3.13.0-slim\nWORKDIR /app\nCMD ["python", "app.py"]\n',
      },
      {
        rules: ["loose-base-image-version"],
        bad: 'FROM golang:1 AS builder\nRUN go build -o /app .\nFROM alpine:3\nCOPY --from=builder /app /app\nCMD ["/app"]\n',
        good: 'FROM golang:1.25.4-alpine3.22 AS builder\nRUN go build -o /app .\nFROM alpine:3.22\nCOPY --from=builder /app /app\nCMD ["/app"]\n',
      },
    ],
  },
  {
    row: 5,
    practice: "Base image pinned by its SHA-256 digest",
    pairs: [
      {
        rules: ["undigested-base-image"],
        bad: 'FROM golang:1.25-alpine3.22\nCMD ["go", "version"]\n',
        good: `FROM golang:1.25-alpine3.22@sha256:${"0123456789abcdef".repeat(4)}\nCMD ["go", "version"]\n`,
      },
    ],
  },
  {
    row: 33,
    practice: "No shell, package manager or pip left at run time where possible",
    pairs: [
      {
        rules: ["shell-form-in-shell-less-image"],
        bad: "FROM gcr.io/distroless/static-debian12:nonroot\nCOPY web /web\nENTRYPOINT /web --port 8080\n",
        good: 'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY web /web\nENTRYPOINT ["/web", "--port", "8080"]\n',
        fixed:
          'FROM gcr.io/distroless/static-debian12:nonroot\nCOPY web /web\nENTRYPOINT ["/web", "--port", "8080"]\n',
      },
    ],
  },
  {
    row: 1,
    practice: "The toolchain stays in the builder",
    pairs: [
      {
        rules: ["build-tools-in-final-stage"],
        bad:
          "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /server .\nFROM golang:1.25\n" +
          'COPY --from=build /server /server\nCMD ["/server"]\n',
        good:
          "FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nRUN go build -o /server .\nFROM debian:12.8-slim\n" +
          'COPY --from=build /server /server\nCMD ["/server"]\n',
      },
    ],
  },
];
