/** A file that follows the practices in another way than the documents show. */
export interface OtherWay {
  readonly way: string;
  readonly dockerfile: string;
  readonly files?: Readonly<Record<string, string>>;
}

const ignored = { ".dockerignore": "**/.git\n**/node_modules\n**/target\n**/.env*\n**/.venv\n" };

/** Ways that are common, and in which nothing is wrong with the order of layers, the stages or the languages. */
export const otherWays: readonly OtherWay[] = [
  {
    way: "manifests by bind mounts, and caches by cache mounts",
    dockerfile: `# syntax=docker/dockerfile:1
FROM golang:1.27-alpine AS build
WORKDIR /src
RUN --mount=type=cache,target=/go/pkg/mod \\
    --mount=type=bind,source=go.sum,target=go.sum \\
    --mount=type=bind,source=go.mod,target=go.mod \\
    go mod download -x
RUN --mount=type=cache,target=/go/pkg/mod \\
    --mount=type=cache,target=/root/.cache/go-build \\
    --mount=type=bind,target=. \\
    CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /bin/server .

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /bin/server /bin/server
ENTRYPOINT ["/bin/server"]
`,
  },
  {
    way: "modules in the repository (go mod vendor)",
    dockerfile: `FROM golang:1.27-alpine AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -mod=vendor -trimpath -ldflags="-s -w" -o /bin/server .

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /bin/server /bin/server
ENTRYPOINT ["/bin/server"]
`,
    files: { ...ignored, "go.mod": "module a\n", "vendor/modules.txt": "", "main.go": "" },
  },
  {
    way: "pnpm fetch, and a deployed package",
    dockerfile: `FROM node:24-slim AS build
RUN corepack enable
WORKDIR /src
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
RUN --mount=type=cache,target=/root/.local/share/pnpm/store pnpm fetch
COPY . .
RUN pnpm install --offline --frozen-lockfile && pnpm build && pnpm deploy --filter=api --prod /out

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build --chown=node:node /out .
USER node
CMD ["node", "dist/server.js"]
`,
  },
  {
    way: "manifests of packages with COPY --parents",
    dockerfile: `# syntax=docker/dockerfile:1-labs
FROM node:24-slim AS build
WORKDIR /src
COPY --parents package.json package-lock.json packages/*/package.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build --chown=node:node /src/dist .
USER node
CMD ["node", "server.js"]
`,
  },
  {
    way: "cargo chef",
    dockerfile: `FROM rust:1.91-alpine AS chef
RUN cargo install cargo-chef --locked --version 0.1.73
WORKDIR /src

FROM chef AS planner
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS build
COPY --from=planner /src/recipe.json .
RUN cargo chef cook --release --recipe-path recipe.json
COPY . .
RUN cargo build --release --locked && strip target/release/shop

FROM gcr.io/distroless/static-debian13:nonroot
COPY --from=build /src/target/release/shop /shop
ENTRYPOINT ["/shop"]
`,
  },
  {
    way: "uv sync --no-install-project",
    dockerfile: `# syntax=docker/dockerfile:1
FROM python:3.13-slim AS build
COPY --from=ghcr.io/astral-sh/uv:0.9.5 /uv /bin/uv
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy
WORKDIR /app
RUN --mount=type=cache,target=/root/.cache/uv \\
    --mount=type=bind,source=uv.lock,target=uv.lock \\
    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \\
    uv sync --locked --no-install-project --no-dev
COPY src src
COPY pyproject.toml uv.lock ./
RUN --mount=type=cache,target=/root/.cache/uv uv sync --locked --no-dev --no-editable

FROM python:3.13-slim
RUN useradd --system --uid 10001 app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=build /app/.venv /app/.venv
USER 10001
CMD ["shop"]
`,
  },
  {
    way: "a runtime of the program's own by jlink",
    dockerfile: `FROM eclipse-temurin:21-jdk AS build
WORKDIR /src
COPY gradlew settings.gradle build.gradle ./
COPY gradle gradle
RUN ./gradlew dependencies --no-daemon
COPY src src
RUN ./gradlew bootJar --no-daemon && \\
    jlink --add-modules java.base,java.logging,java.sql --strip-debug --no-header-files --no-man-pages --output /jre

FROM debian:13-slim
RUN useradd --system --uid 10001 app
WORKDIR /app
COPY --from=build /jre /opt/jre
COPY --from=build /src/build/libs/shop.jar shop.jar
USER 10001
ENTRYPOINT ["/opt/jre/bin/java", "-jar", "shop.jar"]
`,
  },
  {
    way: "the layers of a Spring Boot archive",
    dockerfile: `FROM eclipse-temurin:21-jdk AS build
WORKDIR /src
COPY mvnw pom.xml ./
COPY .mvn .mvn
RUN ./mvnw -B dependency:go-offline
COPY src src
RUN ./mvnw -B package -DskipTests && java -Djarmode=tools -jar target/shop.jar extract --layers --destination /layers

FROM eclipse-temurin:21-jre
RUN useradd --system --uid 10001 app
WORKDIR /app
COPY --from=build /layers/dependencies/ ./
COPY --from=build /layers/spring-boot-loader/ ./
COPY --from=build /layers/application/ ./
USER 10001
ENTRYPOINT ["java", "-jar", "shop.jar"]
`,
  },
  {
    way: "the stages of a buildpack's lifecycle",
    dockerfile: `ARG builder=paketobuildpacks/builder-jammy-base:0.4.500
FROM \${builder} AS build
COPY --chown=cnb:cnb . /workspace
RUN /cnb/lifecycle/detector -app=/workspace && /cnb/lifecycle/builder -app=/workspace

FROM paketobuildpacks/run-jammy-base:0.1.170
COPY --from=build /layers /layers
COPY --from=build /workspace /workspace
USER 1002:1001
ENTRYPOINT ["/cnb/process/web"]
`,
  },
];
