/** A Dockerfile that builds and runs in one stage. */
export interface Shape {
  readonly why: string;
  readonly lines: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

/** The text of its Dockerfile. */
export const textOf = ({ lines }: Shape) => `${lines.join("\n")}\n`;

/** Its lines behind the first two, by language. */
export const go = (...more: readonly string[]) => ["FROM golang:1.27", "WORKDIR /app", ...more];
export const node = (...more: readonly string[]) => [
  "FROM node:24-alpine",
  "WORKDIR /app",
  ...more,
];
export const python = (...more: readonly string[]) => [
  "FROM python:3.13-slim",
  "WORKDIR /app",
  ...more,
];
export const maven = (...more: readonly string[]) => [
  "FROM maven:3.9-eclipse-temurin-21",
  "WORKDIR /app",
  ...more,
];
export const compiler =
  "RUN apt-get update && apt-get install -y gcc && rm -rf /var/lib/apt/lists/*";
export const requirements = ["COPY requirements.txt .", "RUN pip install -r requirements.txt"];
export const manifest = (scripts: Readonly<Record<string, string>>) => ({
  "package.json": JSON.stringify({ scripts }),
});
