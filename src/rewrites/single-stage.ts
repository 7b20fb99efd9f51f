import type { BuildContext } from "../context/build-context.ts";
import { copiesFromContext } from "../dockerfile/context-sources.ts";
import { workdirOf } from "../dockerfile/context-copies.ts";
import type { Dockerfile, Stage } from "../dockerfile/model.ts";
import { requiredStages } from "../dockerfile/queries.ts";
import { developmentServer } from "../shell/services/development-servers.ts";
import { imageCommand, type ImageCommand } from "../shell/services/image-command.ts";
import type { ShellCommand } from "../shell/model.ts";
import { buildSteps, type BuildStep } from "./build-steps.ts";

/** An image that is built and run in one stage. */
export interface SingleStage {
  readonly dockerfile: Dockerfile;
  readonly stage: Stage;
  readonly context: BuildContext;
  /** The commands that compile, bundle or pack the project, in order; at least one. */
  readonly builds: readonly BuildStep[];
  readonly start: ImageCommand;
  readonly main: ShellCommand;
  /** The working directory in which it is started, absolute. */
  readonly workdir: string;
}

/** What is started in images to build, test or work with. */
const workTools = new Set(
  (
    "go cargo rustc mvn mvnw gradle gradlew make cmake ninja ant sbt tox nox pytest jest vitest mocha cypress playwright " +
    "sh bash ash dash zsh fish tail sleep cat true echo ls env usage irb tmux sshd golangci-lint"
  ).split(" "),
);

/** Scripts of package.json by which a result is started. */
const startScripts = /^(start|serve|preview|prod|production)([:-](?!dev)[\w:-]+)?$/;

/** Names of stages and files of images that are not for production. */
const otherPurposes =
  /(^|[-._/])(dev|devel|development|devcontainer|local|tests?|testing|debug|watch|ci|e2e|lint|bench)([-._/]|$)/i;

/** Names of stages that are there to work with, or for others to stand on. */
const otherStages = /(^|[-._])(sdk|tools?|base)([-._]|$)/i;

/**
 * The image of a file that is built and run in one stage: the command of the image starts what a RUN of the same stages
 * (and no other) makes of the project.
 * @param path the Dockerfile's own path, whose name may say what the image is for
 * @returns null when there are several stages that feed each other, nothing is built, or the image is to be used otherwise
 */
export function singleStageBuild(
  dockerfile: Dockerfile,
  path: string,
  context: BuildContext,
): SingleStage | null {
  const stage = dockerfile.finalStage;
  if (stage === null || otherPurposes.test(path)) return null;
  const name = stage.name ?? "";
  if (otherPurposes.test(name) || otherStages.test(name)) return null;
  // Beside others, a stage of such a name is no image to run; alone it is one that was never split.
  if (dockerfile.stages.length > 1 && /(^|[-._])build(er)?([-._]|$)/i.test(name)) return null;
  const builds = buildSteps(dockerfile, stage);
  if (builds.length === 0 || !copiesProject(stage)) return null;
  if (requiredStages(stage).some((one) => !stage.lineage.includes(one))) return null;
  // An image for others to build on.
  if (
    stage.lineage.some(({ instructions }) => instructions.some(({ onbuild }) => onbuild !== null))
  )
    return null;
  const start = imageCommand(dockerfile, stage);
  if (start?.main == null || !startsResult(start.main)) return null;
  const workdir = workdirOf(stage.endState);
  return { dockerfile, stage, context, builds, start, main: start.main, workdir };
}

/** Whether the project comes into the image while it is built. */
function copiesProject({ lineage }: Stage): boolean {
  return lineage.some(({ instructions }) =>
    instructions.some(
      (one) =>
        (copiesFromContext(one) && one.sources.length > 0) ||
        (one.kind === "run" &&
          one.mounts.some(({ type, from }) => type === "bind" && from === null)),
    ),
  );
}

/** Whether a command starts what was built, and not a tool to build, test or work with. */
function startsResult(main: ShellCommand): boolean {
  const { name, args } = main;
  if (name === null || workTools.has(name) || developmentServer(main) !== null) return false;
  const operands = args.flatMap(({ value, text }) => (/^["']?-/.test(text) ? [] : [value ?? text]));
  const [first, second] = operands;
  if (name === "npm" || name === "yarn" || name === "pnpm" || name === "bun") {
    const script = first === "run" || first === "run-script" ? second : first;
    return script !== undefined && (startScripts.test(script) || /\.[cm]?js$/.test(script));
  }
  if (name === "dotnet") return first?.endsWith(".dll") === true;
  // A prompt, or the version.
  return (
    !/^(node|python[\d.]*|java|ruby|php)$/.test(name) ||
    args.some(({ text }) => !/^["']?-(v|V|-version|i|-help)/.test(text))
  );
}
