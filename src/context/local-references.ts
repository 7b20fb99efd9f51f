import type { DependencyTool } from "../dockerfile/dependency-tools.ts";

/** How manifests refer to files of the repository that the install then reads, from the tools' documentation. */
const references: Partial<Record<DependencyTool, RegExp>> = {
  // What is cloned for `-e git+https://...` does not lie in the repository.
  pip: /^[ \t]*(?:(?:-e|--editable)\b(?!["' \t=]*(?:git|hg|svn|bzr)\+).*|(?:-f|--find-links)\b(?![ \t=]*https?:).*|\.{1,2}\/.*|\.[ \t]*(?:#.*)?$|file:.*|[\w.[\],-]+[ \t]*@[ \t]*file:.*)/m,
  pipenv: /\b(?:path|editable)[ \t]*=.*/,
  poetry:
    /\{[^}\n]*\bpath[ \t]*=[^}\n]*|^\[tool\.poetry\.[\w.-]*dependencies\.[^\]\n]+\](?:(?!^\[)[\s\S])*?^path[ \t]*=/m,
  uv: /\{[^}\n]*\b(?:path|workspace)[ \t]*=[^}\n]*|^\[tool\.uv\.workspace\]|^\[tool\.uv\.sources\.[^\]\n]+\](?:(?!^\[)[\s\S])*?^(?:path|workspace)[ \t]*=|^dynamic[ \t]*=.*\bdependencies\b.*/m,
  go: /=>[ \t]*\.{1,2}\/\S*/,
  cargo:
    /^\[workspace\b.*|^\[(?:lib|\[\w+\])\].*|\bpath[ \t]*=.*|^build[ \t]*=.*|\bworkspace[ \t]*=[ \t]*true/m,
  mvn: /<modules>|<relativePath>[ \t]*[^<\s]+|<systemPath>|<url>[ \t]*file:[^<\s]*/,
  bundle:
    /\bpath:.*|:path[ \t]*=>.*|^[ \t]*gemspec\b|\beval_gemfile\b.*|\brequire_relative\b.*|^[ \t]*ruby\b.*\bfile:(?!.*\.ruby-version).*|\bFile\.read\b(?!.*\.ruby-version).*/m,
  // Patches and further manifests are read by plug-ins.
  composer: /"type"[ \t]*:[ \t]*"(?:path|artifact)"|"(?:patches|patches-file|merge-plugin)"[ \t]*:/,
  dotnet: /<ProjectReference\b|<Import\b/,
  mix: /\bapps_path:.*|\bpath:[ \t]*"[^"\n]*"|\bin_umbrella:.*|\bFile\.(?:read|stream)!?.*|\bCode\.\w+_file!?.*/,
};

/**
 * What in a manifest's text says that an install reads more of the repository than the manifests.
 * @returns the place, shortened; null when there is none
 */
export function localReference(tool: DependencyTool, text: string): string | null {
  const found = references[tool]?.exec(text)?.[0].trim() ?? null;
  return found === null ? null : found.replace(/\s+/g, " ").slice(0, 60);
}
