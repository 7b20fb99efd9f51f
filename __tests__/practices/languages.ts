import type { Practice } from "./practice.ts";

const python = "FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n";
const start = 'CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n';

const pip =
  "FROM python:3.13 AS builder\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --user -r requirements.txt\n\n";

/** A Go program in an image of its own: how it is built, and on what it stands. */
const go = (build: string, base: string, before = "") =>
  `FROM golang:1.25 AS builder\nWORKDIR /app\nCOPY . .\nRUN ${build}\n\nFROM ${base}\n${before}` +
  'COPY --from=builder /app/expenses /expenses\nUSER 1000:1000\nCMD ["/expenses"]\n';

const certificates = "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\n";

/** A Rust program in an image of its own. */
const rust = (build: string, directory: string) =>
  `FROM rust:1.91 AS builder\nWORKDIR /app\nCOPY . .\nRUN ${build}\n\nFROM debian:12-slim\n` +
  `COPY --from=builder /app/target/${directory}/ledger /usr/local/bin/\nCMD ["ledger"]\n`;

/** What single languages need: practices 14, 15 and 17 to 19. */
export const languages: readonly Practice[] = [
  {
    row: 14,
    practice: "Python: output is not buffered, bytecode is compiled once or not at all",
    pairs: [
      {
        rules: ["missing-python-environment"],
        bad: `${python}${start}`,
        good: `FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1 \\\n    PYTHONDONTWRITEBYTECODE=1\nWORKDIR /app\nCOPY . .\n${start}`,
        fixed: `FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1 \\\n    PYTHONDONTWRITEBYTECODE=1\nWORKDIR /app\nCOPY . .\n${start}`,
      },
      {
        rules: ["missing-python-environment"],
        bad: `${python}RUN python -m compileall .\n${start}`,
        good: `${python}RUN python -m compileall .\nENV PYTHONUNBUFFERED=1\n${start}`,
        fixed: `FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nWORKDIR /app\nCOPY . .\nRUN python -m compileall .\n${start}`,
      },
    ],
  },
  {
    row: 15,
    practice: "Packages of pip install --user are on PATH and belong to the user that runs",
    pairs: [
      {
        rules: ["python-user-install-path"],
        bad: `${pip}FROM python:3.13-slim\nWORKDIR /app\nCOPY --from=builder /root/.local /root/.local\nCOPY . .\n${start}`,
        good: `${pip}FROM python:3.13-slim\nWORKDIR /app\nCOPY --from=builder /root/.local /root/.local\nCOPY . .\nENV PATH=/root/.local/bin:$PATH\n${start}`,
        fixed: `${pip}FROM python:3.13-slim\nWORKDIR /app\nCOPY --from=builder /root/.local /root/.local\nENV PATH=/root/.local/bin:$PATH\nCOPY . .\n${start}`,
      },
      {
        rules: ["python-user-install-path"],
        bad: `${pip}FROM python:3.13-slim\nRUN useradd -m -u 1000 appuser\nCOPY --from=builder /root/.local /home/appuser/.local\nENV PATH=/home/appuser/.local/bin:$PATH\nUSER appuser\n${start}`,
        good: `${pip}FROM python:3.13-slim\nRUN useradd -m -u 1000 appuser\nCOPY --from=builder --chown=appuser:appuser /root/.local /home/appuser/.local\nENV PATH=/home/appuser/.local/bin:$PATH\nUSER appuser\n${start}`,
        fixed: `${pip}FROM python:3.13-slim\nRUN useradd -m -u 1000 appuser\nCOPY --from=builder --chown=appuser /root/.local /home/appuser/.local\nENV PATH=/home/appuser/.local/bin:$PATH\nUSER appuser\n${start}`,
      },
    ],
  },
  {
    row: 17,
    practice: "Go: a static program for scratch, distroless and Alpine",
    pairs: ["scratch", "gcr.io/distroless/static-debian12", "alpine:3.22"].map((base) => ({
      rules: ["dynamic-go-binary"],
      bad: go("go build -o expenses main.go", base),
      good: go("CGO_ENABLED=0 go build -o expenses main.go", base),
      fixed: go("CGO_ENABLED=0 go build -o expenses main.go", base),
    })),
  },
  {
    row: 18,
    practice: "Go and Rust: optimised, without symbols",
    pairs: [
      {
        rules: ["unstripped-go-binary"],
        bad: go("CGO_ENABLED=0 go build -o expenses", "alpine:3.22"),
        good: go('CGO_ENABLED=0 go build -ldflags="-w -s" -trimpath -o expenses', "alpine:3.22"),
        fixed: go('CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o expenses', "alpine:3.22"),
      },
      {
        rules: ["unoptimised-rust-binary"],
        bad: rust("cargo build", "debug"),
        good: rust("cargo build --release && strip target/release/ledger", "release"),
        fixed: rust("cargo build --release && strip /app/target/release/ledger", "release"),
      },
      {
        rules: ["unoptimised-rust-binary"],
        bad: rust("cargo build --release", "release"),
        good: rust("cargo build --release\nRUN strip target/release/ledger", "release"),
        fixed: rust("cargo build --release && strip /app/target/release/ledger", "release"),
      },
    ],
  },
  {
    row: 19,
    practice: "CA certificates are copied into scratch",
    pairs: [
      {
        rules: ["missing-ca-certificates"],
        bad: go("CGO_ENABLED=0 go build -o expenses", "scratch"),
        good: go("CGO_ENABLED=0 go build -o expenses", "scratch", certificates),
        fixed: go("CGO_ENABLED=0 go build -o expenses", "scratch", certificates),
      },
    ],
  },
];
