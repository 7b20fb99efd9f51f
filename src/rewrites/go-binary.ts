import { workdirOf } from "../dockerfile/context-copies.ts";
import { familyOfStage } from "../dockerfile/image-family.ts";
import { hubName } from "../dockerfile/known-images.ts";
import { resolvePath } from "../dockerfile/paths.ts";
import { flagValue, hasFlag } from "../shell/package-managers/flags.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { directoryOf } from "../shell/package-managers/working-directory.ts";
import { resolveWord } from "../shell/reading/words.ts";
import { insertAt, type TextEdit } from "../source/text-edit.ts";
import { isPlainBuild, probeOf } from "./known-steps.ts";
import { baseOf, sourceCheck, splitTitle, type Recipe, type Rewrite } from "./rewrite.ts";
import { copyTo, runTimeFiles } from "./run-time-files.ts";
import type { BuildStep } from "./build-steps.ts";
import type { SingleStage } from "./single-stage.ts";
import { execFormEdits, startWords } from "./start-command.ts";
import { hasVolume, lowPortNote, withoutItsUser } from "./users.ts";

/** Modules that need C: their programs cannot be built with CGO_ENABLED=0. */
const cgoModules =
  /mattn\/go-sqlite3|confluent-kafka-go|gopkg\.in\/rdkafka|h2non\/bimg|davidbyttow\/govips|gocv\.io|go-gl\/|fyne\.io|marcboeker\/go-duckdb|tree-sitter/;

/** A Go program goes to a distroless image, or to Alpine when its HEALTHCHECK needs a program of the system. */
export const goBinary: Recipe = (found) => {
  const build = goBuild(found);
  if (build === null || !isPlainBuild(found, { managers: ["go"] })) return null;
  const words = startWords(found);
  const binary = words === null ? null : startedBinary(found, build, words[0] ?? "");
  const edits = staticFlags(found, build);
  const exec = execFormEdits(found);
  if (binary === null || edits === null || exec === null) return null;
  const runtime = runtimeOf(found, binary);
  const files = runTimeFiles(found, new Set([binary]));
  if (runtime === null || files === null) return null;
  return {
    ...runtime,
    edits: [...edits, ...exec],
    copies: [
      copyTo(binary, binary, found.workdir),
      ...files.map((path) => copyTo(path, path, found.workdir)),
    ],
  };
};

/** The one `go build` of a stage on the image of Go, if its program needs no C; else null. */
function goBuild(found: SingleStage): BuildStep | null {
  const base = baseOf(found);
  const [build, another] = found.builds;
  if (base === null || hubName(base) !== "golang" || build === undefined) return null;
  return another !== undefined || build.call.manager !== "go" || needsC(found, build)
    ? null
    : build;
}

/** The image that runs the program, by what its HEALTHCHECK calls and by who runs it; null where none is right. */
function runtimeOf(
  found: SingleStage,
  binary: string,
): Pick<Rewrite, "title" | "image" | "places"> | null {
  const probe = probeOf(found);
  if (probe.kind === "program" && probe.name === "wget") {
    const isAlpine = familyOfStage(found.stage) === "alpine";
    const places = withoutItsUser(found, true);
    // Users are made in another way on Debian.
    if (places === null || (!isAlpine && [...places.keys()].some(({ kind }) => kind === "run")))
      return null;
    return {
      title: splitTitle("an Alpine runtime", [sourceCheck]),
      image: "alpine:3.23",
      places,
    };
  }
  const isOwn = probe.kind === "program" && probe.exec && binary.endsWith(`/${probe.name}`);
  const places = withoutItsUser(found, false);
  if (places === null || hasVolume(found) || (probe.kind !== "none" && !isOwn)) return null;
  return {
    title: splitTitle("a distroless runtime", [...lowPortNote(found), sourceCheck]),
    image: "gcr.io/distroless/static-debian13:nonroot",
    places,
  };
}

