import type { Practice } from "./practice.ts";

const server = "FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\nUSER 10001\n";

/** How the image is started, watched and described: practices 26 to 32. */
export const runTime: readonly Practice[] = [
  {
    row: 26,
    practice: "EXPOSE documents the port",
    pairs: [
      {
        rules: ["missing-exposed-port"],
        bad: `${server}CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n`,
        good: `${server}EXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n`,
        fixed: `${server}EXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n`,
      },
      {
        rules: ["invalid-exposed-port"],
        bad: `${server}EXPOSE 8080:80\nCMD ["python", "app.py"]\n`,
        good: `${server}EXPOSE 80\nCMD ["python", "app.py"]\n`,
        fixed: `${server}EXPOSE 80\nCMD ["python", "app.py"]\n`,
      },
    ],
  },
  {
    row: 27,
    practice: "Exec form for CMD and ENTRYPOINT: signals reach the process",
    pairs: [
      {
        rules: ["shell-form-command"],
        bad: `${server}CMD python app.py\n`,
        good: `${server}CMD ["python", "app.py"]\n`,
        fixed: `${server}CMD ["python", "app.py"]\n`,
      },
      {
        rules: ["malformed-exec-form"],
        bad: `${server}CMD ['python', 'app.py']\n`,
        good: `${server}CMD ["python", "app.py"]\n`,
        fixed: `${server}CMD ["python", "app.py"]\n`,
      },
      {
        rules: ["ignored-command"],
        bad: `${server}ENTRYPOINT python app.py\nCMD ["--port", "8000"]\n`,
        good: `${server}ENTRYPOINT ["python", "app.py"]\nCMD ["--port", "8000"]\n`,
      },
      {
        rules: ["process-manager-as-command"],
        bad: 'FROM node:22.12-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["npm", "start"]\n',
        good: 'FROM node:22.12-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
        fixed:
          'FROM node:22.12-alpine\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
        files: { "package.json": '{"scripts":{"start":"node server.js"}}', "server.js": "" },
      },
    ],
  },
  {
    row: 28,
    practice: "The main process runs in the foreground",
    pairs: [
      {
        rules: ["background-service-command"],
        bad: 'FROM nginx:1.29.3-alpine\nCMD ["nginx"]\n',
        good: 'FROM nginx:1.29.3-alpine\nCMD ["nginx", "-g", "daemon off;"]\n',
        fixed: 'FROM nginx:1.29.3-alpine\nCMD ["nginx", "-g", "daemon off;"]\n',
      },
    ],
  },
  {
    row: 29,
    practice: "HEALTHCHECK with a probe that exists in the image",
    pairs: [
      {
        rules: ["missing-healthcheck"],
        bad: `${server}EXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n`,
        good:
          `${server}EXPOSE 8000\nHEALTHCHECK --interval=30s --timeout=3s --start-period=5s --retries=3 \\\n` +
          `    CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:8000/health')" || exit 1\n` +
          'CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
        fixed:
          `${server}EXPOSE 8000\nHEALTHCHECK --interval=30s --timeout=5s --start-period=10s \\\n` +
          `    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/', timeout=3)"]\n` +
          'CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
      },
      {
        rules: ["unavailable-healthcheck-tool"],
        bad: `${server}HEALTHCHECK --interval=30s CMD curl -f http://localhost:8000/health || exit 1\nCMD ["python", "app.py"]\n`,
        good:
          `${server}HEALTHCHECK --interval=30s CMD python -c "import urllib.request; urllib.request.urlopen('http://localhost:8000/health')"\n` +
          'CMD ["python", "app.py"]\n',
        fixed:
          `${server}HEALTHCHECK --interval=30s CMD python -c "import urllib.request; ` +
          `urllib.request.urlopen('http://localhost:8000/health', timeout=3)" || exit 1\nCMD ["python", "app.py"]\n`,
      },
    ],
  },
  {
    row: 30,
    practice: "OCI labels say what the image is",
    pairs: [
      {
        rules: ["missing-image-labels"],
        bad: `${server}CMD ["python", "app.py"]\n`,
        good:
          `${server}LABEL org.opencontainers.image.title="Orders"\nLABEL org.opencontainers.image.description="Takes orders"\n` +
          'LABEL org.opencontainers.image.version="1.0.0"\nLABEL org.opencontainers.image.authors="team@example.com"\n' +
          'LABEL org.opencontainers.image.source="https://example.com/orders"\nCMD ["python", "app.py"]\n',
        fixed:
          `${server}ARG IMAGE_TITLE\nARG IMAGE_DESCRIPTION\nARG IMAGE_VERSION\nARG IMAGE_SOURCE\n` +
          'LABEL org.opencontainers.image.title="${IMAGE_TITLE}" \\\n' +
          '      org.opencontainers.image.description="${IMAGE_DESCRIPTION}" \\\n' +
          '      org.opencontainers.image.version="${IMAGE_VERSION}" \\\n' +
          '      org.opencontainers.image.source="${IMAGE_SOURCE}"\nCMD ["python", "app.py"]\n',
      },
      {
        rules: ["deprecated-maintainer"],
        bad: 'FROM alpine:3.22\nMAINTAINER team@example.com\nCMD ["/app"]\n',
        good: 'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="team@example.com"\nCMD ["/app"]\n',
        fixed:
          'FROM alpine:3.22\nLABEL org.opencontainers.image.authors="team@example.com"\nCMD ["/app"]\n',
      },
      {
        rules: ["invalid-label"],
        bad: 'FROM alpine:3.22\nLABEL org.opencontainers.image.title=""\nCMD ["/app"]\n',
        good: 'FROM alpine:3.22\nLABEL org.opencontainers.image.title="Orders"\nCMD ["/app"]\n',
      },
    ],
  },
  {
    row: 31,
    practice: "BuildKit: syntax directive and cache mounts",
    pairs: [
      {
        rules: ["missing-syntax-directive"],
        bad: "FROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0\n",
        good: "# syntax=docker/dockerfile:1\nFROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0\n",
        fixed:
          "# syntax=docker/dockerfile:1\nFROM python:3.13-slim\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0\n",
      },
      {
        rules: ["missing-cache-mount"],
        bad:
          "# syntax=docker/dockerfile:1\nFROM python:3.13-slim AS builder\nCOPY requirements.txt .\n" +
          "RUN pip install --user -r requirements.txt\n\nFROM python:3.13-slim\nCOPY --from=builder /root/.local /root/.local\n",
        good:
          "# syntax=docker/dockerfile:1\nFROM python:3.13-slim AS builder\nCOPY requirements.txt .\n" +
          "RUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install --user -r requirements.txt\n\n" +
          "FROM python:3.13-slim\nCOPY --from=builder /root/.local /root/.local\n",
        fixed:
          "# syntax=docker/dockerfile:1\nFROM python:3.13-slim AS builder\nCOPY requirements.txt .\n" +
          "RUN --mount=type=cache,target=/root/.cache/pip pip install --user -r requirements.txt\n\n" +
          "FROM python:3.13-slim\nCOPY --from=builder /root/.local /root/.local\n",
      },
    ],
  },
  {
    row: 32,
    practice: "Logs go to stdout and stderr",
    pairs: [
      {
        rules: ["log-to-file"],
        bad: `${server}CMD ["gunicorn", "--access-logfile", "/var/log/access.log", "app:app"]\n`,
        good: `${server}CMD ["gunicorn", "--access-logfile", "-", "app:app"]\n`,
      },
    ],
  },
  {
    row: 34,
    practice: "Images are scanned for vulnerabilities in the pipeline",
    pairs: [
      {
        rules: ["unscanned-image"],
        bad: "FROM alpine:3.22\n",
        good: "FROM alpine:3.22\n",
        files: {
          ".github/workflows/image.yml":
            "on: push\njobs:\n  image:\n    steps:\n      - run: docker build -t api .\n",
        },
        goodFiles: {
          ".github/workflows/image.yml":
            "on: push\njobs:\n  image:\n    steps:\n      - run: docker build -t api .\n      - run: docker scout cves api\n",
        },
      },
    ],
  },
  {
    row: 35,
    practice: "Containers run with a read-only root filesystem",
    pairs: [
      {
        rules: ["writable-root-filesystem"],
        bad: "FROM alpine:3.22\n",
        good: "FROM alpine:3.22\n",
        files: { "compose.yaml": "services:\n  api:\n    build: .\n" },
        goodFiles: {
          "compose.yaml": "services:\n  api:\n    build: .\n    read_only: true\n",
        },
      },
    ],
  },
];
