import { actions, flags } from "./manager-syntax.ts";
import type { ManagerSyntax } from "./manager-syntax.ts";
import { apkSpec, aptSpec, pacmanSpec, rpmSpec, zypperSpec } from "./specs.ts";

const apt: Omit<ManagerSyntax, "manager" | "programs"> = {
  subcommands: actions({
    install: "install, reinstall, build-dep, satisfy",
    "update-index": "update",
    upgrade: "upgrade, dist-upgrade, full-upgrade, safe-upgrade, dselect-upgrade",
    remove: "remove, purge, autoremove, auto-remove, autopurge",
    clean: "clean, autoclean, auto-clean, distclean, dist-clean",
  }),
  shortValues: "otcaP",
  longValues: flags(
    "--option --target-release --default-release --config-file --host-architecture --build-profiles --solver --planner",
  ),
  spec: aptSpec,
};

const rpm: Omit<ManagerSyntax, "manager" | "programs"> = {
  subcommands: actions({
    install:
      "install, localinstall, groupinstall, group install, groups install, module install, reinstall, builddep, install-n, install-na, install-nevra",
    "update-index": "makecache",
    upgrade:
      "update, upgrade, update-minimal, upgrade-minimal, distro-sync, distribution-synchronization, localupdate, update-to",
    remove: "remove, erase, autoremove, groupremove, group remove",
    clean: "clean",
  }),
  shortValues: "cdeRx",
  longValues:
    flags(`--enablerepo --disablerepo --repo --repoid --installroot --releasever --setopt --config --exclude
    --excludepkgs --disableplugin --enableplugin --advisory --comment --color --forcearch --arch --downloaddir --destdir
    --debuglevel --errorlevel --rpmverbosity --randomwait --cve --bz --sec-severity --enablerepoid --noplugin`),
  spec: rpmSpec,
};

/** The package managers of operating systems. */
export const systemManagers: readonly ManagerSyntax[] = [
  { manager: "apt-get", programs: ["apt-get"], ...apt },
  { manager: "apt", programs: ["apt"], ...apt },
  { manager: "aptitude", programs: ["aptitude"], ...apt },
  {
    manager: "apk",
    programs: ["apk"],
    subcommands: actions({
      install: "add, fix",
      "update-index": "update",
      upgrade: "upgrade",
      remove: "del",
      clean: "cache clean",
    }),
    shortValues: "tXp",
    longValues:
      flags(`--virtual --repository --root --repositories-file --keys-dir --cache-dir --arch --wait --progress-fd
      --cache-max-age --timeout`),
    spec: apkSpec,
  },
  { manager: "yum", programs: ["yum"], ...rpm },
  { manager: "dnf", programs: ["dnf", "dnf5", "dnf-3"], ...rpm },
  { manager: "microdnf", programs: ["microdnf"], ...rpm },
  { manager: "tdnf", programs: ["tdnf"], ...rpm },
  {
    manager: "zypper",
    programs: ["zypper"],
    subcommands: actions({
      install: "install, in, source-install, si",
      "update-index": "refresh, ref",
      upgrade: "update, up, dist-upgrade, dup, patch",
      remove: "remove, rm",
      clean: "clean, cc",
    }),
    shortValues: "crtDRpx",
    longValues:
      flags(`--root --repo --from --type --config --reposd-dir --cache-dir --plus-repo --plus-content --installroot
      --userdata --download --name`),
    groupFlags: ["-t", "--type"],
    spec: zypperSpec,
  },
  {
    manager: "pacman",
    programs: ["pacman", "yay", "paru"],
    subcommands: actions({}),
    shortValues: "br",
    longValues:
      flags(`--arch --cachedir --color --config --dbpath --gpgdir --hookdir --logfile --root --sysroot --ignore
      --ignoregroup --overwrite --assume-installed --print-format`),
    spec: pacmanSpec,
  },
];
