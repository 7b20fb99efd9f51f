import type { BuildState } from "../../dockerfile/model.ts";
import { isThisMachine } from "../../dockerfile/urls.ts";
import { join, type Span } from "../../source/span.ts";
import { wordText } from "../reading/command-options.ts";
import { downloadOf } from "./downloads.ts";
import type { ShellCommand, ShellScript } from "../model.ts";
import { packageCallOf } from "../package-managers/package-calls.ts";
import type { PlacedOption } from "../reading/command-options.ts";

/** The tools whose switches other linters have ids for; `other` is any other. */
export type UncheckedBy = "curl" | "wget" | "pip" | "npm-config" | "rpm-config" | "other";

/** A place where a command is told to talk to a server without checking its certificate. */
export interface UncheckedConnection {
  readonly by: UncheckedBy;
  /** What is written, shortened to what matters: `curl -k`, `npm config set strict-ssl false`. */
  readonly text: string;
  readonly span: Span;
  /** The option, where taking it away is all there is to do. */
  readonly option: PlacedOption | null;
}

/** The commands of a script that switch the check off, by a flag or in their tool's settings, in source order. */
export function uncheckedConnections(
  script: ShellScript,
  state: BuildState,
): readonly UncheckedConnection[] {
  return script.commands.flatMap((command) => {
    if (command.name === "curl" || command.name === "wget") return ofDownload(command, state);
    return ofOptions(command).concat(ofSettings(command));
  });
}

const downloadSwitches = {
  curl: ["-k", "--insecure", "--proxy-insecure"],
  wget: ["--no-check-certificate"],
} as const;

