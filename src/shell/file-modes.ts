/**
 * Whether a mode of chmod lets everybody write: `777`, `0666`, `a+rwX`, `o=rw`. With the sticky bit (`1777`) it does so on
 * purpose, as for `/tmp`.
 */
export function isWorldWritable(mode: string): boolean {
  if (/^[0-7]{3,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    return (bits & 0o002) !== 0 && (bits & 0o1000) === 0;
  }
  if (/(?:^|,)[ugoa]*[+=][rwxXs]*t/.test(mode)) return false;
  return mode.split(",").some((clause) => {
    const found = /^([ugoa]+)((?:[+=-][rwxXstugo]*)+)$/.exec(clause);
    if (found === null || !/[oa]/.test(found[1] ?? "")) return false;
    return /[+=][rxXst]*w/.test(found[2] ?? "");
  });
}
