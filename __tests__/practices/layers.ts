import type { Practice } from "./practice.ts";

const fastapi = { "requirements.txt": "fastapi==0.120.0\n", "app.py": "" };

/** More files than an image should have layers. */
const files = Array.from({ length: 25 }, (_, index) => `part${index}.py`);

/** The order and the number of layers, and what is left in them: practices 6 to 10. */
export const layers: readonly Practice[] = [
  {
    row: 6,
    practice: "Dependency manifests are copied and installed before the source",
    pairs: [
      {
        rules: ["source-before-dependencies"],
        bad:
          "FROM python:3.13\nWORKDIR /app\nCOPY . .  # Every change of code comes in here\nRUN pip install -r requirements.txt\n" +
          'CMD ["python", "app.py"]\n',
        good:
          "FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n" +
          'CMD ["python", "app.py"]\n',
        fixed:
          "FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n" +
          'COPY . .  # Every change of code comes in here\nCMD ["python", "app.py"]\n',
        files: fastapi,
      },
      {
        rules: ["source-before-dependencies"],
        bad: "FROM node:22.12-alpine AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci --no-audit --no-fund\nRUN npm run build\n",
        good: "FROM node:22.12-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --no-audit --no-fund\nCOPY . .\nRUN npm run build\n",
        fixed:
          "FROM node:22.12-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --no-audit --no-fund\nCOPY . .\nRUN npm run build\n",
        files: { "package.json": "{}", "package-lock.json": "{}", "src/main.js": "" },
      },
    ],
  },
  {
    row: 7,
    practice: "Least-changing layers first",
    pairs: [
      {
        rules: ["cache-busting-argument"],
        bad:
          "FROM node:22.12-alpine\nWORKDIR /app\nARG GIT_COMMIT\nENV APP_COMMIT=${GIT_COMMIT}\nCOPY package*.json ./\n" +
          'RUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
        good:
          "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nARG GIT_COMMIT\n" +
          'ENV APP_COMMIT=${GIT_COMMIT}\nCOPY . .\nCMD ["node", "server.js"]\n',
        fixed:
          "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nARG GIT_COMMIT\n" +
          'ENV APP_COMMIT=${GIT_COMMIT}\nCOPY . .\nCMD ["node", "server.js"]\n',
      },
    ],
  },
  {
    row: 8,
    practice: "Related RUN commands are combined",
    pairs: [
      {
        rules: ["package-index-update-alone"],
        bad:
          "FROM ubuntu:22.04\nRUN apt-get update\nRUN apt-get install -y curl\nRUN rm -rf /var/lib/apt/lists/*\n" +
          'CMD ["curl", "--version"]\n',
        good:
          "FROM ubuntu:22.04\nRUN apt-get update && \\\n    apt-get install -y curl && \\\n    rm -rf /var/lib/apt/lists/*\n" +
          'CMD ["curl", "--version"]\n',
        fixed:
          "FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n" +
          'CMD ["curl", "--version"]\n',
      },
      {
        rules: ["package-index-update-alone", "consecutive-runs"],
        bad:
          "FROM python:3.13\nWORKDIR /app\nRUN apt-get update\nRUN apt-get install -y gcc\nRUN apt-get install -y python3-dev\n" +
          'RUN apt-get clean\nCMD ["python", "app.py"]\n',
        good:
          "FROM python:3.13\nWORKDIR /app\nRUN apt-get update && \\\n    apt-get install -y gcc python3-dev && \\\n" +
          '    rm -rf /var/lib/apt/lists/*\nCMD ["python", "app.py"]\n',
        fixed:
          "FROM python:3.13\nWORKDIR /app\nRUN apt-get update \\\n    && apt-get install -y gcc \\\n    && apt-get install -y python3-dev \\\n" +
          '    && apt-get clean \\\n    && rm -rf /var/lib/apt/lists/*\nCMD ["python", "app.py"]\n',
      },
      {
        rules: ["many-layers"],
        bad: `FROM python:3.13-slim\nWORKDIR /app\n${files.map((file) => `COPY ${file} .\n`).join("")}CMD ["python", "app.py"]\n`,
        good: `FROM python:3.13-slim\nWORKDIR /app\nCOPY ${files.join(" ")} ./\nCMD ["python", "app.py"]\n`,
      },
    ],
  },
  {
    row: 9,
    practice: "Clean-up in the layer that made the mess",
    pairs: [
      {
        rules: ["package-cache-left-behind"],
        bad: 'FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y curl\nCMD ["curl", "--version"]\n',
        good:
          "FROM ubuntu:22.04\nRUN apt-get update && \\\n    apt-get install -y curl && \\\n    apt-get clean && \\\n" +
          '    rm -rf /var/lib/apt/lists/*\nCMD ["curl", "--version"]\n',
        fixed:
          "FROM ubuntu:22.04\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n" +
          'CMD ["curl", "--version"]\n',
      },
    ],
  },
  {
    row: 9,
    practice: "Clean-up in the layer that made the mess, of what was downloaded",
    pairs: [
      {
        rules: ["cleanup-in-later-layer"],
        bad: "FROM debian:12.8\nRUN wget -q https://example.com/big.tar.gz && tar -xzf big.tar.gz -C /opt\nRUN rm big.tar.gz\n",
        good: "FROM debian:12.8\nRUN wget -q https://example.com/big.tar.gz && tar -xzf big.tar.gz -C /opt && rm big.tar.gz\n",
        fixed:
          "FROM debian:12.8\nRUN wget -q https://example.com/big.tar.gz && tar -xzf big.tar.gz -C /opt && rm big.tar.gz\n",
      },
    ],
  },
  {
    row: 10,
    practice: "No package manager's cache",
    pairs: [
      {
        rules: ["package-cache-left-behind"],
        bad: "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n",
        good: "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n",
        fixed:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n",
      },
      {
        rules: ["package-cache-left-behind"],
        bad: "FROM alpine:3.22\nRUN apk add git ca-certificates\n",
        good: "FROM alpine:3.22\nRUN apk add --no-cache git ca-certificates\n",
        fixed: "FROM alpine:3.22\nRUN apk add --no-cache git ca-certificates\n",
      },
      {
        rules: ["package-cache-left-behind"],
        bad: 'FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCMD ["node", "server.js"]\n',
        good:
          "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n" +
          'CMD ["node", "server.js"]\n',
        fixed:
          "FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n" +
          'CMD ["node", "server.js"]\n',
      },
    ],
  },
];
