import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { PackageCall, PackageSpec } from "../model.ts";
import { flagValues, hasFlag } from "./flags.ts";
import { packageCalls } from "./package-calls.ts";
import { isSystemManager } from "../system-managers.ts";

/** Compilers, build systems and headers by the names of the distributions' packages. */
const buildPackage =
  /^(?:gcc(?:-\d+|-c\+\+)?|g\+\+(?:-\d+)?|clang(?:-\d+)?|make|cmake|ninja-build|samurai|automake|autoconf|libtool|bison|flex|build-essential|build-base|alpine-sdk|cargo|rustc?|golang|golang-go|maven|gradle|pkg-config|(?:linux-|musl-)headers|linux-libc-dev|kernel-headers|[\w.+-]+-dev(?:el)?)$/;

/** Packages that are called like headers and are wanted in images all the same. */
const notForBuilding =
  /^(?:nodejs-dev|ca-certificates-dev|php\S*-dev|dpkg-dev|tzdata-dev|microsoft-edge-dev|google-chrome-\S+|libnss-wrapper-dev)$/;

/** Whether a system package is there to compile with. */
export function isBuildPackage(name: string): boolean {
  return buildPackage.test(name) && !notForBuilding.test(name);
}

/** Build packages that a RUN installs and leaves in its layer. */
export interface LeftBuildPackages {
  readonly run: RunInstruction;
  readonly call: PackageCall;
  readonly packages: readonly PackageSpec[];
  /** Their names, in order. */
  readonly names: readonly string[];
}

/** What a RUN installs to compile with and does not remove again; one entry for each call. */
export function leftBuildPackages(
  dockerfile: Dockerfile,
  run: RunInstruction,
): readonly LeftBuildPackages[] {
  const calls = packageCalls(dockerfile, run).filter(({ manager }) => isSystemManager(manager));
  return calls.flatMap((call): LeftBuildPackages[] => {
    if (call.action !== "install" || call.command.substituted) return [];
    const packages = call.packages.filter(({ name }) => name !== null && isBuildPackage(name));
    if (packages.length === 0) return [];
    const names = packages.flatMap(({ name }) => name ?? []);
    if (calls.some((other) => isRemoval(other) && removes(other, call))) return [];
    return [{ run, call, packages, names }];
  });
}

/** Whether a call removes packages. */
export function isRemoval({ action, subcommand }: PackageCall): boolean {
  return action === "remove" || /^auto-?(?:remove|purge)$/.test(subcommand ?? "");
}

/** Whether one call may remove some of what another installs: by name, by group, by a variable, or all that nothing needs. */
export function removes(removal: PackageCall, install: PackageCall): boolean {
  if (/^auto-?(?:remove|purge)$/.test(removal.subcommand ?? "")) return true;
  if (hasFlag(removal, "--auto-remove", "--autoremove")) return true;
  const groups = flagValues(install, "--virtual", "-t");
  const installed = new Set(install.packages.map(({ name, text }) => name ?? text));
  return removal.packages.some(
    ({ name, kind, text }) =>
      kind === "dynamic" ||
      (name !== null && (installed.has(name) || groups.includes(name))) ||
      groups.includes(text),
  );
}

/** Names for a sentence: up to three in back-ticks, then how many more. */
export function sayNames(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `\`${name}\``);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  return shown.length < 2
    ? shown.join("")
    : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}
