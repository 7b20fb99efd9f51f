import { noted } from "../../source/notes.ts";
import { exposedPorts, highestPort } from "../../dockerfile/exposed-ports.ts";
import type { BuildState, Dockerfile, Stage } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import { imageCommand } from "./image-command.ts";
import type { ShellCommand, ShellWord } from "../model.ts";
import { baseName } from "../reading/shell-options.ts";
import { resolveWord } from "../reading/words.ts";

/** A port that a command listens on. */
export interface NamedPort {
  readonly port: number;
  /** The words that say so, as written: `--port 8000`. */
  readonly text: string;
  readonly span: Span;
  /** The server that is started. */
  readonly server: string;
}

/** How a server is told its port. */
interface ServerSyntax {
  /** Flags whose value is a port or ends in `:port`. */
  readonly flags?: readonly string[];
  /** Whether an argument that is a port, or an address with one, is what it listens on. */
  readonly operand?: boolean;
}

const portFlags: ServerSyntax = { flags: ["--port", "-p"] };
const bindFlags: ServerSyntax = { flags: ["--bind", "-b"] };

/** Servers and the flags of their documentation that name the port they listen on. */
const servers: Readonly<Record<string, ServerSyntax>> = {
  uvicorn: { flags: ["--port"] },
  hypercorn: bindFlags,
  gunicorn: bindFlags,
  daphne: portFlags,
  granian: { flags: ["--port"] },
  fastapi: { flags: ["--port"] },
  flask: portFlags,
  "waitress-serve": { flags: ["--port", "--listen"] },
  streamlit: { flags: ["--server.port"] },
  jupyter: { flags: ["--port"] },
  "jupyter-lab": { flags: ["--port"] },
  "jupyter-notebook": { flags: ["--port"] },
  tensorboard: { flags: ["--port"] },
  mlflow: portFlags,
  "http.server": { operand: true },
  "manage.py runserver": { operand: true },
  php: { flags: ["-S"] },
  artisan: { flags: ["--port"] },
  puma: { flags: ["--port", "-p", "--bind", "-b"] },
  rackup: portFlags,
  rails: portFlags,
  "http-server": portFlags,
  serve: { flags: ["--listen", "-l", "-p"] },
  next: portFlags,
  nuxt: portFlags,
  vite: { flags: ["--port"] },
  java: { flags: ["--server.port", "-Dserver.port", "-Dquarkus.http.port", "--httpPort"] },
  "redis-server": { flags: ["--port"] },
  caddy: { flags: ["--listen"] },
  "json-server": portFlags,
};

/** Flags by which any program says where it listens. */
const listenFlags: ServerSyntax = {
  flags: [
    "--listen",
    "--listen-address",
    "--web.listen-address",
    "--listen-addr",
    "--http-port",
    "--bind",
  ],
};

/**
 * The port that a command listens on, as far as its arguments name it. A port on the loopback address is none: nobody
 * outside of the container reaches it.
 * @param state what is in force where the command stands, for its variables
 */
export function namedPort(command: ShellCommand, state: BuildState): NamedPort | null {
  const { server, args } = serverOf(command);
  if (server === null) return null;
  const known = Object.hasOwn(servers, server) ? servers[server] : undefined;
  const syntax = known ?? listenFlags;
  for (const [index, word] of args.entries()) {
    const found = flagPort(word, args[index + 1], syntax, state);
    if (found !== null) return { ...found, server };
    const value = resolveWord(word, state);
    const port = syntax.operand === true && value !== null ? portIn(value) : null;
    if (port !== null) return { port, text: plain(word), span: word.span, server };
  }
  return null;
}

