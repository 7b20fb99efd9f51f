import { describe, expect, test } from "@jest/globals";
import { singleStageBuild } from "../../src/rules/stages/single-stage-build.ts";
import { findingsOf, fixedBy } from "../support/describe-rule.ts";
import { go, manifest, maven, node, requirements, textOf, type Shape } from "./shapes.ts";

/** Single-stage builds, and lines of the second stage that show what is particular to them. */
const split: readonly (Shape & { readonly has: readonly string[] })[] = [
  {
    why: "the module's name is the program's",
    lines: go("COPY . .", "RUN go build", 'CMD ["./shop"]'),
    files: { "go.mod": "module example.com/shop\n", "main.go": "" },
    has: ["COPY --from=builder /app/shop ./shop"],
  },
  {
    why: "templates beside the source are read at run time",
    lines: go("COPY . .", "RUN go build -o shop .", 'CMD ["./shop"]'),
    files: { "go.mod": "module a\n", "templates/a.html": "", "static/a.css": "", "docs/a.md": "" },
    has: [
      "COPY --from=builder /app/templates ./templates",
      "COPY --from=builder /app/static ./static",
    ],
  },
  {
    why: "files that are copied by name are read at run time",
    lines: go(
      "COPY *.go go.* ./",
      "COPY config.yaml ./",
      "RUN go build -o shop .",
      'CMD ["./shop"]',
    ),
    has: ["COPY --from=builder /app/config.yaml ./config.yaml"],
  },
  {
    why: "a program on the PATH is started by its name",
    lines: go(
      "COPY . .",
      "RUN go build -o /usr/local/bin/shop .",
      'ENTRYPOINT ["shop"]',
      'CMD ["--port", "80"]',
    ),
    has: ["COPY --from=builder /usr/local/bin/shop /usr/local/bin/shop", 'ENTRYPOINT ["shop"]'],
  },
  {
    why: "wget asks for its health",
    lines: [
      "FROM golang:1.27-alpine",
      "WORKDIR /app",
      "COPY . .",
      "RUN go build -o shop .",
      "RUN adduser -D shop",
      "USER shop",
      "HEALTHCHECK CMD wget -q --spider http://localhost:8080/",
      'CMD ["./shop"]',
    ],
    has: ["FROM alpine:3.23", "RUN adduser -D shop", "USER shop"],
  },
  {
    why: "a numeric user stays",
    lines: go("COPY . .", "RUN go build -o shop .", "USER 1000:1000", 'CMD ["./shop"]'),
    has: ["USER 1000:1000"],
  },
  {
    why: "Next.js keeps its own files",
    lines: node("COPY . .", "RUN npm ci", "RUN npm run build", 'CMD ["npm", "start"]'),
    files: {
      ...manifest({ build: "next build", start: "next start" }),
      "next.config.js": "",
      "public/a.txt": "",
    },
    has: [
      "RUN npm prune --omit=dev",
      "COPY --from=builder /app/next.config.js ./next.config.js",
      "COPY --from=builder /app/.next ./.next",
      "COPY --from=builder /app/public ./public",
    ],
  },
  {
    why: "the first yarn prunes by installing again",
    lines: node(
      "COPY . .",
      "RUN yarn install --frozen-lockfile",
      "RUN yarn build",
      'CMD ["node", "dist/main.js"]',
    ),
    has: ["RUN yarn install --production --ignore-scripts --prefer-offline --frozen-lockfile"],
  },
  {
    why: "the preview of Vite is a static site",
    lines: node(
      "COPY . .",
      "RUN npm ci",
      "RUN npm run build",
      "EXPOSE 8080",
      'CMD ["npm", "run", "preview"]',
    ),
    files: manifest({ build: "vite build", preview: "vite preview --host --port 8080" }),
    has: ["    listen 8080;", "COPY --from=builder /app/dist /usr/share/nginx/html"],
  },
  {
    why: "a low port is opened by root",
    lines: node(
      "COPY . .",
      "RUN npm ci",
      "RUN npm run build",
      'CMD ["npx", "http-server", "dist", "-p", "80"]',
    ),
    has: ["FROM nginx:1.29-alpine", "        try_files $uri $uri/ $uri.html =404;"],
  },
  {
    why: "a pattern that only one archive matches becomes a name",
    lines: maven("COPY . .", "RUN mvn package", 'CMD ["sh", "-c", "java -jar target/*.jar"]'),
    has: [
      "COPY --from=builder /app/target/*.jar ./app.jar",
      'CMD ["sh", "-c", "java -jar app.jar"]',
    ],
  },
  {
    why: "options of Java that a shell fills in stay",
    lines: [
      "FROM eclipse-temurin:21-jdk-alpine",
      "WORKDIR /app",
      "COPY . .",
      "RUN ./mvnw package && mv target/shop-*.jar shop.jar",
      "CMD java $JAVA_OPTS -jar shop.jar",
    ],
    has: ["FROM eclipse-temurin:21-jre-alpine", "CMD java $JAVA_OPTS -jar shop.jar"],
  },
  {
    why: "an SDK's patch is not the runtime's",
    lines: [
      "FROM mcr.microsoft.com/dotnet/sdk:10.0.100-alpine3.22",
      "WORKDIR /src",
      "COPY . .",
      "RUN dotnet publish -c Release -o /app",
      "WORKDIR /app",
      'ENTRYPOINT ["dotnet", "Shop.dll"]',
    ],
    has: [
      "FROM mcr.microsoft.com/dotnet/aspnet:10.0-alpine3.22",
      "COPY --from=builder /app ./",
      'ENTRYPOINT ["dotnet", "Shop.dll"]',
    ],
  },
  {
    why: "an installed Rust program is on the PATH",
    lines: [
      "FROM rust:1.91-alpine",
      "WORKDIR /src",
      "COPY . .",
      "RUN cargo install --path .",
      'CMD ["shop"]',
    ],
    has: [
      "FROM gcr.io/distroless/static-debian13:nonroot",
      "COPY --from=builder /usr/local/cargo/bin/shop /usr/local/bin/shop",
    ],
  },
  {
    why: "a library comes for the headers on Alpine too",
    lines: [
      "FROM python:3.13-alpine",
      "WORKDIR /app",
      "RUN apk add --no-cache gcc musl-dev postgresql-dev",
      ...requirements,
      "COPY . .",
      'CMD ["python", "app.py"]',
    ],
    has: ["RUN apk add --no-cache libpq", "COPY --from=builder /opt/venv /opt/venv"],
  },
];

describe("a shape that is known", () => {
  test.each(split)("is split: $why", (shape) => {
    const fixed = fixedBy(singleStageBuild, textOf(shape), shape.files).split("\n");
    expect(shape.has.filter((line) => !fixed.includes(line))).toEqual([]);
  });

  test("says what is to be checked", () => {
    const titleOf = (lines: readonly string[]) =>
      findingsOf(singleStageBuild, textOf({ why: "", lines })).map(({ fix }) => fix?.title);
    expect(
      titleOf(go("COPY . .", "RUN go build -o shop .", "EXPOSE 80", 'CMD ["./shop"]')),
    ).toEqual([
      "Split into a build stage and a distroless runtime (check that port 80 may be opened without root and that nothing else of the source is read at run time)",
    ]);
    expect(
      titleOf([
        "FROM rust:1.91",
        "WORKDIR /app",
        "COPY . .",
        "RUN cargo build --release",
        "EXPOSE 80",
        'CMD ["./target/release/a"]',
      ]),
    ).toEqual([
      "Split into a build stage and a distroless runtime (check the libraries that it links, that port 80 may be opened without root, and that nothing else of the source is read at run time)",
    ]);
  });
});
