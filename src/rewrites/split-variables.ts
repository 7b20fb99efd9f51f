import type {
  ArgInstruction,
  Instruction,
  KeyValue,
  KeyValueInstruction,
} from "../dockerfile/model.ts";
import type { SourceText } from "../source/source-text.ts";
import type { Place } from "./rewrite.ts";

/** Variables that only compilers, bundlers and package managers read. */
const forBuilding =
  /^(GO[A-Z0-9]*|CGO_\w+|CARGO_\w+|RUST(FLAGS|UP_\w+|_VERSION)|MAVEN_\w+|GRADLE_\w+|NUGET_\w+|PIP_\w+|UV_\w+|POETRY_\w+|npm_config_\w+|NPM_CONFIG_\w+|YARN_\w+|PNPM_HOME|DEBIAN_FRONTEND|CI|(VITE|REACT_APP)_\w+|GENERATE_SOURCEMAP|NODE_OPTIONS|CFLAGS|CXXFLAGS|LDFLAGS|MAKEFLAGS)$/;

/** Variables that only a program reads that runs. */
const forRunning =
  /^(PORT|HOST|HOSTNAME|ADDR|ADDRESS|BIND|LISTEN\w*|SERVER_PORT|LOG_\w+|TZ|LANG|LC_ALL|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|GIN_MODE|RUST_(LOG|BACKTRACE)|ASPNETCORE_\w+|DOTNET_(ENVIRONMENT|RUNNING_IN_CONTAINER)|JAVA_(OPTS|TOOL_OPTIONS)|JDK_JAVA_OPTIONS|SPRING_\w+|ROCKET_\w+|WEB_CONCURRENCY)$/;

/** What the place of a variable is judged by. */
export interface VariableQuestion {
  readonly source: SourceText;
  /** The instructions of the stage that builds, the variables' own left out. */
  readonly building: readonly Instruction[];
  /** The index of the last of them that does something: RUN, COPY or ADD. */
  readonly lastBuild: number;
}

/**
 * Where an ENV goes: to the stage that builds what only tools read, to the one that runs what only the program reads or what
 * stands behind the build, and to both what either may read, or where its variables go to different ones.
 */
export function placeOfEnv(env: KeyValueInstruction, question: VariableQuestion): Place {
  const places = new Set(env.pairs.map((pair) => placeOfPair(pair, env, question)));
  const [place = "both"] = places;
  return places.size === 1 ? place : "both";
}

/** The variables of an ENV that one of the two stages needs. */
export function pairsFor(
  env: KeyValueInstruction,
  stage: "build" | "run",
  question: VariableQuestion,
): readonly KeyValue[] {
  return env.pairs.filter((pair) => {
    const place = placeOfPair(pair, env, question);
    return place === "both" || place === stage;
  });
}

function placeOfPair({ key }: KeyValue, env: Instruction, question: VariableQuestion): Place {
  if (env.index > question.lastBuild) return "run";
  if (key === "PATH" || forBuilding.test(key)) return "build";
  const isRead = uses(key, question.building, question.source);
  return !isRead && forRunning.test(key) ? "run" : "both";
}

/**
 * Where an ARG goes: it stays where the build may read it, and stands in the other stage too where an instruction there uses it.
 * @param running the instructions of the stage that runs
 */
export function placeOfArg(
  arg: ArgInstruction,
  running: readonly Instruction[],
  { source, building, lastBuild }: VariableQuestion,
): Place {
  const names = arg.pairs.map(({ key }) => key);
  const runs = names.some((name) => uses(name, running, source));
  if (!runs) return "build";
  const builds = names.some((name) => uses(name, building, source));
  return arg.index > lastBuild && !builds ? "run" : "both";
}

/** Whether the text of one of some instructions uses a variable. */
function uses(name: string, instructions: readonly Instruction[], source: SourceText): boolean {
  const use = new RegExp(`\\$\\{?${name}(?![A-Za-z0-9_])|%${name}%`);
  return instructions.some(({ span }) => use.test(source.slice(span)));
}
