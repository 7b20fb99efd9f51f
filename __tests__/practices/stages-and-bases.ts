import type { Practice } from "./practice.ts";

/** Stages and base images: practices 1 to 5 and 33. */
export const stagesAndBases: readonly Practice[] = [
  {
    row: 1,
    practice: "Multi-stage build: the toolchain and the source stay in the builder",
    pairs: [
      {
        rules: ["single-stage-build"],
        bad:
          "FROM golang:1.25-alpine\n" +
          "WORKDIR /app\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          "# The service\n" +
          "RUN go build -o expenses main.go\n" +
          "ENV PORT=8080\n" +
          "EXPOSE 8080\n" +
          "CMD ./expenses\n",
        good:
          "FROM golang:1.25-alpine AS builder\n" +
          "WORKDIR /app\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          'RUN CGO_ENABLED=0 GOOS=linux go build -ldflags="-s -w" -o expenses main.go\n' +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app/expenses /expenses\n" +
          "USER 1000:1000\n" +
          "EXPOSE 8080\n" +
          'CMD ["/expenses"]\n',
        fixed:
          "FROM golang:1.25-alpine AS builder\n" +
          "WORKDIR /app\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          "# The service\n" +
          'RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o expenses main.go\n' +
          "\n" +
          "FROM gcr.io/distroless/static-debian13:nonroot\n" +
          "WORKDIR /app\n" +
          "COPY --from=builder /app/expenses ./expenses\n" +
          "ENV PORT=8080\n" +
          "EXPOSE 8080\n" +
          'CMD ["./expenses"]\n',
      },
      {
        rules: ["single-stage-build"],
        bad:
          "FROM node:22.12-alpine\n" +
          "WORKDIR /app\n" +
          "COPY package*.json ./\n" +
          "RUN npm ci\n" +
          "COPY . .\n" +
          "RUN npm run build\n" +
          'CMD ["node", "dist/index.js"]\n',
        good:
          "FROM node:22.12-alpine AS builder\n" +
          "WORKDIR /app\n" +
          "COPY package*.json ./\n" +
          "RUN npm ci\n" +
          "COPY . .\n" +
          "RUN npm run build\n" +
          "\n" +
          "FROM node:22.12-alpine AS runner\n" +
          "WORKDIR /app\n" +
          "COPY --from=builder /app/dist ./dist\n" +
          "COPY --from=builder /app/node_modules ./node_modules\n" +
          'CMD ["node", "dist/index.js"]\n',
        fixed:
          "FROM node:22.12-alpine AS builder\n" +
          "WORKDIR /app\n" +
          "COPY package*.json ./\n" +
          "RUN npm ci\n" +
          "COPY . .\n" +
          "RUN npm run build\n" +
          "RUN npm prune --omit=dev\n" +
          "\n" +
          "FROM node:22.12-alpine\n" +
          "WORKDIR /app\n" +
          "COPY --from=builder /app/package.json ./package.json\n" +
          "COPY --from=builder /app/node_modules ./node_modules\n" +
          "COPY --from=builder /app/dist ./dist\n" +
          'CMD ["node", "dist/index.js"]\n',
      },
      {
        rules: ["single-stage-build"],
        bad:
          "FROM python:3.13\n" +
          "WORKDIR /app\n" +
          "RUN apt-get update && apt-get install -y --no-install-recommends gcc && rm -rf /var/lib/apt/lists/*\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install -r requirements.txt\n" +
          "COPY . .\n" +
          'CMD ["python", "app.py"]\n',
        good:
          "FROM python:3.13 AS builder\n" +
          "WORKDIR /app\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install --user -r requirements.txt\n" +
          "\n" +
          "FROM python:3.13-slim\n" +
          "WORKDIR /app\n" +
          "COPY --from=builder /root/.local /root/.local\n" +
          "COPY . .\n" +
          "ENV PATH=/root/.local/bin:$PATH\n" +
          'CMD ["python", "app.py"]\n',
        fixed:
          "FROM python:3.13 AS builder\n" +
          "RUN python -m venv /opt/venv\n" +
          "ENV PATH=/opt/venv/bin:$PATH\n" +
          "WORKDIR /app\n" +
          "RUN apt-get update && apt-get install -y --no-install-recommends gcc && rm -rf /var/lib/apt/lists/*\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install -r requirements.txt\n" +
          "\n" +
          "FROM python:3.13-slim\n" +
          "COPY --from=builder /opt/venv /opt/venv\n" +
          "ENV PATH=/opt/venv/bin:$PATH\n" +
          "WORKDIR /app\n" +
          "COPY . .\n" +
          'CMD ["python", "app.py"]\n',
      },
    ],
  },
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
    row: 3,
    practice: "A minimal base image",
    pairs: [
      {
        rules: ["oversized-base-image"],
        bad:
          "FROM python:3.13\n" +
          "WORKDIR /app\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install --no-cache-dir -r requirements.txt\n" +
          "COPY . .\n" +
          'CMD ["python", "app.py"]\n',
        good:
          "FROM python:3.13-alpine\n" +
          "WORKDIR /app\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install --no-cache-dir -r requirements.txt\n" +
          "COPY . .\n" +
          'CMD ["python", "app.py"]\n',
        fixed:
          "FROM python:3.13-slim\n" +
          "WORKDIR /app\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install --no-cache-dir -r requirements.txt\n" +
          "COPY . .\n" +
          'CMD ["python", "app.py"]\n',
      },
      {
        rules: ["debug-java-runtime"],
        bad: 'FROM eclipse-temurin:21-jdk\nWORKDIR /app\nCOPY target/shop.jar .\nCMD ["java", "-jar", "shop.jar"]\n',
        good: 'FROM eclipse-temurin:21-jre\nWORKDIR /app\nCOPY target/shop.jar .\nCMD ["java", "-jar", "shop.jar"]\n',
        fixed:
          'FROM eclipse-temurin:21-jre\nWORKDIR /app\nCOPY target/shop.jar .\nCMD ["java", "-jar", "shop.jar"]\n',
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
        rules: ["end-of-life-base-image"],
        bad: 'FROM python:3.8-slim\nWORKDIR /app\nCMD ["python", "app.py"]\n',
        good: 'FROM python:3.13-slim\nWORKDIR /app\nCMD ["python", "app.py"]\n',
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
        rules: ["oversized-base-image"],
        bad:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM debian:13\n" +
          "COPY --from=builder /app /app\n" +
          'CMD ["/app"]\n',
        good:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM gcr.io/distroless/static-debian13:nonroot\n" +
          "COPY --from=builder /app /app\n" +
          'CMD ["/app"]\n',
        fixed:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM debian:13-slim\n" +
          "COPY --from=builder /app /app\n" +
          'CMD ["/app"]\n',
      },
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
