import type { ShellCommand } from "../model.ts";
import { packageCallOf } from "../package-managers/package-calls.ts";

/** Programs that compile, that call what compiles, or that make what compiles ready. */
const builders = new Set(
  (
    "make gmake bmake cmake ctest cpack ninja samu meson muon configure config autoreconf autoconf automake aclocal libtoolize " +
    "autogen.sh autogen bootstrap bootstrap.sh buildconf scons waf qmake qmake6 xmake premake5 conan vcpkg swig cython nvcc ld " +
    "tox nox colcon catkin catkin_make bazel bazelisk buck buck2 cargo rustc maturin cibuildwheel crossenv go ghc stack cabal " +
    "opam dune mvn mvnw gradle gradlew ant sbt lein mix rebar3 swift zig nim nimble dub dmd ldc2 crystal shards rpmbuild " +
    "dpkg-buildpackage debuild gbp abuild makepkg mock node-gyp cmake-js electron-rebuild pyenv rbenv ruby-build " +
    "asdf nuitka nuitka3"
  ).split(" "),
);

/** Managers of languages, not read as such here, that compile what they install. */
const compilingManagers =
  /^(?:cpanm?|carton|luarocks|R|Rscript|install2\.r|pecl|phpize|docker-php-ext-install|install-php-extensions|raco)$/;

/** Compilers by themselves, of a version or for another machine: `gcc-13`, `aarch64-linux-gnu-g++`. */
const compiler = /^(?:[\w.]+-)*(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+)(?:-[\d.]+)?$/;

const compilerVariable = /^["']?\$\{?(?:CC|CXX|MAKE)\b/;

const python = /^(?:[a-z]+-)?(?:python|pypy)[\d.]*$/;

/** Modules of Python that build, or make ready to build. */
const buildModules = /^(?:build|cibuildwheel|crossenv|cython|nuitka|nox|scons|tox)$/i;

/** Whether a command installs packages of a language that is not read, and compiles them: `cpanm`, `pecl install`. */
export function installsByCompiling({ name }: ShellCommand): boolean {
  return name !== null && compilingManagers.test(name);
}

/**
 * Whether a command may call a compiler, by what it is called; packages of a language that is read (`pip`, `npm`, `gem`) are
 * not counted.
 */
export function mayCompile(command: ShellCommand): boolean {
  const { name, args } = command;
  // A compiler in a variable has no name.
  if (name === null) return command.words.some(({ text }) => compilerVariable.test(text));
  const values = args.map(({ value }) => value ?? "");
  if (values.length === 1 && /^-{0,2}(?:version|help|[vVh])$/.test(values[0] ?? "")) return false;
  if (python.test(name)) return buildsWithPython(values);
  if (builders.has(name) || compiler.test(name) || installsByCompiling(command)) return true;
  if (/^(?:npm|npx|yarn|pnpm)$/.test(name))
    return values[0] === "rebuild" || values.includes("node-gyp");
  // Of the tasks of a Rakefile only the names are known; Rails precompiles what is not compiled.
  return /^(?:rake|bundle|ruby)$/.test(name) && values.some((one) => /(?<!pre)compile/.test(one));
}

function buildsWithPython(values: readonly string[]): boolean {
  const at = values.findIndex((value) => !/^-[^m]/.test(value));
  if (values[at] === "-m") return buildModules.test(values[at + 1] ?? "");
  return /(?:^|\/)setup\.py$/.test(values[at] ?? "");
}

/** Managers whose packages may have to be compiled when they are installed. */
const compilingCalls = /^(?:pip|pipenv|poetry|uv|npm|yarn|pnpm|gem|bundle)$/;

/** Whether a command installs packages of a language that is read, which may have to be compiled. */
export function installsPackages(command: ShellCommand): boolean {
  const call = packageCallOf(command);
  return (
    call !== null &&
    compilingCalls.test(call.manager) &&
    (call.action === "install" || call.action === "install-manifest")
  );
}
