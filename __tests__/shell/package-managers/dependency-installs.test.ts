import { describe, expect, test } from "@jest/globals";
import type { Dockerfile, RunInstruction } from "../../../src/dockerfile/model.ts";
import { parseDockerfile } from "../../../src/dockerfile/parse-dockerfile.ts";
import { dependencyInstalls } from "../../../src/shell/package-managers/dependency-installs.ts";
import { shellOf } from "../../../src/shell/parse-shell.ts";
import { isSourceFree } from "../../../src/shell/layers/source-free.ts";
import { splitRun } from "../../../src/shell/edits/split-run.ts";

function runOf(command: string): { dockerfile: Dockerfile; run: RunInstruction } {
  const dockerfile = parseDockerfile(`FROM debian:12\nRUN ${command}\n`);
  const run = dockerfile.instructions[1];
  if (run?.kind !== "run") throw new Error("no RUN in the example");
  return { dockerfile, run };
}

function installsOf(command: string) {
  const { dockerfile, run } = runOf(command);
  return dependencyInstalls(dockerfile, run, "/app");
}

describe("dependencyInstalls", () => {
  test.each([
    ["npm ci", "npm", "install", "/app", false],
    ["cd web && npm ci", "npm", "install", "/app/web", false],
    ["(cd web && npm ci)", "npm", "install", "/app/web", false],
    ["cd /srv && cd api && yarn", "yarn", "install", "/srv/api", false],
    ["npm --prefix /srv/web install", "npm", "install", "/srv/web", false],
    ["yarn --cwd web install", "yarn", "install", "/app/web", false],
    ["pnpm fetch", "pnpm", "fetch", "/app", false],
    ["pip install -r requirements.txt", "pip", "install", "/app", false],
    ["uv pip install -r requirements.txt", "pip", "install", "/app", false],
    ["pip install -r requirements.txt -e .", "pip", "install", "/app", true],
    ["poetry install", "poetry", "install", "/app", true],
    ["poetry install --no-root", "poetry", "install", "/app", false],
    ["uv sync --no-install-project", "uv", "install", "/app", false],
    ["go mod download", "go", "install", "/app", false],
    ["go build ./...", "go", "build", "/app", true],
    ["go -C svc build", "go", "build", "/app/svc", true],
    ["cargo build --release", "cargo", "build", "/app", false],
    ["cargo chef cook", "cargo", "fetch", "/app", false],
    ["./mvnw -B package", "mvn", "build", "/app", false],
    ["gradle -p api build", "gradle", "build", "/app/api", false],
    ["dotnet restore", "dotnet", "install", "/app", false],
    ["composer install --no-scripts --no-autoloader", "composer", "install", "/app", false],
    ["mix deps.get", "mix", "install", "/app", false],
    ["bundle install", "bundle", "install", "/app", false],
  ])("reads %s", (command, tool, kind, directory, needsSource) => {
    expect(installsOf(command)).toMatchObject([{ tool, kind, directory, needsSource }]);
  });

  test.each([
    "npm install express",
    "npm install -g npm",
    "npm ci --offline",
    "pip install flask",
    "pip install -r https://example.com/r.txt",
    "pip install -r $FILE",
    "go build -mod=vendor .",
    "go install example.com/x@v1",
    "cargo install ripgrep",
    "mvn -o package",
    "mix local.hex --force",
    "cd $WHERE && npm ci",
    "cd - && npm ci",
    "echo npm ci",
  ])("reads nothing in %s", (command) => {
    expect(installsOf(command)).toEqual([]);
  });

  test("knows the files that pip is given", () => {
    const [install] = installsOf("cd api && pip install -c ../c.txt -r /srv/r.txt -r r.txt");
    expect(install?.files).toEqual(["/app/c.txt", "/srv/r.txt", "/app/api/r.txt"]);
  });

  test("leaves a subshell's directory behind", () => {
    expect(
      installsOf("(cd web && npm ci) && pnpm install").map(({ directory }) => directory),
    ).toEqual(["/app/web", "/app"]);
  });

  test("judges at most 20 calls of one RUN", () => {
    expect(installsOf(Array.from({ length: 50 }, () => "npm ci").join(" && "))).toHaveLength(20);
  });
});

function sourceFree(command: string): boolean {
  const { dockerfile, run } = runOf(command);
  const script = shellOf(dockerfile, run);
  if (script === null) throw new Error("the example does not parse");
  const question = {
    script,
    source: "/app",
    workdir: "/app",
    existing: new Set(["/app", "/app/web"]),
  };
  return script.commands.every((one) => isSourceFree(one, question));
}

describe("isSourceFree", () => {
  test.each([
    "apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*",
    "apk add --no-cache --virtual .build gcc && apk del .build",
    "npm install -g pnpm",
    "corepack enable",
    "npm config set registry https://example.com",
    "pip install --upgrade pip setuptools",
    "python -m venv /opt/venv",
    "curl -fsSL https://example.com/x | tar -xz -C /opt",
    "mkdir -p /data && chown -R 1000:1000 /data",
    "echo hi > /dev/null 2>&1",
    "rm -rf ~/.cache $HOME/.npm",
    "cd web",
    "git config --global url.x.insteadOf y",
    "npm cache clean --force",
    "node --version",
  ])("%s needs no source", (command) => {
    expect(sourceFree(command)).toBe(true);
  });

  test.each([
    "npm run build",
    "make",
    "./setup.sh",
    "chown -R node /app",
    "chown -R node .",
    "rm -rf src/test",
    "rm -rf /",
    "echo x > .env",
    "cat < settings.ini",
    "pip install .",
    "pip install -r other.txt",
    "npm install express",
    "cd src && npm version",
    "git rev-parse HEAD",
    "python setup.py build",
    "apt-get install -y ./x.deb",
    "$TOOL run",
  ])("%s may need it", (command) => {
    expect(sourceFree(command)).toBe(false);
  });
});

describe("splitRun", () => {
  function split(command: string) {
    const { dockerfile, run } = runOf(command);
    const script = shellOf(dockerfile, run);
    if (script === null) throw new Error("the example does not parse");
    const needed = new Set(script.commands.filter(({ args }) => args[0]?.value === "ci"));
    const goesFirst = ({ name }: { name: string | null }) => name !== "make";
    const found = splitRun(dockerfile, run, script, goesFirst, needed);
    if (found === null || found === "whole") return found;
    return { gap: dockerfile.source.slice(found.gap), begin: found.begin };
  }

  test("leaves a RUN whole that can go first", () => {
    expect(split("npm ci && echo done")).toBe("whole");
  });

  test("repeats what sets up the shell, and the flags", () => {
    expect(split("--network=none set -ex && cd web && npm ci && make && echo done")).toEqual({
      gap: " && ",
      begin: "RUN --network=none set -ex && cd web && ",
    });
  });

  test("splits between lines", () => {
    expect(split("npm ci \\\n    && make")).toEqual({ gap: " \\\n    && ", begin: "RUN " });
  });

  test.each([
    "make && npm ci",
    "npm ci; make",
    "npm ci || make",
    "npm ci && make && npm ci",
    "npm ci && \\\n# a comment\n    make",
    "<<EOF\nnpm ci && make\nEOF",
  ])("does not split %j", (command) => {
    expect(split(command)).toBeNull();
  });
});
