/** The signals of Linux by number, from signal(7); index 0 is none. */
const names =
  " HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS".split(
    " ",
  );

/** Other names for some of them. */
const synonyms: Readonly<Record<string, string>> = { IOT: "ABRT", CLD: "CHLD", POLL: "IO" };

/** The highest signal number of Linux. */
const highest = 64;

/** The names of all signals, `SIG` in front. */
export function signalNames(): string[] {
  return names.slice(1).map((name) => `SIG${name}`);
}

/**
 * The signal that STOPSIGNAL's argument means: a name with or without `SIG` in any case, `RTMIN+3`, or a number.
 * @returns its name with `SIG`, or its number where it has no name; null when there is no such signal
 */
export function readSignal(text: string): string | null {
  if (/^\d{1,9}$/.test(text)) {
    const number = Number(text);
    if (number < 1 || number > highest) return null;
    const name = names[number];
    return name === undefined ? String(number) : `SIG${name}`;
  }
  const name = text.toUpperCase().replace(/^SIG/, "");
  if (/^RTMIN(\+([0-9]|1[0-5]))?$|^RTMAX(-([0-9]|1[0-4]))?$/.test(name)) return `SIG${name}`;
  const usual = Object.hasOwn(synonyms, name) ? (synonyms[name] ?? name) : name;
  return usual !== "" && names.includes(usual) ? `SIG${usual}` : null;
}
