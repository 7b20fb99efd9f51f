import type { ShellCommand } from "../model.ts";

/** Servers and workers that Python packages bring as programs. */
const servers = new Set(
  (
    "uvicorn gunicorn hypercorn daphne granian waitress-serve uwsgi fastapi flask celery rq huey dramatiq arq streamlit gradio " +
    "litestar sanic aiohttp-devtools scrapyd prefect faust mlflow chainlit bentoml"
  ).split(" "),
);

/** Whether a program is a server or a worker that a Python package brings. */
export function isPythonServer(name: string | null): boolean {
  return name !== null && servers.has(name);
}

/** Whether a program is an interpreter of Python. */
export function isPython(name: string | null): boolean {
  return name !== null && /^(?:python|pypy)[\d.]*$/.test(name);
}

/** Options of the interpreter that take the next word. */
const valued = new Set(["-W", "-X", "--check-hash-based-pycs"]);

/** What an interpreter of Python is told to run. */
export interface PythonTarget {
  /** The interpreter's options before it. */
  readonly options: readonly string[];
  /** A module (`-m name`), a script, or code (`-c`). */
  readonly kind: "module" | "script" | "code";
  readonly name: string;
}

/** What a call of `python` runs; null when it is none, runs a prompt, or what it runs is not known. */
export function pythonTarget({ name, args }: ShellCommand): PythonTarget | null {
  if (!isPython(name)) return null;
  const options: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const value = args[at]?.value ?? null;
    if (value === null) return null;
    if (!value.startsWith("-")) return { options, kind: "script", name: value };
    const ends = /^-[a-zA-Z]*([mc])$/.exec(value);
    if (ends !== null) {
      const target = args[at + 1]?.value ?? null;
      if (target === null) return null;
      return {
        options: [...options, value],
        kind: ends[1] === "m" ? "module" : "code",
        name: target,
      };
    }
    options.push(value);
    if (valued.has(value)) at++;
  }
  return null;
}
