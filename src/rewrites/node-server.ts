import { relativeTo, resolvePath } from "../dockerfile/paths.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { yarnVersion } from "../shell/yarn-version.ts";
import { probeOf } from "./known-steps.ts";
import { nodeProject, scriptOf, type NodeProject } from "./node-project.ts";
import { baseOf, type Recipe } from "./rewrite.ts";
import { copyOf, copyTo, runTimeFiles } from "./run-time-files.ts";
import type { SingleStage } from "./single-stage.ts";
import { withoutItsUser } from "./users.ts";

/** Directories that builds write to by custom. */
const outputs = /^(dist|build|out|lib|\.output)$/;

/** A Node server goes to a new stage with what its build made and the dependencies that production needs. */
export const nodeServer: Recipe = (found) => {
  const project = nodeProject(found);
  if (project === null) return null;
  const files = filesOf(found, project);
  const prune = project.development ? pruneOf(found, project) : "";
  const places = withoutItsUser(found, true, ["node"]);
  const probe = probeOf(found);
  const image = slimImage(found);
  const hasProbe =
    probe.kind === "none" ||
    (probe.kind === "program" &&
      (probe.name === "node" || (probe.name === "wget" && image.includes("alpine"))));
  if (files === null || prune === null || places === null || !hasProbe) return null;
  const { workdir } = found;
  const isSlimmer = image !== found.stage.base.text;
  return {
    title: `Split into a build stage and a runtime with production dependencies only (check that nothing else of the source is read at run time${isSlimmer ? ", and that native modules find their libraries" : ""})`,
    image,
    places,
    lastBuildLines: prune === "" ? [] : [`RUN ${prune}`],
    copies: [
      ...files.map(({ name, directory }) =>
        copyTo(`${workdir}/${name}`, `${workdir}/${name}`, directory, workdir),
      ),
      ...runTimeFiles(found, new Set(files.map(({ name }) => `${workdir}/${name}`))).map((path) =>
        copyOf(path, workdir),
      ),
    ],
  };
};

interface ServerFile {
  readonly name: string;
  readonly directory: boolean;
}

const modules: readonly ServerFile[] = [
  { name: "package.json", directory: false },
  { name: "node_modules", directory: true },
];

/** What the server needs of its directory; null where that cannot be told. */
function filesOf(found: SingleStage, project: NodeProject): readonly ServerFile[] | null {
  const script = scriptOf(found);
  // Only npm and the first yarn are in the image by themselves.
  if (script !== null && project.manager === "pnpm") return null;
  const started =
    script === null ? wordsOf(found) : (project.scripts?.[script]?.split(/\s+/) ?? null);
  if (started === null) return null;
  const [program, ...rest] = started;
  if (program === "next" && rest[0] === "start") return nextFiles(project);
  if (program !== "node") return null;
  const file = rest.find((word) => !word.startsWith("-"));
  const path =
    file === undefined ? null : relativeTo(found.workdir, resolvePath(found.workdir, file));
  const [directory, ...below] = path?.split("/") ?? [];
  if (directory === undefined || below.length === 0 || !outputs.test(directory)) return null;
  // Written by hand, and not by the build.
  if (project.holds(directory) === true) return null;
  // Nitro puts all it needs beside its server.
  return [...(directory === ".output" ? [] : modules), { name: directory, directory: true }];
}

function wordsOf({ main }: SingleStage): readonly string[] | null {
  const values = [main.name, ...main.args.map(({ value }) => value)];
  const words = main.name === "npx" ? values.slice(1) : values;
  return words.every((word) => word !== null) ? words : null;
}

/** What `next start` reads; null where it is not known whether these are there. */
function nextFiles(project: NodeProject): readonly ServerFile[] | null {
  if (project.scripts === null || !/\bnext build\b/.test(project.scripts.build ?? "")) return null;
  const settings = ["next.config.js", "next.config.mjs", "next.config.ts"].filter(
    (name) => project.holds(name) === true,
  );
  return [
    ...modules,
    ...settings.map((name) => ({ name, directory: false })),
    { name: ".next", directory: true },
    ...(project.holds("public") === true ? [{ name: "public", directory: true }] : []),
  ];
}

/** The command that takes development dependencies away; null where one does not do it. */
function pruneOf(
  { dockerfile }: SingleStage,
  { manager, install, holds }: NodeProject,
): string | null {
  switch (manager) {
    case "npm":
      return "npm prune --omit=dev";
    case "pnpm":
      return "pnpm prune --prod";
    case "yarn": {
      const version = yarnVersion(
        dockerfile,
        install.run,
        install.call,
        holds(".yarnrc.yml") === true,
      );
      if (version === "modern") return null;
      const locked = hasFlag(install.call, "--frozen-lockfile") ? " --frozen-lockfile" : "";
      return `yarn install --production --ignore-scripts --prefer-offline${locked}`;
    }
  }
}

/** The slim variant of the image as it is written, where it has none yet and is named by a tag. */
function slimImage(found: SingleStage): string {
  const { text } = found.stage.base;
  const base = baseOf(found);
  const tag = base?.tag ?? "";
  const isPlain = /^(\d[\w.]*|lts|current|[a-z]+)(-(bookworm|bullseye|trixie))?$/.test(tag);
  return base?.digest === null && isPlain && !/^(slim|alpine\d*|latest)/.test(tag)
    ? `${text}-slim`
    : text;
}
