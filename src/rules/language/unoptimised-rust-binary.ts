import { isForDevelopment } from "../../dockerfile/development-images.ts";
import type { CopyInstruction, Dockerfile, Stage } from "../../dockerfile/model.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { cargoBuilds, type CargoBuild } from "../../shell/programs/cargo-builds.ts";
import { appendCommand, insertArgument } from "../../shell/edits/chain-edits.ts";
import { stageCopies } from "../../shell/programs/copied-programs.ts";
import { commandInstructions } from "../../shell/services/image-command.ts";
import { join, type Span } from "../../source/span.ts";
import { replaceExpected, type TextEdit } from "../../source/text-edit.ts";
import type { Problem, Rule, RuleContext } from "../rule.ts";

export const unoptimisedRustBinary: Rule = {
  name: "unoptimised-rust-binary",
  category: "language",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "A Rust program comes into the image without optimisation, or with its symbols",
  why:
    "`cargo build` without `--release` makes a program for debugging: it is often ten times slower and several times larger. " +
    "`strip` takes the symbol table out of a release build, which is some 10 to 30 per cent of it.",
  sources: [
    {
      title: "The Cargo Book: Profiles",
      url: "https://doc.rust-lang.org/cargo/reference/profiles.html",
    },
    {
      title: "Docker: Build images for Rust",
      url: "https://docs.docker.com/guides/rust/build-images/",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  words: ["cargo"],
  ignoreWhen: "When the image is for debugging:",
  examples: [
    {
      bad: 'FROM rust:1.91 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --locked\n\nFROM debian:12-slim\nCOPY --from=build /src/target/debug/server /usr/local/bin/\nCMD ["server"]\n',
      good: 'FROM rust:1.91 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked && strip target/release/server\n\nFROM debian:12-slim\nCOPY --from=build /src/target/release/server /usr/local/bin/\nCMD ["server"]\n',
      fixed:
        'FROM rust:1.91 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked && strip /src/target/release/server\n\nFROM debian:12-slim\nCOPY --from=build /src/target/release/server /usr/local/bin/\nCMD ["server"]\n',
    },
    {
      bad: 'FROM rust:1.91-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\n\nFROM alpine:3.22\nCOPY --from=build /src/target/release/server /usr/local/bin/\nCMD ["server"]\n',
      good: 'FROM rust:1.91-alpine AS build\nWORKDIR /src\nENV CARGO_PROFILE_RELEASE_STRIP=symbols\nCOPY . .\nRUN cargo build --release\n\nFROM alpine:3.22\nCOPY --from=build /src/target/release/server /usr/local/bin/\nCMD ["server"]\n',
      fixed:
        'FROM rust:1.91-alpine AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release && strip /src/target/release/server\n\nFROM alpine:3.22\nCOPY --from=build /src/target/release/server /usr/local/bin/\nCMD ["server"]\n',
    },
    {
      bad: 'FROM rust:1.91\nWORKDIR /src\nCOPY . .\nRUN cargo build\nCMD ["./target/debug/server"]\n',
      good: 'FROM rust:1.91\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nCMD ["./target/release/server"]\n',
      fixed:
        'FROM rust:1.91\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nCMD ["./target/release/server"]\n',
    },
  ],
  silentOn: [
    "FROM rust:1.91 AS build\nARG PROFILE=release\nRUN cargo build --profile=$PROFILE\nFROM debian:12-slim\nCOPY --from=build /target/$PROFILE/a /bin/\n",
    "FROM rust:1.91 AS build\nRUN cargo build --profile dist\nFROM debian:12-slim\nCOPY --from=build /target/dist/a /bin/\n",
    "FROM rust:1.91 AS build\nRUN cargo install --path .\nFROM debian:12-slim\nCOPY --from=build /usr/local/cargo/bin/a /bin/\n",
    "FROM rust:1.91 AS build\nRUN cargo build $FLAGS\nFROM debian:12-slim\nCOPY --from=build /target/debug/a /bin/\n",
    "FROM rust:1.91 AS build\nRUN cargo build && cargo test\nRUN cargo build --release && strip target/release/a\nFROM debian:12-slim\nCOPY --from=build /target/release/a /bin/\n",
    'FROM rust:1.91 AS build\nRUN RUSTFLAGS="-C strip=symbols" cargo build --release\nFROM debian:12-slim\nCOPY --from=build /target/release/a /bin/\n',
    "FROM rust:1.91 AS build\nRUN --mount=type=cache,target=/src/target cargo build --release && cp target/release/a /a\nFROM debian:12-slim\nCOPY --from=build /a /bin/\n",
    "FROM rust:1.91 AS test\nRUN cargo build && cargo test\nFROM debian:12-slim\nCOPY a /bin/\n",
    "FROM rust:1.91 AS build\nRUN cargo build --release\nFROM node:22\nCOPY --from=build /target/release/a.node /app/\n",
    "FROM rust:1.91 AS build\nRUN cargo build\nFROM debian:12-slim AS debug\nCOPY --from=build /target/debug/a /bin/\n",
  ],
  *check(dockerfile, context) {
    if (!/\bcargo\b/.test(dockerfile.source.text)) return;
    const programs = shippedPrograms(dockerfile, context);
    const told = new Set<Span>();
    const judged = new Set<string>();
    for (const program of programs) {
      const key = `${program.stage.index} ${String(program.debug)}`;
      if (judged.has(key)) continue;
      judged.add(key);
      const builds = cargoBuilds(dockerfile, program.stage);
      const last = builds.at(-1);
      if (last === undefined || told.has(last.call.command.span)) continue;
      const problem = program.debug
        ? unoptimised(dockerfile, program, programs, builds, context)
        : unstripped(dockerfile, program, programs, last, context);
      if (problem === null) continue;
      told.add(last.call.command.span);
      yield problem;
    }
  },
};

/** A program of a `target` directory that is in the image. */
interface Program {
  /** The stage that builds it. */
  readonly stage: Stage;
  readonly path: string;
  readonly debug: boolean;
  /** The COPY that takes it over; null when it is started where it was built. */
  readonly copy: CopyInstruction | null;
}

const targetPath = /(?:^|\/)target\/(?:[\w.-]+\/)?(debug|release)\/[\w-]+$/;

function shippedPrograms(dockerfile: Dockerfile, { path }: RuleContext): readonly Program[] {
  const copied = stageCopies(dockerfile).flatMap((one): Program[] => {
    const profile = targetPath.exec(one.path)?.[1];
    if (profile === undefined || isForDevelopment(one.into, path)) return [];
    return [{ stage: one.from, path: one.path, debug: profile === "debug", copy: one.copy }];
  });
  const { finalStage } = dockerfile;
  if (finalStage === null || isForDevelopment(finalStage, path)) return copied;
  const { entrypoint, cmd } = commandInstructions(finalStage);
  const started = [entrypoint, cmd].flatMap((instruction) => instruction?.words ?? []);
  const exec = [entrypoint, cmd].flatMap((instruction) =>
    instruction?.command.form === "exec" ? instruction.command.exec.items : [],
  );
  const own = [...started, ...exec].find(({ value }) => targetPath.exec(value)?.[1] === "debug");
  return own === undefined
    ? copied
    : [...copied, { stage: finalStage, path: own.value, debug: true, copy: null }];
}

function unoptimised(
  dockerfile: Dockerfile,
  program: Program,
  programs: readonly Program[],
  builds: readonly CargoBuild[],
  context: RuleContext,
): Problem | null {
  const last = builds.at(-1);
  if (last === undefined || builds.some(({ profile }) => profile !== "dev")) return null;
  const { stage } = program;
  const paths = copiedPaths(programs, stage, true).map((path) =>
    path.replace(/debug(?=\/[^/]*$)/, "release"),
  );
  const strip = isStripped(dockerfile, stage, context) ? null : stripEdit(dockerfile, last, paths);
  return {
    message:
      `\`${program.path}\` is built without optimisation: \`cargo build\` makes a program for debugging, often ten times slower and several times ` +
      "larger. Use `cargo build --release`, which puts it into `target/release`.",
    span: spanOf(last),
    fix: {
      title:
        "Build with --release: integer overflow no longer panics, and debug assertions are off",
      safety: "review",
      edits: [
        ...builds.map(({ script, call }) =>
          insertArgument(script, call.subcommandSpan ?? call.command.span, "--release"),
        ),
        ...(strip === null ? [] : [strip]),
        ...pathEdits(dockerfile, stage),
      ],
    },
  };
}

/** Turns `target/debug` to `target/release` in the stages that build and in what copies from them. */
function pathEdits(dockerfile: Dockerfile, stage: Stage): readonly TextEdit[] {
  const lineage = new Set(stage.lineage);
  return dockerfile.instructions.flatMap((instruction) => {
    const copies = instruction.kind === "copy" && instruction.from?.stage != null;
    const concerned =
      (copies && stage === instruction.from.stage) ||
      (instruction.stage !== null && lineage.has(instruction.stage));
    if (!concerned) return [];
    const text = dockerfile.source.slice(instruction.span);
    return [...text.matchAll(/\btarget\/(?:[\w.-]+\/)?debug(?=[/\s"'])/g)].map((match) => {
      const end = instruction.span.start + match.index + match[0].length;
      return replaceExpected(dockerfile.source, { start: end - 5, end }, "debug", "release");
    });
  });
}

function unstripped(
  dockerfile: Dockerfile,
  { stage, path }: Program,
  programs: readonly Program[],
  build: CargoBuild,
  context: RuleContext,
): Problem | null {
  if (build.profile !== "release" || isStripped(dockerfile, stage, context)) return null;
  const edit = stripEdit(dockerfile, build, copiedPaths(programs, stage, false));
  if (edit === null) return null;
  return {
    message:
      `\`${path}\` comes into the image with its symbol table, some 10 to 30 per cent of its size. ` +
      "Run `strip` on it, or set `strip = true` in `[profile.release]` of Cargo.toml.",
    span: spanOf(build),
    severity: "info",
    confidence: manifestOf(context) === null ? "low" : "medium",
    fix: { title: "Strip it: backtraces then lack names", safety: "review", edits: [edit] },
  };
}

/** The paths of a stage's programs that are copied from it, each once. */
function copiedPaths(
  programs: readonly Program[],
  stage: Stage,
  debug: boolean,
): readonly string[] {
  const own = programs.filter((one) => one.stage === stage && one.debug === debug);
  return [...new Set(own.flatMap(({ copy, path }) => (copy === null ? [] : path)))];
}

function manifestOf({ buildContext }: RuleContext): string | null {
  return buildContext.readText?.("Cargo.toml") ?? null;
}

/** Whether the programs of a stage are made smaller already, by its commands or by Cargo.toml. */
function isStripped(dockerfile: Dockerfile, stage: Stage, context: RuleContext): boolean {
  if (/^\s*strip\s*=/m.test(manifestOf(context) ?? "")) return true;
  const signs = /strip\b|\bupx\b|PROFILE_RELEASE|link-arg=-s|profile\.release/i;
  return stage.lineage.some(({ instructions }) =>
    instructions.some(
      ({ kind, span }) =>
        (kind === "run" || kind === "env" || kind === "arg") &&
        signs.test(dockerfile.source.slice(span)),
    ),
  );
}

/** Strips programs where they are built; null where no `strip` for them is known to be. */
function stripEdit(
  dockerfile: Dockerfile,
  { run, script }: CargoBuild,
  paths: readonly string[],
): TextEdit | null {
  const { reference } = run.stage === null ? { reference: null } : rootStage(run.stage).base;
  if (reference === null || hubName(reference) !== "rust") return null;
  if (paths.length === 0 || paths.some((path) => /\/target\/(?!release\/|x86_64-)/.test(path)))
    return null;
  return appendCommand(dockerfile, run, script, `strip ${paths.join(" ")}`);
}

function spanOf({ call }: CargoBuild): Span {
  const { nameSpan, span } = call.command;
  return join(nameSpan ?? span, call.subcommandSpan ?? span);
}
