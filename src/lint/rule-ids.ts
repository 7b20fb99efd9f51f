/**
 * A rule name or an id of another linter in the one form by which they are compared: lower case, and Trivy's ids as
 * `ds-0001`, which it has also written `DS001` and `AVD-DS-0001`.
 */
export function normaliseId(name: string): string {
  const id = name.trim().toLowerCase();
  const trivy = /^(?:avd-)?ds-?0*(\d{1,4})$/.exec(id);
  return trivy === null ? id : `ds-${(trivy[1] ?? "").padStart(4, "0")}`;
}

/**
 * Whether a name has the form of an id of another linter (hadolint with ShellCheck, Trivy, Checkov). An ignore list that
 * was made for them may name checks that no rule here has.
 */
export function isForeignId(name: string): boolean {
  return /^((dl|sc)\d{4}|ckv2?_docker_\d+|ds-\d{4})$/.test(normaliseId(name));
}
