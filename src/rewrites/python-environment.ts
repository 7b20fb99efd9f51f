import { copiedSources } from "../dockerfile/context-copies.ts";
import { hubName } from "../dockerfile/known-images.ts";
import type { Instruction, RunInstruction } from "../dockerfile/model.ts";
import { familyOfStage } from "../dockerfile/image-family.ts";
import { hasFlag } from "../shell/package-managers/flags.ts";
import { packageCalls } from "../shell/package-managers/package-calls.ts";
import { shellOf } from "../shell/parse-shell.ts";
import { isSystemManager } from "../shell/system-managers.ts";
import { isPlainRun, isUserSetUp, probeOf } from "./known-steps.ts";
import { baseOf, splitTitle, type Place, type Recipe } from "./rewrite.ts";
import type { SingleStage } from "./single-stage.ts";
import { slimVariant } from "./slim-variant.ts";
import { withoutItsUser } from "./users.ts";

/** Where the packages are put, so that one COPY brings all of them. */
const environment = "/opt/venv";

/**
 * Headers that packages are compiled with, and the library they need at run time; null where the image has it by itself. From
 * the package indexes of Debian 13 and Alpine 3.22.
 */
const headers: Readonly<Record<string, string | null>> = {
  "python3-dev": null,
  "libffi-dev": null,
  "libssl-dev": null,
  "openssl-dev": null,
  "zlib1g-dev": null,
  "zlib-dev": null,
  "libc6-dev": null,
  "musl-dev": null,
  "libpq-dev": "libpq5",
  "postgresql-dev": "libpq",
  "default-libmysqlclient-dev": "libmariadb3",
  "libmariadb-dev": "libmariadb3",
  "mariadb-dev": "mariadb-connector-c",
};

/** Python packages that are compiled while they are installed go to a virtual environment, which a stage without compilers takes over. */
export const pythonEnvironment: Recipe = (found) => {
  const base = baseOf(found);
  const last = found.builds.at(-1)?.run.index;
  const family = familyOfStage(found.stage);
  if (base === null || hubName(base) !== "python" || last === undefined) return null;
  if (family !== "debian" && family !== "alpine") return null;
  const image = slimVariant(found);
  // The plain image has compilers by itself.
  if (!image.endsWith("-slim") && !/(^|-)(slim|alpine)/.test(base.tag ?? "")) return null;
  const libraries = librariesOf(found, last);
  const places = placesAround(found, last);
  const probe = probeOf(found);
  const hasProbe =
    probe.kind === "none" ||
    (probe.kind === "program" &&
      (/^python[\d.]*$/.test(probe.name) || (probe.name === "wget" && family === "alpine")));
  if (libraries === null || places === null || !hasProbe) return null;
  return {
    title: splitTitle("a runtime without compilers", [
      "the libraries that packages load at run time",
    ]),
    image,
    places,
    firstBuildLines: [`RUN python -m venv ${environment}`, `ENV PATH=${environment}/bin:$PATH`],
    keepsWorkdir: false,
    copies: [
      ...(libraries.length === 0 ? [] : [installOf(libraries, family)]),
      `COPY --from={builder} ${environment} ${environment}`,
      `ENV PATH=${environment}/bin:$PATH`,
    ],
  };
};

function installOf(libraries: readonly string[], family: "debian" | "alpine"): string {
  const names = libraries.join(" ");
  return family === "alpine"
    ? `RUN apk add --no-cache ${names}`
    : `RUN apt-get update && apt-get install -y --no-install-recommends ${names} && rm -rf /var/lib/apt/lists/*`;
}

/** The libraries that the new image needs for what was compiled; null where that is not known. */
function librariesOf({ dockerfile, stage }: SingleStage, last: number): readonly string[] | null {
  const libraries = new Set<string>();
  for (const run of stage.instructions) {
    if (run.kind !== "run" || run.index > last) continue;
    for (const { manager, packages } of packageCalls(dockerfile, run)) {
      if (!isSystemManager(manager)) continue;
      for (const { name } of packages) {
        if (name?.endsWith("-dev") !== true) continue;
        const library = Object.hasOwn(headers, name) ? headers[name] : undefined;
        if (library === undefined) return null;
        if (library !== null) libraries.add(library);
      }
    }
  }
  return [...libraries];
}

/** What the RUNs before the cut may do. */
const known = {
  managers: ["pip" as const],
  packages: [...Object.keys(headers), "cargo", "rustc", "rust", "gfortran"],
};

/** What goes where: all that follows the last install, the source among it, runs; null where the shape is another. */
function placesAround(found: SingleStage, last: number): ReadonlyMap<Instruction, Place> | null {
  const places = new Map<Instruction, Place>(withoutItsUser(found, true));
  if (found.stage.instructions.some(setsPath)) return null;
  for (const one of found.stage.instructions.slice(1)) {
    const before = one.index <= last;
    switch (one.kind) {
      case "run":
        if (isUserSetUp(found, one)) break;
        if (before ? !installs(found, one) : needsTools(found, one)) return null;
        places.set(one, before ? "build" : "run");
        break;
      case "copy":
      case "add":
        if (before && one.from !== null) return null;
        places.set(one, before ? (isManifest(one) ? "build" : "both") : "run");
        break;
      case "workdir":
        places.set(one, before ? "both" : "run");
        break;
      case "user":
        if (before) return null;
        places.set(one, "run");
        break;
      case "shell":
      case "unknown":
        return null;
      default:
    }
  }
  return places;
}

/** Whether an ENV says which programs or packages are found. */
function setsPath(one: Instruction): boolean {
  return one.kind === "env" && one.pairs.some(({ key }) => key === "PATH" || key === "VIRTUAL_ENV");
}

/** Whether a RUN does nothing but install, and pip into the interpreter that it is started with. */
function installs(found: SingleStage, run: RunInstruction): boolean {
  if (!isPlainRun(found, run, known)) return false;
  return packageCalls(found.dockerfile, run).every(
    (call) =>
      call.manager !== "pip" ||
      (/^(pip[\d.]*|python[\d.]*)$/.test(call.command.words[0]?.value ?? "") &&
        !hasFlag(call, "--user", "--target", "-t", "--prefix", "--root", "-e", "--editable") &&
        call.packages.every(({ kind }) => kind !== "path")),
  );
}

/** Whether a step of the stage that runs needs what only the other one has. */
function needsTools({ dockerfile }: SingleStage, run: Instruction): boolean {
  const commands = shellOf(dockerfile, run)?.commands;
  return (
    commands === undefined ||
    commands.some(
      ({ name }) =>
        name === null || /^(gcc|g\+\+|cc|make|cmake|git|curl|wget|cargo|unzip)$/.test(name),
    )
  );
}

/** Whether a COPY only brings what dependencies are installed from. */
function isManifest(copy: Parameters<typeof copiedSources>[0]): boolean {
  const sources = copiedSources(copy);
  return (
    sources.length > 0 &&
    sources.every(({ source }) =>
      /(^|\/)(requirements[\w.*-]*|constraints[\w.-]*|pyproject\.toml|setup\.(py|cfg)|[\w-]*\.lock)(\/[\w.*-]*)?$/.test(
        source,
      ),
    )
  );
}
