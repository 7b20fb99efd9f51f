import type { BuildContext } from "../context/build-context.ts";
import { manifestFiles, projectFilesIn } from "../context/manifests.ts";
import type { DependencyTool } from "../dockerfile/dependency-tools.ts";
import type { LateInstall } from "../shell/layers/late-installs.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";

/** What a tool is called with, as far as a reader needs it: `npm ci`, `pip install -r requirements.txt`. */
export function describeCommand({ call, tool }: LateInstall): string {
  const file =
    tool === "pip" ? call.flags.find(({ name }) => /^(-r|--requirements?)$/.test(name)) : undefined;
  const { name } = call.command;
  const parts = [
    // `python3 -m pip install` is told by what it runs.
    name === null || /^python[\d.]*$/.test(name) ? call.manager : name,
    call.subcommand,
    file === undefined ? null : `-r ${file.value ?? ""}`,
  ];
  return parts.filter((part) => part !== null && part !== "").join(" ");
}

/** How it is done with tools that need more than to be called earlier. */
const advice: Partial<Record<DependencyTool, string>> = {
  poetry:
    "Copy `pyproject.toml` and `poetry.lock` first, run `poetry install --no-root`, and copy the rest after it.",
  uv: "Copy `pyproject.toml` and `uv.lock` first, run `uv sync --no-install-project`, and run `uv sync` again after the rest is copied.",
  cargo:
    "Copy `Cargo.toml` and `Cargo.lock` first, build them with a `src/main.rs` that holds only `fn main() {}`, then copy the " +
    "source and build again (or use cargo-chef, or cache mounts).",
  mvn: "Copy `pom.xml` first, run `mvn dependency:go-offline`, and copy the rest after it.",
  gradle:
    "Keep its downloads in a cache mount on the directory `.gradle` in the user's home " +
    "(`gradle dependencies` in a layer before would download no archive).",
  composer:
    "Copy `composer.json` and `composer.lock` first, run `composer install --no-scripts --no-autoloader`, and run " +
    "`composer dump-autoload` after the rest is copied.",
  dotnet: "Copy the project files first, run `dotnet restore`, and copy the rest after it.",
  go: "Copy `go.mod` and `go.sum` first, run `go mod download`, and copy the rest after it.",
};

/**
 * What to do about an install that comes too late, in a sentence.
 * @param reason what the install reads besides the manifests, in words
 */
export function adviceFor(
  install: LateInstall,
  context: BuildContext,
  reason: string | null,
): string {
  const { tool, call, files } = install;
  const special =
    install.needsSource || install.kind === "build" || tool === "dotnet" ? advice[tool] : undefined;
  if (special !== undefined) {
    return reason === null || tool === "gradle"
      ? special
      : `${special} It reads more than these, which has to be copied first too: ${reason}.`;
  }
  const project = projectFilesIn(context, install.from, tool);
  const names =
    tool === "pip"
      ? files.map((file) => file.slice(file.lastIndexOf("/") + 1))
      : project === null
        ? manifestFiles[tool].manifests
            .slice(0, 1)
            .concat(manifestFiles[tool].lockfiles.slice(0, 1))
        : [...project.manifests, ...project.lockfiles];
  const list = names.map((name) => `\`${name}\``).join(" and ");
  const hasLinks = install.needsSource && hasFlag(call, "-f", "--find-links");
  if (tool === "pip" && install.needsSource && !hasLinks) {
    return `Copy only ${list} first, install what it lists, and install the project itself after the rest is copied.`;
  }
  const besides = reason ?? (hasLinks ? "the packages of `--find-links`" : null);
  const more = besides === null ? "" : ` (and what the install reads besides: ${besides})`;
  const shown =
    tool === "pip"
      ? "install"
      : `run \`${[call.manager, call.subcommand].filter(Boolean).join(" ")}\``;
  return `Copy only ${list}${more} first, ${shown}, and copy the rest after it.`;
}
