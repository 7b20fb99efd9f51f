import { insertAfter } from "../../dockerfile/instruction-edits.ts";
import { familyOfStage } from "../../dockerfile/image-family.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { imageCommand, type ImageCommand } from "../../shell/services/image-command.ts";
import type { ShellCommand } from "../../shell/model.ts";
import { isPython, isPythonServer, pythonTarget } from "../../shell/programs/python-programs.ts";
import { servesPort } from "../../shell/services/service-images.ts";
import type { Fix, Rule } from "../rule.ts";

export const missingPythonEnvironment: Rule = {
  name: "missing-python-environment",
  category: "language",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "A Python service runs without PYTHONUNBUFFERED, so that its output comes late or never",
  why:
    "Without a terminal Python collects 8 kB of standard output before it writes anything: `docker logs` shows it late, and what is " +
    "left in the buffer when the container is killed is lost. `PYTHONUNBUFFERED=1` writes at once. " +
    "`PYTHONDONTWRITEBYTECODE=1` keeps `.pyc` files, which nobody will read again, out of the container; it is not needed where " +
    "bytecode is compiled while the image is built.",
  sources: [
    {
      title: "Python: Command line and environment, PYTHONUNBUFFERED",
      url: "https://docs.python.org/3/using/cmdline.html#envvar-PYTHONUNBUFFERED",
    },
    {
      title: "Docker: Containerize a Python application",
      url: "https://docs.docker.com/guides/python/containerize/",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "bot.py"]\n',
      good: 'FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nWORKDIR /app\nCOPY . .\nCMD ["python", "bot.py"]\n',
      fixed:
        'FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1 \\\n    PYTHONDONTWRITEBYTECODE=1\nWORKDIR /app\nCOPY . .\nCMD ["python", "bot.py"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN python -m compileall -q .\nEXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN python -m compileall -q .\nEXPOSE 8000\nCMD ["python", "-u", "-m", "uvicorn", "app:app", "--host", "0.0.0.0"]\n',
      fixed:
        'FROM python:3.13-slim\nENV PYTHONUNBUFFERED=1\nWORKDIR /app\nCOPY . .\nRUN python -m compileall -q .\nEXPOSE 8000\nCMD ["uvicorn", "app:app", "--host", "0.0.0.0"]\n',
    },
  ],
  silentOn: [
    'FROM python:3.13-slim AS base\nENV PYTHONUNBUFFERED=x\nFROM base\nCMD ["python", "app.py"]\n',
    'FROM python:3.13-slim\nARG UNBUFFERED=1\nENV PYTHONUNBUFFERED=$UNBUFFERED\nCMD ["python", "app.py"]\n',
    "FROM python:3.13-slim\nCMD PYTHONUNBUFFERED=1 exec python app.py\n",
    'FROM python:3.13-slim\nCMD ["env", "PYTHONUNBUFFERED=1", "gunicorn", "app:app"]\n',
    'FROM python:3.13-slim\nCMD ["python"]\n',
    'FROM python:3.13-slim\nCMD ["python", "-c", "print(1)"]\n',
    'FROM python:3.13-slim\nCMD ["python", "-m", "pytest"]\n',
    'FROM python:3.13-slim\nENTRYPOINT ["python", "/tool.py"]\n',
    'FROM python:3.13-slim\nENTRYPOINT ["/entrypoint.sh"]\nCMD ["python", "app.py"]\nFROM alpine:3.22\nCMD ["sh"]\n',
    'FROM python:3.13-slim\nCMD ["./start.sh"]\n',
    'FROM company/python:3.13\nCMD ["python", "app.py"]\n',
    'FROM gcr.io/distroless/python3\nCMD ["app.py"]\n',
    'FROM continuumio/miniconda3\nCMD ["conda", "run", "--no-capture-output", "python", "app.py"]\n',
    'FROM ghcr.io/astral-sh/uv:python3.13-bookworm-slim\nCMD ["uv", "run", "app.py"]\n',
    "FROM tiangolo/uvicorn-gunicorn-fastapi:python3.11\nCOPY app /app\n",
    "FROM python:3.13 AS docs\nRUN mkdocs build\nFROM nginx:1.29\nCOPY --from=docs /site /usr/share/nginx/html\n",
    'FROM python:3.13-slim\nCOPY --from=config .env /app/\nENV PYTHONUNBUFFERED 1\nCMD ["python", "app.py"]\n',
  ],
  *check(dockerfile) {
    const stage = dockerfile.finalStage;
    if (stage === null || !hasPlainPython(stage)) return;
    const command = imageCommand(dockerfile, stage);
    const main = command?.main;
    if (command === null || main == null || !isService(dockerfile, stage, command, main)) return;
    if (stage.endState.lookup("PYTHONUNBUFFERED")?.kind === "env") return;
    // Set before the command, or exported by the script around it.
    if (dockerfile.source.slice(command.instruction.span).includes("PYTHONUNBUFFERED")) return;
    const writesBytecode =
      stage.endState.lookup("PYTHONDONTWRITEBYTECODE") === undefined && !compiles(dockerfile);
    yield {
      message:
        `\`${main.name ?? ""}\` runs without \`PYTHONUNBUFFERED\`: what it prints comes to \`docker logs\` late, and is lost when the container is killed. ` +
        "Set `PYTHONUNBUFFERED=1`" +
        (writesBytecode
          ? ", and `PYTHONDONTWRITEBYTECODE=1` so that no bytecode is written for one start only."
          : "."),
      span: main.span,
      fix: fixOf(dockerfile, stage, writesBytecode),
    };
  },
};