/** Whether the program may be linked with C. */
function needsC({ stage, context, dockerfile }: SingleStage, { run, call }: BuildStep): boolean {
  const set = call.command.assignments.find(({ name }) => name === "CGO_ENABLED");
  const value = set?.value ?? run.state.lookup("CGO_ENABLED")?.value ?? null;
  if (set !== undefined || run.state.lookup("CGO_ENABLED") !== undefined) return value !== "0";
  const compilers = stage.instructions.some(
    (one) =>
      one.kind === "run" &&
      (shellOf(dockerfile, one)?.commands ?? []).some(({ args }) =>
        args.some(({ value }) =>
          /^(gcc|g\+\+|clang|build-base|build-essential|.*-dev)$/.test(value ?? ""),
        ),
      ),
  );
  return compilers || cgoModules.test(context.readText?.("go.mod") ?? "") || hasFlag(call, "-race");
}

/** The absolute path of the program that the build makes, if it is the one that is started; else null. */
function startedBinary(
  found: SingleStage,
  { run, call }: BuildStep,
  program: string,
): string | null {
  const script = shellOf(found.dockerfile, run);
  const directory =
    script === null ? null : directoryOf(script, call.command, workdirOf(run.state));
  if (directory === null || directory.startsWith("/?") || found.workdir.startsWith("/?"))
    return null;
  const started = resolvePath(found.workdir, program);
  if (call.subcommand === "install") return null;
  const output = flagValue(call, "-o");
  if (output === null) {
    const name = hasFlag(call, "-o") ? null : defaultName(found, call.packages.length, run, call);
    return name !== null && resolvePath(directory, name) === started && program.includes("/")
      ? started
      : null;
  }
  const made = resolvePath(directory, output);
  if (output.endsWith("/")) return null;
  // A program on the PATH is started by its name alone.
  if (!program.includes("/")) {
    return /^\/(usr\/(local\/)?)?s?bin$/.test(made.slice(0, made.lastIndexOf("/"))) &&
      made.endsWith(`/${program}`)
      ? made
      : null;
  }
  return made === started ? made : null;
}

/** The name that `go build` gives to a program: of the one file or directory that it is handed, else of the module. */
function defaultName(
  { context }: SingleStage,
  count: number,
  run: BuildStep["run"],
  { command }: BuildStep["call"],
): string | null {
  const operands = command.args.slice(1).filter(({ text }) => !text.startsWith("-"));
  const last = operands.at(-1);
  const target = last === undefined ? "." : resolveWord(last, run.state);
  if (target === null || operands.length > 1 || count > 1) return null;
  if (target.endsWith(".go")) return target.slice(target.lastIndexOf("/") + 1, -3);
  const named = /(?:^|\/)([\w-]+)\/?$/.exec(target)?.[1];
  if (named !== undefined) return named;
  const module = /^module\s+(\S+)/m.exec(context.readText?.("go.mod") ?? "")?.[1];
  return target === "." && module !== undefined ? (module.split("/").at(-1) ?? null) : null;
}

/** The edits that make the build static and small; null where the flags are not plain. */
function staticFlags({ dockerfile }: SingleStage, { run, call }: BuildStep): TextEdit[] | null {
  const { command, subcommandSpan } = call;
  const [first] = command.words;
  if (first === undefined || subcommandSpan === null || run.command.form === "exec") return null;
  const isStatic =
    command.assignments.some(({ name }) => name === "CGO_ENABLED") ||
    run.state.lookup("CGO_ENABLED") !== undefined;
  const flags = [
    ...(hasFlag(call, "-trimpath") ? [] : ["-trimpath"]),
    ...(hasFlag(call, "-ldflags") ? [] : ['-ldflags="-s -w"']),
  ];
  const inherited = run.state.lookup("GOFLAGS")?.value ?? "";
  const added = flags.filter((flag) => !inherited.includes(flag.split("=")[0] ?? flag));
  const start = first.span.start;
  return [
    ...(isStatic ? [] : [insertAt(start, "CGO_ENABLED=0 ")]),
    ...(added.length === 0 || dockerfile.escape === "`"
      ? []
      : [insertAt(subcommandSpan.end, ` ${added.join(" ")}`)]),
  ];
}
