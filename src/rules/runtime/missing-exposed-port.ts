import { exposedPorts } from "../../dockerfile/exposed-ports.ts";
import { insertBefore } from "../../dockerfile/instruction-edits.ts";
import { knownImage } from "../../dockerfile/known-images.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { imageCommand } from "../../shell/services/image-command.ts";
import { commandPort, type NamedPort } from "../../shell/services/served-ports.ts";
import type { Fix, Rule } from "../rule.ts";

export const missingExposedPort: Rule = {
  name: "missing-exposed-port",
  category: "runtime",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The command names the port it listens on, and no EXPOSE documents it",
  why:
    "EXPOSE opens nothing, but it is where people and tools look a port up: `docker run -P` publishes it, proxies such as " +
    "Traefik and nginx-proxy and several platforms route to it, and `docker inspect` shows it.",
  sources: [
    {
      title: "Dockerfile reference: EXPOSE",
      url: "https://docs.docker.com/reference/dockerfile/#expose",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  examples: [
    {
      bad: 'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "probe.py"]\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
      good: 'FROM python:3.13-slim\nEXPOSE 8000\nHEALTHCHECK CMD ["python", "probe.py"]\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
      fixed:
        'FROM python:3.13-slim\nHEALTHCHECK CMD ["python", "probe.py"]\nEXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nENV PORT=5000\nENTRYPOINT ["gunicorn", "app:app"]\nCMD ["-b", "0.0.0.0:5000"]\n',
      good: 'FROM python:3.13-slim\nENV PORT=5000\nEXPOSE $PORT\nENTRYPOINT ["gunicorn", "app:app"]\nCMD ["-b", "0.0.0.0:5000"]\n',
      fixed:
        'FROM python:3.13-slim\nENV PORT=5000\nEXPOSE 5000\nENTRYPOINT ["gunicorn", "app:app"]\nCMD ["-b", "0.0.0.0:5000"]\n',
    },
    {
      bad: 'FROM eclipse-temurin:21-jre\nEXPOSE 8080\nENTRYPOINT ["java", "-Dserver.port=8081", "-jar", "/app.jar"]\n',
      good: 'FROM eclipse-temurin:21-jre\nEXPOSE 8081\nENTRYPOINT ["java", "-Dserver.port=8081", "-jar", "/app.jar"]\n',
    },
  ],
  silentOn: [
    'FROM python:3.13-slim\nCMD ["gunicorn", "app:app", "-b", "127.0.0.1:5000"]\n',
    'FROM python:3.13-slim\nCMD ["gunicorn", "app:app", "-b", "unix:/run/app.sock"]\n',
    'FROM python:3.13-slim\nARG PORT\nEXPOSE $PORT\nCMD ["uvicorn", "app:app", "--port", "8000"]\n',
    'FROM alpine:3.22\nCMD ["psql", "-h", "db", "-p", "5432"]\n',
    'FROM alpine:3.22\nCMD ["ssh", "-p", "2222", "host"]\n',
    'FROM company/web:1\nCMD ["uvicorn", "app:app", "--port", "8000"]\n',
    'FROM python:3.13-slim\nEXPOSE 8000-8010\nCMD ["uvicorn", "app:app", "--port", "8001"]\n',
    'FROM redis:7.4\nCMD ["redis-server", "--port", "6379"]\n',
  ],
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    const named = stage === null ? null : commandPort(dockerfile, stage);
    if (stage === null || named === null) return;
    const { ports, open } = exposedPorts(stage);
    if (
      open ||
      ports.some(
        ({ port, last, protocol }) =>
          protocol === "tcp" && port <= named.port && named.port <= last,
      )
    )
      return;
    const written = ports.filter(({ word }) => word !== null).map(({ port }) => port);
    const but =
      written.length === 0 ? "no EXPOSE documents it" : `EXPOSE only names ${written.join(", ")}`;
    yield {
      message:
        `\`${named.server}\` listens on ${named.port}${as(named)}, but ${but}: \`docker run -P\`, proxies and platforms that look the port up ` +
        `do not find it. Add \`EXPOSE ${named.port}\`.`,
      span: named.span,
      // Where another port is exposed, one of the two numbers is wrong, and the file does not tell which.
      fix:
        written.length > 0 || knownPorts(stage) ? undefined : fixOf(dockerfile, stage, named.port),
    };
  },
};

/** The words that name the port, where they say more than its number. */
function as({ port, text }: NamedPort): string {
  return text === String(port) ? "" : ` (\`${text}\`)`;
}

function knownPorts(stage: Stage): boolean {
  const { reference } = rootStage(stage).base;
  return reference !== null && (knownImage(reference)?.exposes ?? []).length > 0;
}

function fixOf(dockerfile: Dockerfile, stage: Stage, port: number): Fix | undefined {
  const instruction = stage.instructions.find(
    ({ kind, onbuild }) => onbuild === null && (kind === "cmd" || kind === "entrypoint"),
  );
  if (instruction === undefined || imageCommand(dockerfile, stage)?.instruction.stage !== stage)
    return undefined;
  return {
    title: `Add EXPOSE ${port}`,
    safety: "review",
    edits: insertBefore(dockerfile, instruction, `EXPOSE ${port}`),
  };
}
