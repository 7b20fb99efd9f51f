import type { DependencyTool } from "../dockerfile/dependency-tools.ts";

/** How manifests refer to files of the repository that the install then reads, from the tools' documentation. */
const references: Partial<Record<DependencyTool, RegExp>> = {
  pip: /^[ \t]*(?:(?:-e|--editable)\b.*|\.{1,2}\/.*|\.[ \t]*(?:#.*)?$|file:.*|[\w.[\],-]+[ \t]*@[ \t]*file:.*)/m,
  pipenv: /\b(?:path|editable)[ \t]*=.*/,
  poetry: /\{[^}\n]*\bpath[ \t]*=[^}\n]*/,
  uv: /\{[^}\n]*\b(?:path|workspace)[ \t]*=[^}\n]*|^\[tool\.uv\.workspace\]/m,
  go: /=>[ \t]*\.{1,2}\/\S*/,
  cargo:
    /^\[workspace\b.*|^\[(?:lib|\[\w+\])\].*|\bpath[ \t]*=.*|^build[ \t]*=.*|\bworkspace[ \t]*=[ \t]*true/m,
  mvn: /<modules>|<relativePath>[ \t]*[^<\s]+/,
  bundle: /\bpath:.*|:path[ \t]*=>.*|^[ \t]*gemspec\b|\beval_gemfile\b.*|\brequire_relative\b.*/m,
  composer: /"type"[ \t]*:[ \t]*"path"/,
  dotnet: /<ProjectReference\b|<Import\b/,
  mix: /\bapps_path:.*|\bpath:[ \t]*"[^"\n]*"|\bin_umbrella:.*/,
};

/**
 * What in a manifest's text says that an install reads more of the repository than the manifests.
 * @returns the place, shortened; null when there is none
 */
export function localReference(tool: DependencyTool, text: string): string | null {
  const found = references[tool]?.exec(text)?.[0].trim() ?? null;
  return found === null ? null : found.slice(0, 60);
}