/** Whether a stage stands on an image whose environment is known to leave these variables out. */
function hasPlainPython(stage: Stage): boolean {
  const { reference } = rootStage(stage).base;
  const hub = reference === null ? null : hubName(reference);
  if (hub === null || familyOfStage(stage) === "windows") return false;
  return ["python", "pypy", "debian", "ubuntu", "alpine"].includes(hub);
}

/** Modules that do one thing and end. */
const tools =
  /^(?:pytest|unittest|tox|nox|pip|venv|build|compileall|coverage|mypy|ruff|black|flake8|pylint|timeit|json\.tool)$/;

/** Subcommands of Django's and other managers that end. */
const tasks =
  /^(?:test|migrate|makemigrations|check|shell|collectstatic|loaddata|createsuperuser|--help|-h|--version)$/;

/** Whether a command runs until it is stopped, as far as it tells. */
function isService(
  dockerfile: Dockerfile,
  stage: Stage,
  { instruction }: ImageCommand,
  main: ShellCommand,
): boolean {
  if (main.wrappers.some((name) => /^(?:conda|mamba|micromamba)$/.test(name))) return false;
  if (main.args.some(({ value }) => value !== null && tasks.test(value))) return false;
  if (isPythonServer(main.name)) return true;
  if (!isPython(main.name)) return false;
  const target = pythonTarget(main);
  if (target === null || target.kind === "code" || tools.test(target.name)) return false;
  if (target.options.some((option) => /^-[a-zA-Z]*u/.test(option))) return false;
  if (/(?:^|\/)(?:setup|tests?|test_\w+|conftest)\.py$/.test(target.name)) return false;
  // What an ENTRYPOINT runs is often a tool that is given arguments.
  return instruction.kind === "cmd" || servesPort(dockerfile, stage);
}

/** Whether bytecode is compiled while the image is built. */
function compiles(dockerfile: Dockerfile): boolean {
  return /compileall|COMPILE_BYTECODE|--compile-bytecode/.test(dockerfile.source.text);
}

function fixOf(dockerfile: Dockerfile, stage: Stage, writesBytecode: boolean): Fix {
  const { escape } = dockerfile;
  const lines = writesBytecode
    ? [`ENV PYTHONUNBUFFERED=1 ${escape}`, "    PYTHONDONTWRITEBYTECODE=1"]
    : "ENV PYTHONUNBUFFERED=1";
  return {
    title: "Set Python's environment: output is no longer buffered",
    safety: "review",
    edits: insertAfter(dockerfile, stage.from, lines),
  };
}
