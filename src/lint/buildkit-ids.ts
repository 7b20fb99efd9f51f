import type { Dockerfile } from "../dockerfile/model.ts";

/** Whether an alias is the name of one of BuildKit's own checks: words in capitals without digits (`FromAsCasing`). */
export function isBuildKitId(alias: string): boolean {
  return /^[A-Z][A-Za-z]+$/.test(alias);
}

/** Whether the file asks BuildKit to fail on its checks: `# check=error=true`, alone or behind `skip=...;`. */
export function failsOnChecks({ directives }: Dockerfile): boolean {
  return directives.some(
    ({ name, value }) =>
      name === "check" &&
      value.split(";").some((option) => /^\s*error\s*=\s*true\s*$/i.test(option)),
  );
}
