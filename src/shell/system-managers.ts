import type { PackageManager } from "./model.ts";

const systemManagers: ReadonlySet<PackageManager> = new Set<PackageManager>([
  "apt-get",
  "apt",
  "aptitude",
  "apk",
  "yum",
  "dnf",
  "microdnf",
  "tdnf",
  "zypper",
  "pacman",
]);

/** Whether a package manager is that of an operating system, and not of a language. */
export function isSystemManager(manager: PackageManager): boolean {
  return systemManagers.has(manager);
}