function ofDownload(command: ShellCommand, state: BuildState): UncheckedConnection[] {
  const download = downloadOf(command, state);
  if (download === null) return [];
  const hosts = download.urls.map(({ host }) => host);
  if (hosts.every((host) => host !== null && isThisMachine(host))) return [];
  // There is no certificate to check, which is worse, and said by plain-http-download.
  if (download.urls.every(({ text }) => /^http:\/\//i.test(text))) return [];
  const switches: readonly string[] = downloadSwitches[download.tool];
  const found = download.arguments.options.find(({ name }) => switches.includes(name));
  if (found === undefined) return [];
  const { name, word } = found;
  return [
    {
      by: download.tool,
      text: `${download.tool} ${name}`,
      span: word.span,
      option: { name, span: word.span, valueSpan: null },
    },
  ];
}

const off = "(?:=(?:false|0|no))";
const on = "(?:=(?:true|1))?";

/** Flags by program: complete words that switch the check off. `pip` and `uv` take a host with theirs. */
const flags: ReadonlyMap<string, RegExp> = new Map<string, RegExp>([
  ["apk", /^--no-check-certificate$/],
  ["aria2c", new RegExp(`^--check-certificate${off}$`)],
  ["aws", /^--no-verify-ssl$/],
  ["buildah", new RegExp(`^--tls-verify${off}$`)],
  ["podman", new RegExp(`^--tls-verify${off}$`)],
  ["skopeo", new RegExp(`^--(?:src-|dest-)?tls-verify${off}$`)],
  ["fetch", /^--no-verify-peer$/],
  ["helm", new RegExp(`^--insecure-skip-tls-verify${on}$`)],
  ["kubectl", new RegExp(`^--insecure-skip-tls-verify${on}$`)],
  ["oc", new RegExp(`^--insecure-skip-tls-verify${on}$`)],
  ["http", /^--verify=(?:no|false)$/],
  ["https", /^--verify=(?:no|false)$/],
  ["npm", /^--(?:no-strict-ssl|strict-ssl=false)$/],
  ["pnpm", /^--(?:no-strict-ssl|strict-ssl=false)$/],
  ["yarn", /^--(?:no-strict-ssl|strict-ssl=false)$/],
  ["svn", /^--trust-server-cert(?:-failures=.+)?$/],
  ["mvn", /^-Dmaven\.wagon\.http\.ssl\.insecure=true$/],
  ["mvnw", /^-Dmaven\.wagon\.http\.ssl\.insecure=true$/],
]);

const hostFlags = ["--trusted-host", "--allow-insecure-host"];

function ofOptions(command: ShellCommand): UncheckedConnection[] {
  const program = command.name ?? "";
  const pattern = flags.get(program);
  const words =
    pattern === undefined ? [] : command.args.filter((arg) => pattern.test(wordText(arg)));
  const found = words.map((word): UncheckedConnection => {
    const text = wordText(word);
    return {
      by: "other",
      text: `${program} ${text}`,
      span: word.span,
      option: { name: text.replace(/=.*/s, ""), span: word.span, valueSpan: null },
    };
  });
  const call = packageCallOf(command);
  if (call?.manager !== "pip" && call?.manager !== "uv") return found;
  const trusting = call.flags.filter(({ name, value }) => {
    return hostFlags.includes(name) && !isThisMachine((value ?? "").replace(/:\d+$/, ""));
  });
  const first = trusting[0];
  if (first === undefined) return found;
  const { name, span, valueSpan } = first;
  return [
    ...found,
    {
      by: call.manager === "pip" ? "pip" : "other",
      text: `${call.manager} ${name}${first.value === null ? "" : ` ${first.value}`}`,
      span: valueSpan === null ? span : join(span, valueSpan),
      option: trusting.length === 1 ? { name, span, valueSpan } : null,
    },
  ];
}

interface Setting {
  readonly by: UncheckedBy;
  /** Matches the arguments that write it, joined by single blanks. */
  readonly written: RegExp;
}

const no = "[\"']?(?:false|0|no|off)[\"']?(?= |$)";

/** Settings by program. */
const settings: ReadonlyMap<string, readonly Setting[]> = new Map<string, readonly Setting[]>([
  ...["npm", "yarn"].map((name): [string, Setting[]] => [
    name,
    [
      { by: "npm-config", written: new RegExp(`(?:^| )set (?:-\\S+ )*strict-ssl[ =]${no}`) },
      { by: "other", written: new RegExp(`(?:^| )set (?:-\\S+ )*enableStrictSsl[ =]${no}`) },
    ],
  ]),
  ["pnpm", [{ by: "other", written: new RegExp(`(?:^| )set (?:-\\S+ )*strict-ssl[ =]${no}`) }]],
  [
    "git",
    [{ by: "other", written: new RegExp(`(?:^| )http\\.(?:\\S*\\.)?sslVerify[ =]${no}`, "i") }],
  ],
  ...["yum-config-manager", "dnf-config-manager"].map((name): [string, Setting[]] => [
    name,
    [{ by: "rpm-config", written: new RegExp(`--setopt[ =](?:[^ =]*\\.)?sslverify=${no}`, "i") }],
  ]),
  ...["yum", "dnf", "dnf5", "microdnf", "tdnf"].map((name): [string, Setting[]] => [
    name,
    [
      {
        by: /^(?:yum|dnf)/.test(name) ? "rpm-config" : "other",
        written: new RegExp(
          `(?:^| )config-manager (?:\\S+ )*?--setopt[ =](?:[^ =]*\\.)?sslverify=${no}`,
          "i",
        ),
      },
      { by: "other", written: new RegExp(`--setopt[ =](?:[^ =]*\\.)?sslverify=${no}`, "i") },
    ],
  ]),
  ...["apt", "apt-get", "aptitude"].map((name): [string, Setting[]] => [
    name,
    [
      {
        by: "other",
        written: new RegExp(`Acquire::https::(?:\\S*::)?Verify-(?:Peer|Host)=${no}`, "i"),
      },
    ],
  ]),
  [
    "pip",
    [
      {
        by: "other",
        written: /(?:^| )config (?:\S+ )*?(?:set (?:\S+ )*?)?[\w-]+\.trusted-host [^ -]/,
      },
    ],
  ],
  [
    "pip3",
    [
      {
        by: "other",
        written: /(?:^| )config (?:\S+ )*?(?:set (?:\S+ )*?)?[\w-]+\.trusted-host [^ -]/,
      },
    ],
  ],
  ["conda", [{ by: "other", written: new RegExp(`(?:^| )--set ssl_verify ${no}`) }]],
  ["mamba", [{ by: "other", written: new RegExp(`(?:^| )--set ssl_verify ${no}`) }]],
  ["composer", [{ by: "other", written: /(?:^| )config (?:\S+ )*?disable-tls true(?= |$)/ }]],
  ["bundle", [{ by: "other", written: /(?:^| )ssl_verify_mode 0(?= |$)/ }]],
  ["poetry", [{ by: "other", written: /(?:^| )certificates\.\S+\.cert false(?= |$)/ }]],
  [
    "go",
    [
      {
        by: "other",
        written:
          /(?:^| )(?:env (?:\S+ )*?-w (?:\S+ )*?GOINSECURE=\S+|get (?:\S+ )*?-insecure(?= |$))/,
      },
    ],
  ],
]);

function ofSettings(command: ShellCommand): UncheckedConnection[] {
  const program = command.name ?? "";
  const known = settings.get(program);
  const [first, last] = [command.args[0], command.args.at(-1)];
  if (known === undefined || first === undefined || last === undefined) return [];
  const given = command.args
    .map((arg) => wordText(arg))
    .join(" ")
    .slice(0, longestCommand);
  for (const { by, written } of known) {
    const found = written.exec(given);
    if (found === null) continue;
    return [
      {
        by,
        text: `${program} ${shorten(given.slice(0, found.index + found[0].length))}`,
        span: join(command.nameSpan ?? first.span, last.span),
        option: null,
      },
    ];
  }
  return [];
}

/** More of a command's text is not read; it bounds the cost of the patterns. */
const longestCommand = 2000;

/** What a setting says, without what stands before it when that is long. */
function shorten(text: string): string {
  return text.length <= 60 ? text : text.split(" ").slice(-2).join(" ");
}
