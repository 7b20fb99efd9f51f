import type { PackageSpec } from "../model.ts";
import type { LeftBuildPackages } from "./build-packages.ts";

/** Packages with what the C library or the kernel is compiled against: no package stands for them at run time. */
const systemHeaders =
  /^(?:(?:musl|libc6?|glibc|linux-libc|uclibc|kernel)-dev(?:el)?|libstdc\+\+-.*)$/;

/** Packages that call a compiler or make a build ready, and bring none. */
const aroundCompilers =
  /^(?:make|cmake|ninja-build|samurai|automake|autoconf|libtool|bison|flex|pkg-config)$|-headers$/;

/**
 * The packages with headers of libraries among what is left in an image, where no compiler is left with them: what is wanted
 * of them are the libraries.
 */
export function headersAlone(left: readonly LeftBuildPackages[]): readonly PackageSpec[] {
  const names = left.flatMap((one) => one.names);
  if (!names.every((name) => aroundCompilers.test(name) || /-dev(?:el)?$/.test(name))) return [];
  return left.flatMap(({ packages }) =>
    packages.filter(
      ({ name }) => name !== null && /-dev(?:el)?$/.test(name) && !systemHeaders.test(name),
    ),
  );
}
