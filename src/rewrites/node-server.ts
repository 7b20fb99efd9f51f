import { relativeTo, resolvePath } from "../dockerfile/paths.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { yarnVersion } from "../shell/package-managers/yarn-version.ts";
import { probeOf } from "./known-steps.ts";
import { nodeProject, scriptOf, type NodeProject } from "./node-project.ts";
import { sourceCheck, splitTitle, type Recipe } from "./rewrite.ts";
import { copyTo, runTimeFiles } from "./run-time-files.ts";
import type { SingleStage } from "./single-stage.ts";
import { slimVariant } from "./slim-variant.ts";
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
  const image = slimVariant(found);
  const hasProbe =
    probe.kind === "none" ||
    (probe.kind === "program" &&
      (probe.name === "node" || (probe.name === "wget" && image.includes("alpine"))));
  const { workdir } = found;
  const built = (files ?? []).map((name) => `${workdir}/${name}`);
  const more = runTimeFiles(found, new Set(built));
  if (files === null || prune === null || places === null || more === null || !hasProbe)
    return null;
  const isSlimmer = image !== found.stage.base.text;
  return {
    title: splitTitle("a runtime with production dependencies only", [
      ...(isSlimmer ? ["that native modules find their libraries"] : []),
      sourceCheck,
    ]),
    image,
    places,
    lastBuildLines: prune === "" ? [] : [`RUN ${prune}`],
    copies: [...built, ...more].map((path) => copyTo(path, path, workdir)),
  };
};

const modules = ["package.json", "node_modules"];

/** What the server needs of its directory; null where that cannot be told. */
function filesOf(found: SingleStage, project: NodeProject): readonly string[] | null {
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
  return [...(directory === ".output" ? [] : modules), directory];
}

function wordsOf({ main }: SingleStage): readonly string[] | null {
  const values = [main.name, ...main.args.map(({ value }) => value)];
  const words = main.name === "npx" ? values.slice(1) : values;
  return words.every((word) => word !== null) ? words : null;
}

/** What `next start` reads; null where it is not known whether these are there. */
function nextFiles(project: NodeProject): readonly string[] | null {
  if (project.scripts === null || !/\bnext build\b/.test(project.scripts.build ?? "")) return null;
  const settings = ["next.config.js", "next.config.mjs", "next.config.ts"].filter(
    (name) => project.holds(name) === true,
  );
  return [
    ...modules,
    ...settings,
    ".next",
    ...(project.holds("public") === true ? ["public"] : []),
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
