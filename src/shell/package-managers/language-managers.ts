import type { PackageAction } from "../model.ts";
import { actions, flags } from "./manager-syntax.ts";
import type { ManagerSyntax } from "./manager-syntax.ts";
import { cargoSpec, composerSpec, dotnetSpec, gemSpec, goSpec, named, pipSpec } from "./specs.ts";

/** The package managers of Ruby, Go, Rust, PHP, .NET, Java and Elixir. */
export const languageManagers: readonly ManagerSyntax[] = [
  {
    manager: "gem",
    programs: ["gem"],
    subcommands: actions({
      install: "install, i",
      upgrade: "update",
      remove: "uninstall, rm",
      clean: "cleanup, clean",
      build: "build",
    }),
    shortValues: "vinsPpB",
    longValues:
      flags(`--version --install-dir --bindir --source --trust-policy --platform --http-proxy --build-root --file
      --without --config-file`),
    versionFlags: ["-v", "--version"],
    endsAtDashes: true,
    spec: gemSpec,
  },
  {
    manager: "bundle",
    programs: ["bundle", "bundler"],
    subcommands: actions({
      install: "add",
      "install-manifest": "install",
      upgrade: "update",
      remove: "remove",
      clean: "clean",
    }),
    bare: "install-manifest",
    shortValues: "jgv",
    longValues: flags(
      "--jobs --retry --path --without --with --gemfile --binstubs --group --version --source --system --target-rbconfig",
    ),
    versionFlags: ["-v", "--version"],
    spec: gemSpec,
  },
  {
    manager: "go",
    programs: ["go"],
    subcommands: actions({
      install: "install, get",
      "install-manifest": "mod download, mod tidy, mod vendor",
      clean: "clean",
      build: "build, generate",
    }),
    localActions: new Map<string, PackageAction>([
      ["get", "install-manifest"],
      ["install", "build"],
    ]),
    singleDash: true,
    shortValues: "",
    longValues:
      flags(`-o -ldflags -tags -gcflags -asmflags -gccgoflags -mod -p -C -buildmode -exec -pkgdir -toolexec -installsuffix
      -modfile -overlay -compiler -run -timeout -pgo -coverpkg -covermode -buildvcs`),
    spec: goSpec,
  },
  {
    manager: "cargo",
    programs: ["cargo"],
    subcommands: actions({
      install: "install, binstall, add",
      "install-manifest": "fetch, vendor",
      remove: "uninstall, remove, rm",
      clean: "clean",
      build:
        "build, b, rustc, check, c, auditable build, chef cook, zigbuild, xbuild, component build, leptos build",
    }),
    shortValues: "pFjZC",
    longValues:
      flags(`--version --vers --path --git --branch --tag --rev --root --features --package --target --target-dir --bin
      --example --profile --jobs --manifest-path --color --config --registry --index --out-dir --artifact-dir --recipe-path
      --exclude --message-format --log-level`),
    packageFlags: ["--path", "--git"],
    versionFlags: ["--version", "--vers"],
    spec: cargoSpec,
  },
  {
    manager: "composer",
    programs: ["composer", "composer.phar"],
    subcommands: actions({
      install: "require, r, req, global require",
      "install-manifest": "install, i",
      upgrade: "update, u, upgrade, global update",
      remove: "remove, rm, uninstall, global remove",
      clean: "clear-cache, clearcache, cc, cache-clear",
    }),
    shortValues: "d",
    longValues: flags(
      "--working-dir --prefer-install --ignore-platform-req --apcu-autoloader-prefix --repository --stability",
    ),
    spec: composerSpec,
  },
  {
    manager: "dotnet",
    programs: ["dotnet"],
    subcommands: actions({
      install: "add package, package add, tool install, tool update, workload install",
      "install-manifest": "restore, tool restore, workload restore",
      remove: "remove package, package remove, tool uninstall, workload uninstall",
      clean: "nuget locals",
      build: "build, publish, pack, msbuild",
    }),
    singleDash: true,
    shortValues: "",
    longValues:
      flags(`-c --configuration -o --output -r --runtime --version -v --verbosity -f --framework -s --source --tool-path
      --configfile --add-source -a --arch --os --artifacts-path --packages --version-suffix --property`),
    versionFlags: ["--version", "-v"],
    spec: dotnetSpec,
  },
  {
    manager: "mvn",
    programs: ["mvn", "mvnw", "mvnd", "maven"],
    subcommands: actions({}),
    classify: classifyMavenGoal,
    bare: "other",
    goals: true,
    singleDash: true,
    attached: "DP",
    shortValues: "",
    longValues:
      flags(`-f --file -pl --projects -s --settings -gs --global-settings -P --activate-profiles -D --define -T --threads
      -rf --resume-from -l --log-file -t --toolchains -b --builder --color`),
    spec: plainSpec,
  },
  {
    manager: "gradle",
    programs: ["gradle", "gradlew"],
    subcommands: actions({}),
    classify: classifyGradleTask,
    bare: "other",
    goals: true,
    singleDash: true,
    attached: "DP",
    shortValues: "",
    longValues:
      flags(`-x --exclude-task -p --project-dir -b --build-file -c --settings-file -g --gradle-user-home -I --init-script
      --console --max-workers --project-cache-dir --warning-mode --include-build -F --dependency-verification --tests
      --configuration --task`),
    spec: plainSpec,
  },
  {
    manager: "mix",
    programs: ["mix"],
    subcommands: actions({
      install: "archive.install, escript.install",
      "install-manifest": "deps.get, deps.update, local.hex, local.rebar",
      clean: "clean, deps.clean",
      build: "compile, release, deps.compile, phx.digest, assets.deploy, assets.build",
    }),
    prefixes: new Map([["do", 0]]),
    shortValues: "",
    longValues: flags("--only --target --path --sha512 --repo"),
    spec: pipSpec,
  },
];

function plainSpec(text: string): ReturnType<typeof named> {
  return named(text, null);
}

function classifyMavenGoal(goal: string): PackageAction {
  if (
    /dependency(?:-plugin)?(?::[\w.]+)?:(?:go-offline|resolve|resolve-plugins|copy-dependencies|get|sources)$/.test(
      goal,
    )
  ) {
    return "install-manifest";
  }
  if (/go-offline(?:-maven-plugin)?(?::[\w.]+)?:resolve-dependencies$/.test(goal))
    return "install-manifest";
  if (goal === "clean") return "clean";
  return /^(?:compile|test-compile|package|verify|install|deploy|process-classes|spring-boot:repackage|native:compile)$/.test(
    goal,
  )
    ? "build"
    : "other";
}

/** Gradle tasks that compile or pack, besides those named `compileX`, `xJar` and `publishX`. */
const gradleBuilds = new Set(
  flags(
    "build assemble war classes bootWar installDist distTar distZip nativeCompile nativeImage quarkusBuild",
  ),
);

function classifyGradleTask(task: string): PackageAction {
  const name = task.slice(task.lastIndexOf(":") + 1);
  if (name === "clean") return "clean";
  if (/dependencies$/i.test(name) && /^(?:dependencies|resolve|download|cache|fetch)/i.test(name)) {
    return "install-manifest";
  }
  return gradleBuilds.has(name) || /^(?:compile|publish)|jar$/i.test(name) ? "build" : "other";
}
