import { hubName } from "../../dockerfile/known-images.ts";
import type { Dockerfile, RunInstruction, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import type { PackageCall } from "../model.ts";
import { packageCalls } from "./package-calls.ts";

/**
 * Packages of Debian 12 and 13 that Dockerfiles often install and that bring nothing by recommendation, neither their own nor
 * that of what they depend on (computed from the package indexes of both, from the packages that Debian's images hold).
 */
const complete = new Set(
  (
    "acl adduser apt-transport-https apt-utils autopoint autotools-dev bash bash-completion binutils bison busybox bzip2 " +
    "ca-certificates ccache check coreutils cpio cpp dbus diffutils dos2unix doxygen dumb-init expat expect fakeroot file " +
    "findutils fuse fuse3 gawk gettext-base gosu grep gzip haproxy inotify-tools kmod less libaio-dev libatomic1 libc6-dbg " +
    "libcap-dev libev-dev libevent-dev libffi-dev libgbm1 libgmp-dev libgomp1 libjson-c-dev liblz4-dev liblzma-dev libnss3 " +
    "libonig-dev libopenblas-dev libsodium-dev libssl-dev libudev-dev libunwind-dev libuv1-dev libx11-dev libxml2-utils " +
    "libyaml-dev libzstd-dev lld locales lsb-release make mount nasm net-tools netbase netcat-openbsd netcat-traditional " +
    "ninja-build openssl passwd patch patchelf pkg-config pkgconf psmisc re2c redis redis-server redis-tools rsync screen sed " +
    "shellcheck sqlite3 strace sudo swig tar tcl time tini tmux tree tzdata unixodbc-dev unzip usbutils util-linux whois xauth " +
    "xxd xz-utils zlib1g zstd"
  ).split(" "),
);

/** Whether all packages that a call of apt installs are known to recommend nothing. */
export function recommendsNothing({ packages }: PackageCall): boolean {
  return packages.every(({ name }) => name !== null && complete.has(name));
}

/** What packages only recommend although they are of little use without it, and what else provides that. */
const companions = [
  { of: ["curl", "git", "wget"], needs: "ca-certificates", orElse: [] },
  { of: ["cmake"], needs: "make", orElse: ["build-essential", "ninja-build", "dpkg-dev"] },
  { of: ["gcc"], needs: "libc6-dev", orElse: ["build-essential", "g++", "clang"] },
];

/** A package to install besides, and the one that needs it. */
export interface Companion {
  readonly name: string;
  readonly of: string;
}

/**
 * What has to be named where a call of apt no longer installs what is recommended: certificates for `curl`, `make` for `cmake`,
 * the C library's headers for `gcc`. Empty on images that are known to hold more than a plain system, and for what the stage
 * installs elsewhere.
 */
export function companionsOf(
  dockerfile: Dockerfile,
  run: RunInstruction,
  call: PackageCall,
): Companion[] {
  if (run.stage === null || !isPlainSystem(run.stage)) return [];
  const own = new Set(call.packages.flatMap(({ name }) => name ?? []));
  const wanted = companions.flatMap(({ of, needs, orElse }) => {
    const needing = of.find((name) => own.has(name));
    return needing === undefined ? [] : [{ name: needs, of: needing, orElse }];
  });
  if (wanted.length === 0) return [];
  const installed = installedIn(dockerfile, run.stage);
  return wanted
    .filter(({ name, orElse }) => ![name, ...orElse].some((one) => installed.has(one)))
    .map(({ name, of }) => ({ name, of }));
}

/** Debian and Ubuntu themselves, and the slim variants of images that stand on them. */
function isPlainSystem(stage: Stage): boolean {
  const { reference } = rootStage(stage).base;
  if (reference === null) return false;
  const hub = hubName(reference);
  return hub === "debian" || hub === "ubuntu" || /(?:^|-)slim(?:-|$)/.test(reference.tag ?? "");
}

function installedIn(dockerfile: Dockerfile, { lineage }: Stage): ReadonlySet<string> {
  const names = new Set<string>();
  for (const instruction of lineage.flatMap(({ instructions }) => instructions)) {
    for (const { packages, action } of packageCalls(dockerfile, instruction)) {
      if (action !== "install") continue;
      for (const { name } of packages) if (name !== null) names.add(name);
    }
  }
  return names;
}
