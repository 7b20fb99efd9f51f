import { findBaseImage, findByName } from "./known-images.ts";
import type { Stage } from "./model.ts";
import { rootStage } from "./queries.ts";

/**
 * Whether the image that a stage stands on sets a variable, as far as its name tells: official images are known, and one
 * that has the name of such an image most likely stands on it. Null when it is not known.
 */
export function mayBeSetByBase(stage: Stage | null, name: string): boolean | null {
  if (name === "PATH") return true;
  const base = stage === null ? null : rootStage(stage).base;
  if (base === null) return null;
  if (base.scratch) return false;
  if (base.reference === null) return null;
  const official = findBaseImage(base.reference);
  const last = base.reference.repository.split("/").at(-1) ?? "";
  const variables = (official ?? findByName(last))?.variables;
  if (variables?.test(name) === true) return true;
  return variables !== undefined && official !== null ? false : null;
}

/** Variables that systems, shells and runtimes give a meaning to, so that any base image may set them. */
const conventional = new Set(
  (
    "PATH HOME USER UID GID LOGNAME HOSTNAME PWD SHELL TERM LANG LANGUAGE TZ TMPDIR TEMP TMP EDITOR DEBIAN_FRONTEND " +
    "LD_LIBRARY_PATH LD_PRELOAD LIBRARY_PATH DYLD_LIBRARY_PATH CPATH PKG_CONFIG_PATH CMAKE_PREFIX_PATH MANPATH INFOPATH " +
    "XDG_DATA_DIRS XDG_CONFIG_HOME XDG_RUNTIME_DIR XDG_CACHE_HOME CC CXX CFLAGS CXXFLAGS CPPFLAGS LDFLAGS MAKEFLAGS " +
    "JAVA_HOME JAVA_OPTS JAVA_TOOL_OPTIONS JRE_HOME JDK_HOME CLASSPATH CATALINA_HOME CATALINA_OPTS MAVEN_OPTS GRADLE_HOME " +
    "PYTHONPATH PYTHONHOME VIRTUAL_ENV CONDA_DIR CONDA_PREFIX NODE_PATH NODE_ENV NODE_OPTIONS NVM_DIR GOPATH GOROOT GOBIN " +
    "CARGO_HOME RUSTUP_HOME GEM_HOME GEM_PATH BUNDLE_PATH PERL5LIB CUDA_HOME CUDA_VERSION NVIDIA_VISIBLE_DEVICES " +
    "SPARK_HOME HADOOP_HOME DOTNET_ROOT ANDROID_HOME ANDROID_SDK_ROOT APP_ROOT APP_HOME"
  ).split(" "),
);

/** Whether a variable is one that any base image may set: `JAVA_HOME`, `LC_ALL`, `LD_LIBRARY_PATH`. */
export function isConventionalVariable(name: string): boolean {
  return conventional.has(name) || name.startsWith("LC_");
}
