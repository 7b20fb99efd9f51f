import type { SpecParts } from "./manager-syntax.ts";

const expansion = /[$`]/;

/** Parts of a package, `dynamic` when its name is known only when it runs. */
export function named(name: string, version: string | null): SpecParts {
  if (name === "" || expansion.test(name)) return { name: null, version, kind: "dynamic" };
  return { name, version: version === "" ? null : version, kind: "named" };
}

/** Whether a word is a URL. */
function isUrl(text: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/i.test(text) && !text.startsWith("file:");
}

/** Whether a word is a path: absolute, or beginning with a dot and a slash, or `file:`. */
function isPath(text: string): boolean {
  return /^(?:\.{0,2}\/|~\/|\.{1,2}(?:$|\[)|file:|\$\{?\w+\}?\/)/.test(text);
}

const url: SpecParts = { name: null, version: null, kind: "url" };
const path: SpecParts = { name: null, version: null, kind: "path" };

/** `curl`, `curl=7.88`, `curl:arm64`, `curl/bookworm-backports`, `./x.deb` */
export function aptSpec(text: string): SpecParts {
  if (isUrl(text)) return url;
  if (isPath(text) || text.endsWith(".deb")) return path;
  const [, name = "", version] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  return named(name.replace(/\/.*/s, "").replace(/:[a-z][a-z0-9-]*$/, ""), version ?? null);
}

/** `curl`, `curl=8.5`, `curl~8.5`, `curl>8`, `curl@edge` */
export function apkSpec(text: string): SpecParts {
  if (isUrl(text)) return url;
  if (isPath(text) || text.endsWith(".apk")) return path;
  const [, name = "", operator = "", version] =
    /^!?([^=~<>@]*)(?:@[^=~<>]*)?([=~<>]*)(.*)$/s.exec(text) ?? [];
  return named(name, operator === "" ? null : withOperator(operator, version ?? ""));
}

/** `curl`, `curl-7.61.1`, `docker-ce-3:19.03-3.el7`, `@development`, `x.rpm` */
export function rpmSpec(text: string, subcommand: string): SpecParts {
  if (isUrl(text)) return url;
  if (text.startsWith("@") || subcommand.startsWith("group")) {
    return {
      name: expansion.test(text) ? null : text.replace(/^@/, ""),
      version: null,
      kind: "group",
    };
  }
  if (isPath(text) || text.endsWith(".rpm")) return path;
  // A name may have digits after a dash (`java-11-openjdk`): a version has a dot, a release or a variable, and ends the word.
  const versioned =
    /^(.+?)-((?:\d+:)?\d[\w.~^+*]*-\d[\w.~+*]*|(?:\d+:)?\d+[.:*][\w.~^+*]*|\$.*)$/s.exec(text) ??
    /^([^=<>\s]+)\s*(?:=|[<>]=?)\s*(.*)$/s.exec(text);
  return named(versioned?.[1] ?? text, versioned?.[2] ?? null);
}

/** `curl`, `curl=8.0`, `curl>=8`, `pattern:devel_basis` */
export function zypperSpec(text: string): SpecParts {
  if (isUrl(text)) return url;
  if (text.startsWith("pattern:")) return { name: text.slice(8), version: null, kind: "group" };
  if (isPath(text) || text.endsWith(".rpm")) return path;
  const [, name = "", operator = "", version] = /^([^=<>]*)([=<>]*)(.*)$/s.exec(text) ?? [];
  return named(name, operator === "" ? null : withOperator(operator, version ?? ""));
}

/** `curl`, `core/curl`, `x.pkg.tar.zst` */
export function pacmanSpec(text: string): SpecParts {
  if (isUrl(text)) return url;
  if (isPath(text) || /\.pkg\.tar(?:\.\w+)?$/.test(text)) return path;
  return named(text.replace(/^[\w-]+\//, ""), null);
}

/** `flask`, `flask[async]==3.0`, `flask>=2,<3`, `x @ https://...`, `git+https://...#egg=x`, `./x.whl` */
export function pipSpec(text: string): SpecParts {
  if (isUrl(text)) {
    const name = /[#&]egg=([\w.-]+)/.exec(text)?.[1] ?? null;
    return { name, version: /[^/:]@([^/@#?]+)(?:[#?]|$)/.exec(text)?.[1] ?? null, kind: "url" };
  }
  const requirement = before(text, ";").trimEnd();
  const direct = /^([\w.-]+)(?:\[[^\]]*\])?\s*@\s*(\S+)$/.exec(requirement);
  if (direct !== null) {
    const [, name = "", target = ""] = direct;
    return isUrl(target) ? { name, version: null, kind: "url" } : named(name, target);
  }
  // What holds a slash is a directory or a file to pip, whatever it begins with.
  if (isPath(text) || text.includes("/") || /\.(?:whl|zip|tar\.gz)(?:\[[^[\]]*\])?$/.test(text))
    return path;
  const [, name = "", , operator = "", version] =
    /^([^[=~!<>\s]*)(\[[^\]]*\])?\s*([=~!<>]*)\s*(.*)$/s.exec(requirement) ?? [];
  return named(name, operator === "" ? null : withOperator(operator, version ?? ""));
}

/** `numpy`, `numpy=1.26`, `conda-forge::numpy>=1.2`, `"numpy 1.26"` */
export function condaSpec(text: string): SpecParts {
  if (isUrl(text)) return url;
  if (isPath(text) || /\.(?:conda|tar\.bz2)$/.test(text)) return path;
  const [, name = "", operator = "", version] =
    /^(?:[\w/.-]+::)?([^=~!<>\s[]*)\s*([=~!<>]*)\s*(.*)$/s.exec(text) ?? [];
  if (operator !== "") return named(name, withOperator(operator, version ?? ""));
  return named(
    name,
    version === undefined || version === "" || version.startsWith("[") ? null : version,
  );
}

/** `typescript`, `typescript@5`, `@scope/x@^1`, `x@npm:y@1`, `user/repo`, `git+ssh://...#v1`, `./x.tgz` */
export function npmSpec(text: string): SpecParts {
  const at = text.indexOf("@", 1);
  const [name, version] = at === -1 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
  if (isPath(text) || /\.(?:tgz|tar\.gz|tar)$/.test(text.replace(/^https?:.*/s, ""))) return path;
  const remote = /^(?:git\+|git:|https?:|ssh:|github:|gitlab:|bitbucket:|gist:)/;
  const shorthand = /^[\w.-]+\/[\w.-]+(?:#.*)?$/.test(text);
  if (shorthand || remote.test(text) || isUrl(text)) {
    return { name: null, version: after(text, "#"), kind: "url" };
  }
  if (version !== null && (remote.test(version) || isUrl(version))) {
    return { name, version: after(version, "#"), kind: "url" };
  }
  if (version !== null && isPath(version) && !version.startsWith("$"))
    return { name, version: null, kind: "path" };
  return named(name, version);
}

/** `rake`, `rake:13.0`, `x.gem` */
export function gemSpec(text: string): SpecParts {
  if (isUrl(text)) return url;
  if (isPath(text) || text.endsWith(".gem")) return path;
  return separatedSpec(text, ":");
}

/** `golang.org/x/tools/gopls@v0.15`, `./cmd/x` */
export function goSpec(text: string): SpecParts {
  if (isPath(text) || text === "..." || text.endsWith(".go")) return path;
  return separatedSpec(text, "@");
}

/** `ripgrep`, `ripgrep@14.1` */
export function cargoSpec(text: string): SpecParts {
  if (isUrl(text)) return url;
  return isPath(text) ? path : separatedSpec(text, "@");
}

/** `symfony/console`, `symfony/console:^7`, `"symfony/console ^7"`, `symfony/console=7` */
export function composerSpec(text: string): SpecParts {
  if (isUrl(text)) return url;
  const [, name = "", version] = /^([^:=\s]*)(?:[:=\s]\s*(.*))?$/s.exec(text) ?? [];
  return named(name, version ?? null);
}

/** `dotnet-ef`, `dotnet-ef@8.0`, `x.csproj` */
export function dotnetSpec(text: string): SpecParts {
  return isPath(text) || /\.(?:nupkg|\w+proj|slnx?)$/.test(text) ? path : separatedSpec(text, "@");
}

/** A name, and the version after the first separator. */
function separatedSpec(text: string, separator: string): SpecParts {
  const at = text.indexOf(separator, 1);
  return at === -1 ? named(text, null) : named(text.slice(0, at), text.slice(at + 1));
}

/** A version with its operator, equality left out. */
function withOperator(operator: string, version: string): string {
  return /^={1,3}$/.test(operator) ? version : `${operator}${version}`;
}

function before(text: string, separator: string): string {
  const at = text.indexOf(separator);
  return at === -1 ? text : text.slice(0, at);
}

function after(text: string, separator: string): string | null {
  const at = text.indexOf(separator);
  return at === -1 ? null : text.slice(at + 1) || null;
}
