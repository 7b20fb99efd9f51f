import { buildSteps } from "../../rewrites/build-steps.ts";
import { rewriteOf } from "../../rewrites/recipes.ts";
import {
  singleStageBuild as findSingleStage,
  type SingleStage,
} from "../../rewrites/single-stage.ts";
import { callName } from "../../shell/package-managers/call-name.ts";
import type { Rule } from "../rule.ts";

export const singleStageBuild: Rule = {
  name: "single-stage-build",
  category: "stages",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary:
    "The image is built and run in one stage, so that the toolchain and the source ship with it",
  why:
    "What builds a program is many times larger than the program: compilers, headers, development dependencies, caches and the " +
    "source itself. In one stage all of it is pulled by every host, has to be patched, and serves whoever breaks in. " +
    "A second stage that copies only the result is often a tenth of the size or less (a Go service: 1.2 GB against 8 to 15 MB).",
  sources: [
    {
      title: "Docker: Multi-stage builds",
      url: "https://docs.docker.com/build/building/multi-stage/",
    },
    {
      title: "Docker: Building best practices, use multi-stage builds",
      url: "https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the image is there to build or to develop with:",
  scope: "file",
  examples: [
    {
      bad:
        "FROM golang:1.27-alpine\nWORKDIR /app\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o server .\n" +
        'EXPOSE 8080\nCMD ["./server"]\n',
      good:
        "FROM golang:1.27-alpine AS builder\nWORKDIR /app\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n" +
        'RUN CGO_ENABLED=0 go build -ldflags="-s -w" -o server .\n\nFROM scratch\n' +
        "COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=builder /app/server /server\n" +
        'USER 1000:1000\nEXPOSE 8080\nCMD ["/server"]\n',
      fixed:
        "FROM golang:1.27-alpine AS builder\nWORKDIR /app\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\n" +
        'RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o server .\n\n' +
        "FROM gcr.io/distroless/static-debian13:nonroot\nWORKDIR /app\nCOPY --from=builder /app/server ./server\n" +
        'EXPOSE 8080\nCMD ["./server"]\n',
    },
    {
      bad:
        "FROM node:22-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n" +
        'RUN npm install -g serve@14\nEXPOSE 3000\nCMD ["serve", "-s", "dist"]\n',
      good:
        "FROM node:22-alpine AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\n" +
        "FROM nginx:1.29-alpine\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\nCOPY --from=build /app/dist /usr/share/nginx/html\n" +
        'EXPOSE 80\nCMD ["nginx", "-g", "daemon off;"]\n',
      fixed:
        "FROM node:22-alpine AS builder\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\n" +
        "FROM nginxinc/nginx-unprivileged:1.29-alpine\nCOPY <<'EOF' /etc/nginx/conf.d/default.conf\nserver {\n    listen 3000;\n" +
        "    root /usr/share/nginx/html;\n    location / {\n        try_files $uri $uri/ /index.html;\n    }\n}\nEOF\n" +
        'COPY --from=builder /app/dist /usr/share/nginx/html\nEXPOSE 3000\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
    {
      bad:
        "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nENV PORT=3000\nUSER node\n" +
        'CMD ["node", "dist/index.js"]\n',
      good:
        "FROM node:22 AS build\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n\n" +
        "FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev && npm cache clean --force\n" +
        'COPY --from=build /app/dist ./dist\nENV PORT=3000\nUSER node\nCMD ["node", "dist/index.js"]\n',
      fixed:
        "FROM node:22 AS builder\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nRUN npm prune --omit=dev\n\n" +
        "FROM node:22-slim\nWORKDIR /app\nCOPY --from=builder /app/package.json ./package.json\n" +
        "COPY --from=builder /app/node_modules ./node_modules\nCOPY --from=builder /app/dist ./dist\nENV PORT=3000\nUSER node\n" +
        'CMD ["node", "dist/index.js"]\n',
    },
    {
      bad:
        "FROM maven:3.9-eclipse-temurin-21\nWORKDIR /app\nCOPY pom.xml .\nRUN mvn dependency:go-offline\nCOPY src src\n" +
        'RUN mvn package\nENTRYPOINT ["java", "-jar", "target/shop.jar"]\n',
      good:
        "FROM maven:3.9-eclipse-temurin-21 AS build\nWORKDIR /app\nCOPY pom.xml .\nRUN mvn dependency:go-offline\nCOPY src src\n" +
        "RUN mvn package\n\nFROM eclipse-temurin:21-jre\nCOPY --from=build /app/target/shop.jar /app/shop.jar\n" +
        'ENTRYPOINT ["java", "-jar", "/app/shop.jar"]\n',
      fixed:
        "FROM maven:3.9-eclipse-temurin-21 AS builder\nWORKDIR /app\nCOPY pom.xml .\nRUN mvn dependency:go-offline\nCOPY src src\n" +
        "RUN mvn package\n\nFROM eclipse-temurin:21-jre\nWORKDIR /app\nCOPY --from=builder /app/target/shop.jar ./shop.jar\n" +
        'ENTRYPOINT ["java", "-jar", "shop.jar"]\n',
    },
    {
      bad:
        "FROM rust:1.91\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n" +
        'CMD ["./target/release/shop"]\n',
      good:
        "FROM rust:1.91 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\n" +
        'FROM gcr.io/distroless/cc-debian13:nonroot\nCOPY --from=build /src/target/release/shop /shop\nCMD ["/shop"]\n',
      fixed:
        "FROM rust:1.91 AS builder\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\n" +
        "FROM gcr.io/distroless/cc-debian13:nonroot\nWORKDIR /src\nCOPY --from=builder /src/target/release/shop ./shop\n" +
        'CMD ["./shop"]\n',
    },
    {
      bad:
        "FROM mcr.microsoft.com/dotnet/sdk:10.0\nWORKDIR /app\nCOPY *.csproj .\nRUN dotnet restore\nCOPY . .\n" +
        'RUN dotnet publish -c Release -o out\nENTRYPOINT ["dotnet", "out/Shop.dll"]\n',
      good:
        "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build\nWORKDIR /src\nCOPY *.csproj .\nRUN dotnet restore\nCOPY . .\n" +
        "RUN dotnet publish -c Release -o /app\n\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nWORKDIR /app\nCOPY --from=build /app .\n" +
        'ENTRYPOINT ["dotnet", "Shop.dll"]\n',
      fixed:
        "FROM mcr.microsoft.com/dotnet/sdk:10.0 AS builder\nWORKDIR /app\nCOPY *.csproj .\nRUN dotnet restore\nCOPY . .\n" +
        "RUN dotnet publish -c Release -o out\n\nFROM mcr.microsoft.com/dotnet/aspnet:10.0\nWORKDIR /app\n" +
        'COPY --from=builder /app/out ./\nENTRYPOINT ["dotnet", "Shop.dll"]\n',
    },
    {
      bad:
        "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\n" +
        'COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
      good:
        "FROM python:3.13-slim AS builder\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\n" +
        "COPY requirements.txt .\nRUN pip wheel --no-cache-dir --wheel-dir /wheels -r requirements.txt\n\n" +
        "FROM python:3.13-slim\nWORKDIR /app\nRUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*\n" +
        "RUN --mount=type=bind,from=builder,source=/wheels,target=/wheels pip install --no-cache-dir /wheels/*\n" +
        'COPY . .\nCMD ["python", "app.py"]\n',
      fixed:
        "FROM python:3.13-slim AS builder\nRUN python -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nWORKDIR /app\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\n" +
        "COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n\n" +
        "FROM python:3.13-slim\n" +
        "RUN apt-get update && apt-get install -y --no-install-recommends libpq5 && rm -rf /var/lib/apt/lists/*\n" +
        "COPY --from=builder /opt/venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nWORKDIR /app\nCOPY . .\n" +
        'CMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM ruby:3.4\nWORKDIR /app\nCOPY . .\nRUN bundle install && yarn install && yarn build\nCMD ["bundle", "exec", "puma"]\n',
      good:
        "FROM node:22 AS assets\nWORKDIR /app\nCOPY . .\nRUN yarn install && yarn build\n\n" +
        "FROM ruby:3.4\nWORKDIR /app\nCOPY . .\nRUN bundle install\nCOPY --from=assets /app/public/build public/build\n" +
        'CMD ["bundle", "exec", "puma"]\n',
    },
  ],
  silentOn: [
    // Images to work, to test and to build with.
    "FROM golang:1.27\nWORKDIR /src\nCOPY . .\nRUN go build ./...\n",
    'FROM golang:1.27\nWORKDIR /src\nCOPY . .\nRUN go build ./...\nCMD ["go", "test", "./..."]\n',
    'FROM golang:1.27\nWORKDIR /src\nCOPY . .\nRUN go build -o app .\nCMD ["go", "run", "."]\n',
    'FROM golang:1.27\nWORKDIR /src\nCOPY . .\nRUN go build -o app .\nCMD ["bash"]\n',
    'FROM golang:1.27\nRUN go install github.com/go-delve/delve/cmd/dlv@v1.25.0\nENTRYPOINT ["dlv"]\n',
    'FROM golang:1.27 AS dev\nWORKDIR /src\nCOPY . .\nRUN go build -o app .\nCMD ["./app"]\n',
    'FROM rust:1.91\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nONBUILD COPY . .\nCMD ["./target/release/app"]\n',
    'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["npm", "run", "dev"]\n',
    'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nCMD ["npm", "test"]\n',
    'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["npx", "playwright", "test"]\n',
    'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build && npm prune --omit=dev\nCMD ["node", "dist/index.js"]\n',
    'FROM maven:3.9-eclipse-temurin-21\nWORKDIR /app\nCOPY . .\nRUN mvn verify\nCMD ["mvn", "test"]\n',
    // Nothing is built.
    'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nCMD ["node", "server.js"]\n',
    'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\nCMD ["python", "app.py"]\n',
    'FROM python:3.13-slim\nCOPY . .\nRUN apt-get update && apt-get install -y gcc && pip install -r requirements.txt && apt-get purge -y gcc\nCMD ["python", "app.py"]\n',
    'FROM python:3.13-slim\nARG TARGETARCH\nRUN if [ "$TARGETARCH" = "ppc64le" ]; then apt-get update && apt-get install -y gfortran; fi\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["python", "app.py"]\n',
    'FROM eclipse-temurin:21-jre\nCOPY target/app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
    // Several stages.
    'FROM golang:1.27 AS build\nCOPY . .\nRUN go build -mod=vendor -o /app .\nFROM scratch\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    "FROM rust:1.91 AS chef\nRUN cargo install cargo-chef --locked\nFROM chef AS planner\nCOPY . .\nRUN cargo chef prepare\nFROM chef\n" +
      'COPY --from=planner /recipe.json .\nRUN cargo chef cook --release\nCOPY . .\nRUN cargo build --release\nCMD ["./target/release/app"]\n',
    'FROM eclipse-temurin:21-jdk AS build\nCOPY . .\nRUN ./mvnw package && jlink --output /jre\nFROM debian:12-slim\nCOPY --from=build /jre /jre\nCMD ["/jre/bin/java", "-jar", "/app.jar"]\n',
  ],
  appliesTo: (dockerfile) =>
    dockerfile.stages.some((stage) => buildSteps(dockerfile, stage).length > 0),
  *check(dockerfile, { path, buildContext }) {
    const found = findSingleStage(dockerfile, path, buildContext);
    if (found === null) return;
    const split = rewriteOf(found);
    yield {
      message: messageOf(found),
      span: found.stage.from.image.span,
      confidence: split === null ? "medium" : "high",
      fix: split === null ? undefined : { ...split, safety: "review" },
    };
  },
};

function messageOf({ builds, start, dockerfile }: SingleStage): string {
  const commands = builds.map(({ call }) => callName(call));
  const shown = [...new Set(commands)].map((command) => `\`${command}\``).join(", ");
  if (builds.every(({ call }) => call.manager === "pip")) {
    return (
      `This stage compiles what ${shown} installs and runs it, so the compilers are part of the image. ` +
      "Install in one stage, and copy the virtual environment into a second one."
    );
  }
  const keyword = dockerfile.source.slice(start.instruction.keywordSpan).toUpperCase();
  return (
    `This stage builds (${shown}) and runs what it built, so the toolchain and the source are part of the image. ` +
    `Build in one stage, and copy what ${keyword} starts into a second one.`
  );
}
