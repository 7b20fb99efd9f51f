import type { Practice } from "./practice.ts";

const project = { "pyproject.toml": "", "app/main.py": "" };

/** Who runs the image and what is copied into it: practices 19 to 25 and 36. */
export const usersAndFiles: readonly Practice[] = [
  {
    row: 19,
    practice: "CA certificates are copied into scratch",
    pairs: [
      {
        rules: ["missing-ca-certificates"],
        bad:
          "FROM golang:1.25-alpine AS builder\n" +
          "RUN apk add --no-cache git ca-certificates\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
        good:
          "FROM golang:1.25-alpine AS builder\n" +
          "RUN apk add --no-cache git ca-certificates\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
        fixed:
          "FROM golang:1.25-alpine AS builder\n" +
          "RUN apk add --no-cache git ca-certificates\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
      },
    ],
  },
  {
    row: 20,
    practice: "An unprivileged user, created with fixed ids; numeric in scratch",
    pairs: [
      {
        rules: ["missing-user"],
        bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nCMD ["python", "app.py"]\n',
        good:
          "FROM python:3.13-slim\nRUN useradd -m -u 1000 appuser\nWORKDIR /app\nCOPY --chown=appuser:appuser app.py .\nUSER appuser\n" +
          'CMD ["python", "app.py"]\n',
        fixed:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY --chown=10001:10001 app.py .\n" +
          "RUN groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app app\nUSER 10001:10001\n" +
          'CMD ["python", "app.py"]\n',
      },
      {
        rules: ["root-user"],
        bad: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 web\nUSER web\nUSER root\nCMD ["/web"]\n',
        good: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 web\nUSER root\nRUN touch /ready\nUSER web\nCMD ["/web"]\n',
        fixed:
          'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 web\nUSER web\nUSER root\nUSER web\nCMD ["/web"]\n',
      },
      {
        rules: ["unused-created-user"],
        bad: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 webuser\nCOPY web /web\nCMD ["/web"]\n',
        good: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 webuser\nCOPY web /web\nUSER webuser\nCMD ["/web"]\n',
        fixed:
          'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 webuser\nCOPY web /web\nUSER webuser\nCMD ["/web"]\n',
      },
      {
        rules: ["named-user-without-passwd"],
        bad: 'FROM scratch\nCOPY ledger /ledger\nUSER ledger\nCMD ["/ledger"]\n',
        good: 'FROM scratch\nCOPY ledger /ledger\nUSER 1000:1000\nCMD ["/ledger"]\n',
        fixed: 'FROM scratch\nCOPY ledger /ledger\nUSER 65532\nCMD ["/ledger"]\n',
      },
      {
        rules: ["non-numeric-user"],
        bad: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 web\nUSER web\nCMD ["/web"]\n',
        good: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 web\nUSER 10001\nCMD ["/web"]\n',
      },
    ],
  },
  {
    row: 22,
    practice: "Only needed files are copied",
    pairs: [
      {
        rules: ["dockerignore-gap"],
        bad: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n",
        good: "FROM python:3.13-slim\nWORKDIR /app\nCOPY app/ app/\n",
        files: { ...project, ".env": "", ".dockerignore": ".git\n**/__pycache__\n.venv\n" },
      },
    ],
  },
  {
    row: 24,
    practice: ".dockerignore leaves out history, packages, settings and caches",
    pairs: [
      {
        rules: ["missing-dockerignore"],
        bad: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n",
        good: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n",
        files: project,
        goodFiles: { ...project, ".dockerignore": ".git\n**/__pycache__\n.venv\n.env\n" },
      },
      {
        rules: ["dockerignore-syntax"],
        bad: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n",
        good: "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n",
        files: { ...project, ".dockerignore": ".git\n.venv\n__pycache__\n*.pyc\n.env\n" },
        goodFiles: {
          ...project,
          ".dockerignore": ".git\n.venv\n**/__pycache__\n**/*.pyc\n.env\n",
        },
      },
    ],
  },
  {
    row: 23,
    practice: "COPY over ADD",
    pairs: [
      {
        rules: ["add-instead-of-copy"],
        bad: "FROM alpine:3.22\nWORKDIR /app\nADD templates/ templates/\n",
        good: "FROM alpine:3.22\nWORKDIR /app\nCOPY templates/ templates/\n",
        fixed: "FROM alpine:3.22\nWORKDIR /app\nCOPY templates/ templates/\n",
      },
    ],
  },
  {
    row: 25,
    practice: "WORKDIR is set and absolute",
    pairs: [
      {
        rules: ["missing-workdir"],
        bad: 'FROM python:3.13-slim\nCOPY . /\nCMD ["python", "app.py"]\n',
        good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "app.py"]\n',
      },
      {
        rules: ["relative-workdir"],
        bad: 'FROM python:3.13-slim\nWORKDIR app\nCMD ["python", "app.py"]\n',
        good: 'FROM python:3.13-slim\nWORKDIR /app\nCMD ["python", "app.py"]\n',
        fixed: 'FROM python:3.13-slim\nWORKDIR /app\nCMD ["python", "app.py"]\n',
      },
      {
        rules: ["cd-in-run"],
        bad: "FROM golang:1.25 AS build\nCOPY . /src\nRUN cd /src && go build -o /app .\n",
        good: "FROM golang:1.25 AS build\nCOPY . /src\nWORKDIR /src\nRUN go build -o /app .\n",
        fixed: "FROM golang:1.25 AS build\nCOPY . /src\nWORKDIR /src\nRUN go build -o /app .\n",
      },
    ],
  },
  {
    row: 36,
    practice: "No secrets in the image",
    pairs: [
      {
        rules: ["secret-in-arg-or-env"],
        bad: 'FROM alpine:3.22\nENV DATABASE_PASSWORD=changeme\nCMD ["/app"]\n',
        good: 'FROM alpine:3.22\nENV DATABASE_PASSWORD_FILE=/run/secrets/database\nCMD ["/app"]\n',
      },
      {
        rules: ["secret-file-copied"],
        bad: "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json .env ./\n",
        good: "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package.json .env.example ./\n",
      },
      {
        rules: ["credentials-in-url"],
        bad: "FROM alpine:3.22\nRUN git clone https://deploy:qT7vXw2LmZ9d@git.example.com/shop.git /src\n",
        good: "FROM alpine:3.22\nRUN --mount=type=ssh git clone ssh://git@git.example.com/shop.git /src\n",
      },
    ],
  },
  {
    row: 21,
    practice: "Ownership by COPY --chown, no chown layer",
    pairs: [
      {
        rules: ["ownership-in-later-layer"],
        bad:
          "FROM alpine:3.22\nRUN addgroup -S -g 1001 app && adduser -S -u 1001 -G app app\nWORKDIR /app\nCOPY . .\n" +
          'RUN chown -R app:app /app\nUSER app\nCMD ["./server"]\n',
        good:
          "FROM alpine:3.22\nRUN addgroup -S -g 1001 app && adduser -S -u 1001 -G app app\nWORKDIR /app\n" +
          'COPY --chown=app:app . .\nUSER app\nCMD ["./server"]\n',
        fixed:
          "FROM alpine:3.22\nRUN addgroup -S -g 1001 app && adduser -S -u 1001 -G app app\nWORKDIR /app\n" +
          'COPY --chown=app:app . .\nUSER app\nCMD ["./server"]\n',
      },
    ],
  },
  {
    row: 22,
    practice: "Only needed files are copied",
    pairs: [
      {
        rules: ["source-in-final-stage"],
        bad:
          "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:1.27.3\nCOPY . /app\n" +
          "COPY --from=build /app/dist /usr/share/nginx/html\n",
        good:
          "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM nginx:1.27.3\n" +
          "COPY --from=build /app/dist /usr/share/nginx/html\n",
      },
    ],
  },
];
