import type { Practice } from "./practice.ts";

/** What the languages ask for: practices 14 to 18. */
export const languages: readonly Practice[] = [
  {
    row: 14,
    practice: "Python: output unbuffered, no bytecode for one start, no cache",
    pairs: [
      {
        rules: ["missing-python-environment"],
        bad:
          "FROM python:3.13-slim\n" +
          "WORKDIR /app\n" +
          "COPY . .\n" +
          'CMD ["python", "app.py"]\n',
        good:
          "FROM python:3.13-slim\n" +
          "ENV PYTHONUNBUFFERED=1 \\\n" +
          "    PYTHONDONTWRITEBYTECODE=1 \\\n" +
          "    PIP_NO_CACHE_DIR=1\n" +
          "WORKDIR /app\n" +
          "COPY . .\n" +
          'CMD ["python", "app.py"]\n',
        fixed:
          "FROM python:3.13-slim\n" +
          "ENV PYTHONUNBUFFERED=1 \\\n" +
          "    PYTHONDONTWRITEBYTECODE=1\n" +
          "WORKDIR /app\n" +
          "COPY . .\n" +
          'CMD ["python", "app.py"]\n',
      },
      {
        rules: ["missing-python-environment"],
        bad:
          "FROM python:3.13-slim\n" +
          "WORKDIR /app\n" +
          "COPY . .\n" +
          'CMD ["uvicorn", "app.main:app"]\n',
        good:
          "FROM python:3.13-slim\n" +
          "ENV PYTHONUNBUFFERED=1\n" +
          "WORKDIR /app\n" +
          "COPY . .\n" +
          "RUN python -m compileall .\n" +
          'CMD ["uvicorn", "app.main:app"]\n',
        fixed:
          "FROM python:3.13-slim\n" +
          "ENV PYTHONUNBUFFERED=1 \\\n" +
          "    PYTHONDONTWRITEBYTECODE=1\n" +
          "WORKDIR /app\n" +
          "COPY . .\n" +
          'CMD ["uvicorn", "app.main:app"]\n',
      },
      {
        rules: ["package-cache-left-behind"],
        bad: "FROM python:3.13-slim\n" + "RUN pip install flask==3.1.0\n",
        good:
          "FROM python:3.13-slim\n" + "ENV PIP_NO_CACHE_DIR=1\n" + "RUN pip install flask==3.1.0\n",
        fixed: "FROM python:3.13-slim\n" + "RUN pip install --no-cache-dir flask==3.1.0\n",
      },
    ],
  },
  {
    row: 15,
    practice: "pip install --user copied from the builder, on PATH, owned by the user that runs it",
    pairs: [
      {
        rules: ["python-user-install-path"],
        bad:
          "FROM python:3.13-slim AS builder\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install --user -r requirements.txt\n" +
          "\n" +
          "FROM python:3.13-slim\n" +
          "RUN useradd -m -u 1000 appuser\n" +
          "WORKDIR /app\n" +
          "COPY --from=builder /root/.local /root/.local\n" +
          "ENV PATH=/root/.local/bin:$PATH\n" +
          "USER appuser\n" +
          'CMD ["python", "app.py"]\n',
        good:
          "FROM python:3.13-slim AS builder\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install --user -r requirements.txt\n" +
          "\n" +
          "FROM python:3.13-slim\n" +
          "RUN useradd -m -u 1000 appuser\n" +
          "WORKDIR /app\n" +
          "COPY --from=builder --chown=appuser:appuser /root/.local /home/appuser/.local\n" +
          "ENV PATH=/home/appuser/.local/bin:$PATH\n" +
          "USER appuser\n" +
          'CMD ["python", "app.py"]\n',
        fixed:
          "FROM python:3.13-slim AS builder\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install --user -r requirements.txt\n" +
          "\n" +
          "FROM python:3.13-slim\n" +
          "RUN useradd -m -u 1000 appuser\n" +
          "WORKDIR /app\n" +
          "COPY --from=builder --chown=appuser /root/.local /home/appuser/.local\n" +
          "ENV PATH=/home/appuser/.local/bin:$PATH\n" +
          "USER appuser\n" +
          'CMD ["python", "app.py"]\n',
      },
      {
        rules: ["python-user-install-path"],
        bad:
          "FROM python:3.13 AS builder\n" +
          "WORKDIR /app\n" +
          "COPY requirements.txt .\n" +
          "RUN pip install --user -r requirements.txt\n" +
          "\n" +
          "FROM python:3.13-slim\n" +
          "WORKDIR /app\n" +
          "COPY --from=builder /root/.local /root/.local\n" +
          "COPY . .\n" +
          'CMD ["uvicorn", "app:app"]\n',
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
          'CMD ["uvicorn", "app:app"]\n',
        fixed:
          "FROM python:3.13 AS builder\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --user -r requirements.txt\n\n" +
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY --from=builder /root/.local /root/.local\n" +
          'ENV PATH=/root/.local/bin:$PATH\nCOPY . .\nCMD ["uvicorn", "app:app"]\n',
      },
    ],
  },
  {
    row: 16,
    practice: "Go: the modules are downloaded before the source is copied",
    pairs: [
      {
        rules: ["go-mod-tidy-in-build"],
        bad:
          "FROM golang:1.25-alpine AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod tidy\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n",
        good:
          "FROM golang:1.25-alpine AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n",
        fixed:
          "FROM golang:1.25-alpine AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n",
      },
      {
        rules: ["source-before-dependencies"],
        bad: "FROM golang:1.25-alpine AS builder\nWORKDIR /src\nCOPY . .\nRUN go mod download\nRUN CGO_ENABLED=0 go build -o /app .\n",
        good: "FROM golang:1.25-alpine AS builder\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n",
        fixed:
          "FROM golang:1.25-alpine AS builder\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\n",
        files: { "go.mod": "module a\n", "go.sum": "", "main.go": "" },
      },
    ],
  },
  {
    row: 17,
    practice: "Static binaries for scratch, distroless and Alpine",
    pairs: [
      {
        rules: ["dynamic-go-binary"],
        bad:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          "RUN go build -o /app .\n" +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
        good:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
        fixed:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
      },
      {
        rules: ["libc-mismatch"],
        bad:
          "FROM rust:1.91-slim AS builder\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\n" +
          'FROM alpine:3.23\nCOPY --from=builder /src/target/release/app /app\nCMD ["/app"]\n',
        good:
          "FROM rust:1.91-alpine AS builder\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\n" +
          'FROM alpine:3.23\nCOPY --from=builder /src/target/release/app /app\nCMD ["/app"]\n',
      },
    ],
  },
  {
    row: 18,
    practice: "Binaries without symbols and built for release",
    pairs: [
      {
        rules: ["unstripped-go-binary"],
        bad:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          "RUN CGO_ENABLED=0 go build -o /app .\n" +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
        good:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          'RUN CGO_ENABLED=0 go build -ldflags="-w -s" -trimpath -o /app .\n' +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
        fixed:
          "FROM golang:1.25 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY go.mod go.sum ./\n" +
          "RUN go mod download\n" +
          "COPY . .\n" +
          'RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /app .\n' +
          "\n" +
          "FROM scratch\n" +
          "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n" +
          "COPY --from=builder /app /app\n" +
          "USER 1000:1000\n" +
          'CMD ["/app"]\n',
      },
      {
        rules: ["unoptimised-rust-binary"],
        bad:
          "FROM rust:1.91 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN cargo build\n" +
          "\n" +
          "FROM debian:13-slim\n" +
          "COPY --from=builder /src/target/debug/binary /binary\n" +
          'CMD ["/binary"]\n',
        good:
          "FROM rust:1.91 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN cargo build --release && strip target/release/binary\n" +
          "\n" +
          "FROM debian:13-slim\n" +
          "COPY --from=builder /src/target/release/binary /binary\n" +
          'CMD ["/binary"]\n',
        fixed:
          "FROM rust:1.91 AS builder\n" +
          "WORKDIR /src\n" +
          "COPY . .\n" +
          "RUN cargo build --release && strip /src/target/release/binary\n" +
          "\n" +
          "FROM debian:13-slim\n" +
          "COPY --from=builder /src/target/release/binary /binary\n" +
          'CMD ["/binary"]\n',
      },
    ],
  },
];