/** The server that a command starts, behind `python -m`, `python manage.py`, `npx` and the like. */
function serverOf({ name, args }: ShellCommand): {
  server: string | null;
  args: readonly ShellWord[];
} {
  const values = args.map(({ value }) => value);
  if (name !== null && /^python[\d.]*$/.test(name)) {
    const module = values.indexOf("-m");
    if (module !== -1) return { server: values[module + 1] ?? null, args: args.slice(module + 2) };
    const script = values.findIndex((value) => value !== null && baseName(value) === "manage.py");
    if (script === -1 || values[script + 1] !== "runserver") return { server: "python", args };
    return { server: "manage.py runserver", args: args.slice(script + 2) };
  }
  if (name === "php" && baseName(values[0] ?? "") === "artisan") {
    return { server: "artisan", args: args.slice(2) };
  }
  if (name === "npx") return { server: values[0] ?? null, args: args.slice(1) };
  return { server: name, args };
}

function flagPort(
  word: ShellWord,
  next: ShellWord | undefined,
  { flags }: ServerSyntax,
  state: BuildState,
): Omit<NamedPort, "server"> | null {
  const value = resolveWord(word, state);
  const flag = flags?.find((name) => value === name || value?.startsWith(`${name}=`) === true);
  if (flag === undefined || value === null) return null;
  if (value !== flag) {
    const port = portIn(value.slice(flag.length + 1));
    return port === null ? null : { port, text: plain(word), span: word.span };
  }
  const given = next === undefined ? null : resolveWord(next, state);
  const port = given === null ? null : portIn(given);
  if (port === null || next === undefined) return null;
  return {
    port,
    text: `${plain(word)} ${plain(next)}`,
    span: { start: word.span.start, end: next.span.end },
  };
}

/** A word without the double quotes around it. */
function plain({ text }: ShellWord): string {
  return text.replace(/^"(.*)"$/s, "$1");
}

/** The port in `8000`, `:8000`, `0.0.0.0:8000`, `tcp://0.0.0.0:8000`; null for anything else. */
function portIn(text: string): number | null {
  const found = /^(?:(?:tcp|http):\/\/)?(?:([\w.*-]*|\[[\w:.]*\]):)?(\d{1,5})\/?$/.exec(text);
  if (found === null || /^(127\.|localhost$|\[::1\]$)/.test(found[1] ?? "")) return null;
  const port = Number(found[2]);
  return port > 0 && port <= highestPort ? port : null;
}

/** The port that the command of a stage's image names; null when it names none. */
export function commandPort(dockerfile: Dockerfile, stage: Stage): NamedPort | null {
  return readCommandPort(stage, dockerfile);
}

const readCommandPort = noted((stage: Stage, dockerfile: Dockerfile): NamedPort | null => {
  const command = imageCommand(dockerfile, stage);
  return command?.main == null ? null : namedPort(command.main, command.instruction.state);
});

/** The TCP ports that an image serves as far as the file and its base image tell, the one named last first. */
export function servedPorts(dockerfile: Dockerfile, stage: Stage): readonly number[] {
  return readServedPorts(stage, dockerfile);
}

const readServedPorts = noted((stage: Stage, dockerfile: Dockerfile): readonly number[] => {
  const exposed = exposedPorts(stage).ports.filter(({ protocol }) => protocol === "tcp");
  const named = commandPort(dockerfile, stage);
  const ports = exposed.map(({ port }) => port);
  return named === null ? ports : [named.port, ...ports.filter((port) => port !== named.port)];
});

/** The port that the image is there for: one of HTTP before others, and not the one for logging in. */
export function mainPort(dockerfile: Dockerfile, stage: Stage): number | undefined {
  const ports = servedPorts(dockerfile, stage);
  // Beside others it is most often where metrics, or gRPC, are asked for.
  const isMain = (port: number): boolean =>
    isHttpPort(port) && (port !== 9090 || ports.length === 1);
  return ports.find(isMain) ?? ports.find((port) => port !== 22) ?? ports[0];
}

/** Ports that by custom speak HTTP without TLS. */
export function isHttpPort(port: number): boolean {
  if (
    port === 80 ||
    port === 4000 ||
    port === 4200 ||
    port === 5000 ||
    port === 5173 ||
    port === 9090
  )
    return true;
  return (
    (port >= 3000 && port <= 3010) ||
    (port >= 8000 && port <= 8099) ||
    port === 8181 ||
    port === 8501 ||
    port === 8888
  );
}
