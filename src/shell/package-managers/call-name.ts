import type { PackageCall } from "../model.ts";

/**
 * How an author would write a call without its flags and packages: `pip3 install`, `python3 -m pip install`,
 * `php composer.phar install`. The program alone would be no command where it only starts the package manager.
 */
export function callName({ command, manager, subcommand }: PackageCall): string {
  return [...programOf(command, manager), subcommand].filter(Boolean).join(" ");
}

function programOf(
  { name, args }: PackageCall["command"],
  manager: PackageCall["manager"],
): readonly string[] {
  if (name === null) return [manager];
  if (name === "php") return [name, args.find(({ text }) => !text.startsWith("-"))?.text ?? ""];
  const module = args.findIndex(({ value }) => value === "-m");
  const isModule = /^(?:python|pypy)[\d.]*$/.test(name) && module !== -1;
  return isModule ? [name, "-m", args[module + 1]?.text ?? ""] : [name];
}
