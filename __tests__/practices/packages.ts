import type { Practice } from "./practice.ts";

/** What is installed and how: practices 11 to 13. */
export const packages: readonly Practice[] = [
  {
    row: 11,
    practice: "apt-get installs only what is needed, without asking",
    pairs: [
      {
        rules: ["apt-recommended-packages"],
        bad: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*\n",
        good: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*\n",
        fixed:
          "FROM debian:12-slim\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*\n",
      },
      {
        rules: ["interactive-package-install"],
        bad: "FROM debian:12-slim\nRUN apt-get update && apt-get install libpq5 && rm -rf /var/lib/apt/lists/*\n",
        good: "FROM debian:12-slim\nRUN apt-get update && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*\n",
        fixed:
          "FROM debian:12-slim\nRUN apt-get update && apt-get install -y libpq5 && rm -rf /var/lib/apt/lists/*\n",
      },
    ],
  },
  {
    row: 13,
    practice: "Deterministic installs of what production needs",
    pairs: [
      {
        rules: ["npm-install-in-build"],
        bad: 'FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
        good: 'FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
        fixed:
          'FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
        files: { "package.json": "{}", "package-lock.json": "{}", "server.js": "" },
      },
      {
        rules: ["missing-node-environment"],
        bad:
          "FROM node:22.12-alpine\n" +
          "WORKDIR /app\n" +
          "COPY package*.json ./\n" +
          "RUN npm ci --omit=dev\n" +
          "COPY . .\n" +
          'CMD ["node", "server.js"]\n',
        good:
          "FROM node:22.12-alpine\n" +
          "WORKDIR /app\n" +
          "COPY package*.json ./\n" +
          "RUN npm ci --omit=dev\n" +
          "COPY . .\n" +
          "ENV NODE_ENV=production\n" +
          'CMD ["node", "server.js"]\n',
        fixed:
          "FROM node:22.12-alpine\n" +
          "WORKDIR /app\n" +
          "COPY package*.json ./\n" +
          "RUN npm ci --omit=dev\n" +
          "COPY . .\n" +
          "ENV NODE_ENV=production\n" +
          'CMD ["node", "server.js"]\n',
      },
      {
        rules: ["dev-dependencies-in-final-stage"],
        bad: 'FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
        good: 'FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --only=production\nCOPY . .\nCMD ["node", "server.js"]\n',
        fixed:
          'FROM node:22.12-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
      },
    ],
  },
  {
    row: 12,
    practice: "Build dependencies are purged after use",
    pairs: [
      {
        rules: ["unpurged-build-dependencies"],
        bad:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN apt-get update && apt-get install -y gcc python3-dev && \\\n" +
          '    pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
        good:
          "FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN apt-get update && apt-get install -y gcc python3-dev && \\\n" +
          '    pip install -r requirements.txt && \\\n    apt-get purge -y --auto-remove gcc python3-dev\nCMD ["python", "app.py"]\n',
      },
    ],
  },
];
