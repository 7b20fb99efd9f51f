import type { Dockerfile, RunInstruction } from "../../dockerfile/model.ts";
import type { PackageManager, ShellScript } from "../model.ts";
import { packageCalls } from "../package-managers/package-calls.ts";
import { shellOf } from "../parse-shell.ts";

/** What a RUN spends its time on, as far as the names of its commands tell. */
export type RunWork =
  /** Files and users of the image: done in no time, changed rarely. */
  | { readonly kind: "set-up" }
  /** Packages named in the RUN, all with one manager. */
  | { readonly kind: "install"; readonly manager: PackageManager; readonly updatesIndex: boolean }
  /** Commands that nothing is known of. */
  | { readonly kind: "unknown" }
  /** Anything else: a build, a download, the packages of a manifest, several managers. */
  | { readonly kind: "other" };

/** Commands that make and change files, users and settings, and take no time. */
const quick = new Set(
  (
    "mkdir rmdir touch ln cp mv rm chmod chown chgrp echo printf cat tee sed awk grep test [ [[ true : install useradd groupadd " +
    "usermod groupmod userdel groupdel adduser addgroup deluser delgroup passwd chpasswd setcap ldconfig localedef locale-gen " +
    "update-locale update-alternatives update-ca-certificates dpkg-reconfigure a2enmod a2dismod a2ensite a2dissite a2enconf " +
    "docker-php-ext-enable phpenmod truncate basename dirname readlink"
  ).split(" "),
);

/** Commands that take long, or whose result changes with the source or with what others publish. */
const slow = new Set(
  (
    "curl wget aria2c git svn hg rsync scp ssh make cmake ninja meson configure autoreconf autogen.sh bootstrap gcc g++ cc c++ clang " +
    "rustc rustup javac java node python python2 python3 perl ruby php dotnet msbuild bazel ant sbt lein tsc webpack vite ng next " +
    "npx bunx pnpx uvx tox pytest nox jest docker docker-php-ext-install docker-php-ext-configure pecl pear phpize tar unzip gunzip bunzip2 " +
    "unxz 7z asdf nvm pyenv rbenv sdk brew nix nix-env guix snap flatpak dpkg rpm conda-build mamba micromamba " +
    "wasm-pack emcc emmake trunk hugo jekyll mkdocs sphinx-build terraform helm kubectl playwright puppeteer cypress " +
    "lerna nx turbo gulp grunt bower ember rake rails artisan django-admin manage.py flask"
  ).split(" "),
);

/** What a RUN spends its time on; null when its shell cannot be read. */
export function workOf(dockerfile: Dockerfile, run: RunInstruction): RunWork | null {
  const script = shellOf(dockerfile, run);
  if (script === null) return null;
  const calls = packageCalls(dockerfile, run);
  if (calls.length === 0) return workWithoutPackages(script);
  const [first] = calls;
  const managers = new Set(calls.map(({ manager }) => manager));
  const installs = calls.filter(({ action }) => action === "install");
  const expected = new Set(["rm", ...calls.map(({ command }) => command.name)]);
  const rest = script.commands.filter(({ name }) => !expected.has(name));
  const actions = new Set(["install", "update-index", "clean"]);
  const isPlain =
    managers.size === 1 && installs.length > 0 && calls.every(({ action }) => actions.has(action));
  const isNamed = installs.every(({ packages }) => packages.every(({ kind }) => kind === "named"));
  if (first === undefined || !isPlain || !isNamed || rest.length > 0) return { kind: "other" };
  const updatesIndex = calls.some(({ action }) => action === "update-index");
  return { kind: "install", manager: first.manager, updatesIndex };
}

function workWithoutPackages({ commands }: ShellScript): RunWork {
  const names = commands.map(({ name }) => name);
  if (names.some((name) => name === null || slow.has(name))) return { kind: "other" };
  return { kind: names.every((name) => quick.has(name ?? "")) ? "set-up" : "unknown" };
}
