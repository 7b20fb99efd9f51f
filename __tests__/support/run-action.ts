import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { FakeGitHub, WorkflowEvent } from "./fake-github/index.ts";
import { type LogReading, readFileCommands, readLog } from "./runner-commands.ts";

/** How the bundle is run. */
export interface RunActionOptions {
  readonly github: FakeGitHub;
  readonly event: WorkflowEvent;
  /** GITHUB_EVENT_NAME, when it is not the event's own. */
  readonly eventName?: string;
  /** What the workflow's `with:` gives. The action's defaults fill in the rest. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** The file to run. @default dist/index.js */
  readonly bundle?: string;
  /** The node to run it with. @default the running one */
  readonly node?: string;
  /** Where inputs and their defaults are declared. @default action.yml */
  readonly actionFile?: string;
  /** Variables on top of the runner's; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Files in the workspace, by name: what earlier steps of the job have left there. */
  readonly workspace?: Readonly<Record<string, string>>;
  /** What the file at GITHUB_EVENT_PATH holds instead of the payload; `null`: there is no file. */
  readonly eventFile?: string | null;
  /** Milliseconds until the run is ended and fails the test. @default 120 000 */
  readonly timeout?: number;
}

/** What a run of the action gave. */
export interface ActionRun extends LogReading {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What stands in the files that outputs named `...-path` name, by output. */
  readonly written: Readonly<Record<string, string>>;
  /** The job summary that people see; empty when the runner dropped it. */
  readonly summary: string;
  /** What the runner itself would complain of: malformed outputs, a summary over 1 MiB, unknown inputs. */
  readonly runnerErrors: readonly string[];
  readonly durationMs: number;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SUMMARY_BYTES = 1024 * 1024;

/** A node to run the bundle with. */
export interface NodeBinary {
  /** `v24.1.0`. */
  readonly version: string;
  readonly path: string;
}

/** The running node and, when NODE24 names one, that one too. */
export function nodeBinaries(): NodeBinary[] {
  const other = process.env.NODE24;
  const binaries = [{ version: process.version, path: process.execPath }];
  if (other !== undefined && other !== "" && other !== process.execPath) {
    if (!existsSync(other)) {
      throw new Error(`NODE24 names ${other}, which does not exist`);
    }
    binaries.push({ version: "the node of NODE24", path: other });
  }
  return binaries;
}

/** Runs the bundle as the runner runs it: in an empty workspace, with nothing in the environment but what the runner sets. */
export async function runAction(options: RunActionOptions): Promise<ActionRun> {
  const directory = mkdtempSync(join(tmpdir(), "dockerfile-review-run-"));
  try {
    return await runIn(directory, options);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function runIn(directory: string, options: RunActionOptions): Promise<ActionRun> {
  const runnerErrors: string[] = [];
  const files = makeFiles(directory, options);
  const environment: Record<string, string> = {
    ...runnerEnvironment(directory, files, options),
    ...inputEnvironment(options, runnerErrors),
  };
  for (const [name, value] of Object.entries(options.env ?? {})) {
    if (value === undefined) {
      Reflect.deleteProperty(environment, name);
    } else {
      environment[name] = value;
    }
  }
  const bundle = options.bundle ?? join(ROOT, "dist/index.js");
  if (!existsSync(bundle)) {
    throw new Error(`${bundle} does not exist: run npm run build first`);
  }
  const started = performance.now();
  const process_ = await runProcess(options, bundle, environment);
  const durationMs = performance.now() - started;
  const log = readLog([process_.stdout, process_.stderr].join("\n"));
  const outputs = readOutputs(files.GITHUB_OUTPUT, runnerErrors);
  const paths = Object.entries(outputs).filter(
    ([name, path]) => name.endsWith("-path") && path !== "",
  );
  return {
    ...log,
    ...process_,
    outputs,
    written: Object.fromEntries(paths.map(([name, path]) => [name, readFileSync(path, "utf8")])),
    summary: readSummary(files.GITHUB_STEP_SUMMARY, runnerErrors),
    runnerErrors,
    durationMs,
  };
}

type CommandFiles = Readonly<
  Record<
    "GITHUB_OUTPUT" | "GITHUB_STEP_SUMMARY" | "GITHUB_STATE" | "GITHUB_ENV" | "GITHUB_PATH",
    string
  >
>;

function makeFiles(directory: string, options: RunActionOptions): CommandFiles {
  for (const name of ["workspace", "home", "temp"]) {
    mkdirSync(join(directory, name));
  }
  for (const [name, content] of Object.entries(options.workspace ?? {})) {
    const path = join(directory, "workspace", name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  const { eventFile = JSON.stringify(options.event.payload) } = options;
  if (eventFile !== null) {
    writeFileSync(join(directory, "event.json"), eventFile);
  }
  const files = {
    GITHUB_OUTPUT: join(directory, "temp/set_output"),
    GITHUB_STEP_SUMMARY: join(directory, "temp/step_summary"),
    GITHUB_STATE: join(directory, "temp/save_state"),
    GITHUB_ENV: join(directory, "temp/set_env"),
    GITHUB_PATH: join(directory, "temp/add_path"),
  };
  Object.values(files).forEach((path) => writeFileSync(path, ""));
  return files;
}

function runnerEnvironment(
  directory: string,
  files: CommandFiles,
  { github, event, eventName }: RunActionOptions,
): Record<string, string> {
  const [owner = ""] = github.repository.split("/");
  return {
    CI: "true",
    PATH: process.env.PATH ?? "",
    HOME: join(directory, "home"),
    LANG: "C.UTF-8",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION: "review",
    GITHUB_ACTOR: "ada",
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_SERVER_URL: github.serverUrl,
    GITHUB_EVENT_NAME: eventName ?? event.name,
    GITHUB_EVENT_PATH: join(directory, "event.json"),
    GITHUB_REPOSITORY: github.repository,
    GITHUB_REPOSITORY_OWNER: owner,
    GITHUB_SHA: event.sha,
    GITHUB_REF: event.ref,
    GITHUB_REF_NAME: event.ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    GITHUB_BASE_REF: event.baseRef,
    GITHUB_HEAD_REF: event.headRef,
    GITHUB_WORKFLOW: "Review Dockerfiles",
    GITHUB_JOB: "review",
    GITHUB_RUN_ID: "9001",
    GITHUB_RUN_NUMBER: "1",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_WORKSPACE: join(directory, "workspace"),
    RUNNER_TEMP: join(directory, "temp"),
    RUNNER_OS: "Linux",
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: "github-hosted",
    ...files,
  };
}

/** INPUT_*: the name in upper case, blanks as underscores, dashes as they are. */
function inputEnvironment(
  options: RunActionOptions,
  runnerErrors: string[],
): Record<string, string> {
  const actionFile = options.actionFile ?? join(ROOT, "action.yml");
  const action = parse(readFileSync(actionFile, "utf8")) as {
    inputs?: Record<string, { default?: string | number | boolean } | null>;
  };
  const values = new Map<string, string>();
  for (const [name, input] of Object.entries(action.inputs ?? {})) {
    values.set(name.toLowerCase(), evaluate(String(input?.default ?? ""), options));
  }
  for (const [name, value] of Object.entries(options.inputs ?? {})) {
    if (!values.has(name.toLowerCase())) {
      const known = [...values.keys()].join("', '");
      runnerErrors.push(`Unexpected input(s) '${name}', valid inputs are ['${known}']`);
    }
    values.set(name.toLowerCase(), value);
  }
  return Object.fromEntries(
    [...values].map(([name, value]) => [`INPUT_${name.replaceAll(" ", "_").toUpperCase()}`, value]),
  );
}

/** The expressions that an input's default may hold. */
function evaluate(text: string, { github, event }: RunActionOptions): string {
  const context: Readonly<Record<string, string>> = {
    "github.token": github.token,
    "github.repository": github.repository,
    "github.api_url": github.apiUrl,
    "github.server_url": github.serverUrl,
    "github.sha": event.sha,
    "github.ref": event.ref,
    "github.workspace": "",
    "github.event_name": event.name,
  };
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (whole, expression: string) => {
    const value = context[expression];
    if (value === undefined) {
      throw new Error(`the default ${whole} has an expression that these tests do not know`);
    }
    return value;
  });
}

function runProcess(
  options: RunActionOptions,
  bundle: string,
  env: Record<string, string>,
): Promise<Pick<ActionRun, "exitCode" | "stdout" | "stderr">> {
  const { node = process.execPath, timeout = 120_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(node, [bundle], {
      cwd: env.GITHUB_WORKSPACE ?? tmpdir(),
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    const timer = setTimeout(() => child.kill("SIGKILL"), timeout);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      const output = {
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      };
      if (code === null) {
        const ended = `the action was ended by ${signal ?? "a signal"} (its time is ${timeout} ms)`;
        reject(new Error(`${ended}\n${output.stdout}\n${output.stderr}`));
      } else {
        resolve({ exitCode: code, ...output });
      }
    });
  });
}

function readOutputs(path: string, runnerErrors: string[]): Record<string, string> {
  try {
    return readFileCommands(readFileSync(path, "utf8"));
  } catch (error) {
    runnerErrors.push(`Unable to process file command 'output' successfully. ${String(error)}`);
    return {};
  }
}

function readSummary(path: string, runnerErrors: string[]): string {
  const bytes = readFileSync(path);
  if (bytes.length > SUMMARY_BYTES) {
    runnerErrors.push(
      `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${SUMMARY_BYTES / 1024}k, got ${Math.ceil(bytes.length / 1024)}k.`,
    );
    return "";
  }
  return bytes.toString();
}
