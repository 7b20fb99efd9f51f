import { familyOfImage } from "../../dockerfile/image-family.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import { instructionsBefore } from "../../dockerfile/context-copies.ts";
import type { Dockerfile } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { goFlag, goVariable, linkerFlags, mayHaveMoreFlags, type GoBuild } from "./go-builds.ts";
import { hasFlag } from "../package-managers/flags.ts";
import { packageCalls } from "../package-managers/package-calls.ts";

/** What a Go program is linked against that was built with cgo because nobody switched it off. */
export interface CgoLink {
  readonly libc: "glibc" | "musl";
  /** The image with the compiler, as written. */
  readonly image: string;
  /** Whether the build stage installs compilers or C libraries, so that the program may well need cgo. */
  readonly wanted: boolean;
}

/**
 * Whether a build uses cgo by default, on an official image of Go. Since Go 1.20 cgo is off where no C compiler is
 * installed, as in the Alpine variants (https://go.dev/doc/go1.20#cgo), and it always is when the target is another system.
 * @returns null when it is switched on or off, links statically, or when that is not known
 */
export function defaultCgo(dockerfile: Dockerfile, build: GoBuild): CgoLink | null {
  const { base } = rootStage(build.stage);
  const { reference } = base;
  if (reference === null || hubName(reference) !== "golang") return null;
  if (goVariable(dockerfile, build, "CGO_ENABLED") !== undefined) return null;
  if (!isNative(dockerfile, build) || isStatic(dockerfile, build)) return null;
  const installed = installedBefore(dockerfile, build);
  const wanted = installed.some((name) => forC.test(name));
  const family = familyOfImage(reference);
  if (family === "debian") return { libc: "glibc", image: base.text, wanted };
  if (family !== "alpine") return null;
  const hasCompiler = installed.some((name) => compilers.test(name));
  return hasCompiler || isBefore120(reference.tag ?? "")
    ? { libc: "musl", image: base.text, wanted }
    : null;
}

const compilers = /^(?:gcc|g\+\+|build-base|clang\d*|alpine-sdk|go)$/;
const forC =
  /^(?:gcc|g\+\+|build-base|build-essential|clang.*|alpine-sdk|musl-dev|cmake|pkg-config|pkgconf|.*-dev)$/;

function isBefore120(tag: string): boolean {
  const version = /^1\.(\d+)/.exec(tag);
  return version !== null && Number(version[1]) < 20;
}

/** Whether the program may be for the machine that builds it. Of machines, amd64 is taken to build. */
function isNative(dockerfile: Dockerfile, build: GoBuild): boolean {
  const system = goVariable(dockerfile, build, "GOOS")?.value ?? "linux";
  const machine = goVariable(dockerfile, build, "GOARCH")?.value ?? "amd64";
  return system === "linux" && machine === "amd64";
}

/** Whether flags say how it is linked: statically, as a library, or in a way that is not known. */
function isStatic(dockerfile: Dockerfile, build: GoBuild): boolean {
  const tags = goFlag(build, "-tags");
  if (tags === null || /\b(?:netgo|osusergo)\b/.test(tags ?? "")) return true;
  if (hasFlag(build.call, "-buildmode") || mayHaveMoreFlags(build)) return true;
  if (goVariable(dockerfile, build, "GOFLAGS") !== undefined) return true;
  const linking = linkerFlags(build);
  return linking === null || /static|linkmode/.test(linking);
}

/** The names of the packages that are installed before a build in its lineage. */
function installedBefore(dockerfile: Dockerfile, { run }: GoBuild): readonly string[] {
  return [...instructionsBefore(run), run].flatMap((one) =>
    one.kind !== "run"
      ? []
      : packageCalls(dockerfile, one)
          .filter(({ action, manager }) => action === "install" && manager !== "go")
          .flatMap(({ packages }) => packages.flatMap(({ name }) => name ?? [])),
  );
}
