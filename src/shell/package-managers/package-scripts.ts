import type { ShellCommand } from "../model.ts";

/** A call that starts a script of package.json. */
export interface PackageScriptCall {
  readonly manager: "npm" | "yarn" | "pnpm";
  /** The script's name: `start`, `start:prod`. */
  readonly script: string;
  /** As one calls it: `npm run start:prod`. */
  readonly text: string;
  /** Whether it is given nothing else, neither to itself nor to the script. */
  readonly plain: boolean;
}

/** The script of package.json that a command starts; null when it starts none. */
export function packageScriptCall({ name, args }: ShellCommand): PackageScriptCall | null {
  if (name !== "npm" && name !== "yarn" && name !== "pnpm") return null;
  const operands = args.filter(({ text }) => !/^["']?-/.test(text)).map(({ value }) => value);
  const [first, second] = operands;
  const isRun = first === "run" || first === "run-script";
  const script = isRun ? second : first;
  if (script == null) return null;
  // yarn and pnpm start any script by its name, but they have commands of their own.
  const isScript = script === "start" || (name !== "npm" && ownScript.test(script));
  if (!isRun && !isScript) return null;
  const words = [...(isRun ? [first] : []), script];
  return {
    manager: name,
    script,
    text: [name, ...words].join(" "),
    plain: args.length === words.length,
  };
}

const ownScript = /^(dev|serve|prod|production|start)(:|$)/;

/** Whether a script is made for a developer's machine by its name. */
export function isDevelopmentScript(script: string): boolean {
  return /(^|:)(dev|develop|watch)(:|$)/.test(script);
}
