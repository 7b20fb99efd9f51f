import { instructionsOfKind } from "../dockerfile/queries.ts";
import type { Instruction, RunInstruction } from "../dockerfile/model.ts";
import { exposedPorts } from "../dockerfile/exposed-ports.ts";
import { resolvePath } from "../dockerfile/paths.ts";
import type { ShellCommand } from "../shell/model.ts";
import { packageCalls } from "../shell/package-managers/package-calls.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { namedPort } from "../shell/services/served-ports.ts";
import { commandInstructions } from "../shell/services/image-command.ts";
import { probeOf } from "./known-steps.ts";
import { nodeProject, scriptOf, type NodeProject } from "./node-project.ts";
import { splitTitle, type Place, type Recipe } from "./rewrite.ts";
import type { SingleStage } from "./single-stage.ts";
import { execForm } from "./start-command.ts";
import { lowestFreePort } from "./users.ts";

/** Programs that serve a directory, with the port that they listen on when none is named. */
const defaultPorts: Readonly<Record<string, number>> = {
  serve: 3000,
  "http-server": 8080,
  vite: 4173,
};

/** A static site that a Node program serves goes to nginx, on the same port. */
export const nodeStaticSite: Recipe = (found) => {
  const project = nodeProject(found);
  const site = project === null ? null : siteOf(found, project);
  const { entrypoint, cmd } = commandInstructions(found.stage);
  if (site === null || (entrypoint !== null && cmd !== null)) return null;
  const probe = probeOf(found);
  const hasProbe =
    probe.kind === "none" || (probe.kind === "program" && /^(wget|curl)$/.test(probe.name));
  // The port is in the settings of nginx, so that a variable cannot change it any more.
  const isVariable = instructionsOfKind(found.stage, "expose").some(({ words }) =>
    words.some(({ variables }) => variables.length > 0),
  );
  if (!hasProbe || isVariable) return null;
  const { instruction } = found.start;
  return {
    title: splitTitle("nginx", ["the addresses", "the port that it serves"]),
    image:
      site.port < lowestFreePort ? "nginx:1.29-alpine" : "nginxinc/nginx-unprivileged:1.29-alpine",
    places: sitePlaces(found),
    edits: [
      { ...instruction.keywordSpan, newText: keywordLike(found, instruction) },
      { ...instruction.command.span, newText: execForm(["nginx", "-g", "daemon off;"]) },
    ],
    keepsWorkdir: false,
    copies: [...settingsOf(site), `COPY --from={builder} ${site.directory} /usr/share/nginx/html`],
  };
};

interface Site {
  readonly directory: string;
  readonly port: number;
  /** Whether every address that is no file gets the start page. */
  readonly single: boolean;
}

/** What is served; null when the command serves nothing that the build makes. */
function siteOf(found: SingleStage, project: NodeProject): Site | null {
  const script = scriptOf(found);
  if (script !== null) return previewOf(found, project, script);
  const { main, workdir } = found;
  const server =
    main.name === "npx" ? main.args.find(({ text }) => !text.startsWith("-"))?.value : main.name;
  const port = server == null ? undefined : defaultPorts[server];
  const directory = servedDirectory(main, server ?? "");
  if (port === undefined || directory === null || project.holds(directory) === true) return null;
  const isSingle =
    server === "serve" && main.args.some(({ value }) => /^(-\w*s\w*|--single)$/.test(value ?? ""));
  return {
    directory: resolvePath(workdir, directory),
    port: portOf(found, port),
    single: isSingle,
  };
}

/** `vite preview` as a script: it serves what `vite build` made. */
function previewOf(
  found: SingleStage,
  { scripts, holds }: NodeProject,
  script: string,
): Site | null {
  const words = scripts?.[script] ?? "";
  const isBuilt =
    /\bvite build\b/.test(scripts?.build ?? "") && !(scripts?.build ?? "").includes("--outDir");
  if (!isBuilt || !/^vite preview\b/.test(words) || holds("dist") === true) return null;
  const named = /--port[ =](\d+)/.exec(words)?.[1];
  const port = named === undefined ? portOf(found, defaultPorts.vite ?? 0) : Number(named);
  return { directory: `${found.workdir}/dist`, port, single: true };
}

/** The directory that `serve` or `http-server` is handed: its one operand. */
function servedDirectory({ name, args }: ShellCommand, server: string): string | null {
  const from = name === "npx" ? args.findIndex(({ value }) => value === server) + 1 : 0;
  const operands = args.slice(from).filter(({ value, text }, index, rest) => {
    const before = rest[index - 1]?.value ?? "";
    return (
      value !== null &&
      !text.startsWith("-") &&
      !/^["']?-/.test(text) &&
      !/^(-l|-p|--listen|--port|-a|-c)$/.test(before)
    );
  });
  const [directory, another] = operands.map(({ value }) => value);
  if (directory == null || another !== undefined) return null;
  return /^(\.\/)?(dist|build|out|public)(\/[\w.-]+)*\/?$/.test(directory)
    ? directory.replace(/^\.\/|\/$/g, "")
    : null;
}

function portOf({ main, start, stage }: SingleStage, otherwise: number): number {
  const exposed = exposedPorts(stage).ports.find(({ word }) => word !== null);
  return namedPort(main, start.instruction.state)?.port ?? exposed?.port ?? otherwise;
}

/** The settings of nginx, written where its image reads them. */
function settingsOf({ port, single }: Site): string[] {
  return [
    "COPY <<'EOF' /etc/nginx/conf.d/default.conf",
    "server {",
    `    listen ${port};`,
    "    root /usr/share/nginx/html;",
    "    location / {",
    `        try_files $uri $uri/ ${single ? "/index.html" : "$uri.html =404"};`,
    "    }",
    "}",
    "EOF",
  ];
}

/** nginx reads none of the variables, has a user of its own, and needs no server of Node's. */
function sitePlaces(found: SingleStage): ReadonlyMap<Instruction, Place> {
  const places = new Map<Instruction, Place>();
  const last = found.builds.at(-1)?.run.index ?? 0;
  for (const one of found.stage.instructions) {
    if (one.kind === "user") places.set(one, one.index < last ? "build" : "none");
    if (one.kind === "env") places.set(one, one.index < last ? "build" : "none");
    if (one.kind === "run" && onlyInstallsServer(found, one)) places.set(one, "none");
  }
  return places;
}

/** Whether a RUN only installs the program that serves. */
function onlyInstallsServer({ dockerfile }: SingleStage, run: RunInstruction): boolean {
  const calls = packageCalls(dockerfile, run);
  const commands = shellOf(dockerfile, run)?.commands ?? [];
  return (
    calls.length === commands.length &&
    calls.length > 0 &&
    calls.every(
      ({ action, packages }) =>
        action === "clean" ||
        (action === "install" &&
          packages.length > 0 &&
          packages.every(({ name }) => name !== null && Object.hasOwn(defaultPorts, name))),
    )
  );
}

function keywordLike({ dockerfile }: SingleStage, instruction: Instruction): string {
  const written = dockerfile.source.slice(instruction.keywordSpan);
  return written === written.toLowerCase() ? "cmd" : "CMD";
}
