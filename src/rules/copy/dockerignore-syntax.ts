import type { BuildContext } from "../../context/build-context.ts";
import { replaceIgnoreLines } from "../../context/dockerignore-edits.ts";
import {
  dockerignoreOf,
  ignoringLine,
  type Dockerignore,
  type IgnoreLine,
} from "../../context/dockerignore.ts";
import { firstBroadSource } from "../../dockerfile/broad-copies.ts";
import type { Fix, Rule } from "../rule.ts";

/** Names that lie in every directory of a tree, so that the root alone is never meant. */
const everywhere = /^(?:__pycache__|\*\.py(?:c|o|\[(?:co|cod)\])|\.DS_Store|\.ipynb_checkpoints)$/;

/** Names at the root that say that there are several packages, each with a `node_modules` of its own. */
const workspaces = [
  "packages",
  "apps",
  "pnpm-workspace.yaml",
  "lerna.json",
  "turbo.json",
  "nx.json",
];

/** Most lines that one message names. */
const mostNamed = 5;

export const dockerignoreSyntax: Rule = {
  name: "dockerignore-syntax",
  category: "copy",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "The .dockerignore has lines that Docker reads otherwise than git would",
  why:
    "A .dockerignore looks like a .gitignore and is read otherwise: a name without `**/` matches at the context's root only, " +
    "`#` begins a comment only at the very start of a line, and of several lines that match a path the last one counts. Files that seem " +
    "to be kept out are sent and copied.",
  sources: [
    {
      title: "Docker: .dockerignore files, syntax",
      url: "https://docs.docker.com/build/concepts/context/#syntax",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  examples: [
    {
      bad: "FROM python:3.13.1\nCOPY . /app\n",
      good: "FROM python:3.13.1\nCOPY app/main.py /app/\n",
      files: {
        ".dockerignore": ".git\n.venv\n__pycache__\n*.pyc\n",
        "app/main.py": "",
        "pyproject.toml": "",
      },
      fixedFiles: { ".dockerignore": ".git\n.venv\n**/__pycache__\n**/*.pyc\n" },
    },
    {
      bad: "FROM alpine:3.22\nCOPY . /srv\n",
      good: "FROM alpine:3.22\nCOPY docs/guide.md /srv/\n",
      files: { ".dockerignore": ".git\n!docs/guide.md\ndocs\n", "docs/guide.md": "" },
    },
    {
      bad: "FROM alpine:3.22\nCOPY . /srv\n",
      good: "FROM alpine:3.22\nCOPY docs/guide.md /srv/\n",
      files: { ".dockerignore": ".git\nsecrets # never ship these\n", "docs/guide.md": "" },
      fixedFiles: { ".dockerignore": ".git\n# never ship these\nsecrets\n" },
    },
  ],
  silentOn: ["FROM python:3.13.1\nCOPY . /app\n"],
  appliesTo: (dockerfile) => firstBroadSource(dockerfile) !== null,
  *check(dockerfile, { buildContext }) {
    const source = firstBroadSource(dockerfile);
    if (source === null) return;
    const known = dockerignoreOf(buildContext);
    if (known.kind !== "file") return;
    const { file } = known;
    const text = buildContext.readText?.(file.path) ?? null;
    const said = [
      rootOnly(file, buildContext),
      ...file.lines.flatMap((line) => trailingComment(line) ?? undoneException(file, line) ?? []),
    ].filter((one) => one !== null);
    for (const { message, title, lines } of said.slice(0, mostNamed)) {
      const fix: Fix | undefined =
        text === null || lines === undefined
          ? undefined
          : {
              title: `${title} in ${file.path}`,
              safety: "review",
              edits: [],
              files: [{ path: file.path, text: replaceIgnoreLines(text, lines) }],
            };
      yield { message: `\`${file.path}\`, ${message}`, span: source.span, fix };
    }
  },
};

/** What is wrong with lines, and how they are mended: new lines by number of the old one. */
interface Habit {
  readonly message: string;
  readonly title?: string;
  readonly lines?: ReadonlyMap<number, readonly string[]>;
}

function rootOnly(file: Dockerignore, context: BuildContext): Habit | null {
  // Python puts its compiled files there, so these need no line of their own.
  const keepsCompiled = ignoringLine(file, "a/b/__pycache__") !== null;
  const hasPackages = workspaces.some((name) => context.exists(name) === true);
  const found = file.lines.filter(({ exception, pattern }) => {
    if (exception || pattern.includes("/")) return false;
    if (!everywhere.test(pattern) && !(hasPackages && pattern === "node_modules")) return false;
    if (keepsCompiled && pattern.startsWith("*.py")) return false;
    const below = `a/b/${pattern.replace(/\[.*\]/, "c").replaceAll("*", "x")}`;
    return ignoringLine(file, below) === null;
  });
  const [first] = found;
  if (first === undefined) return null;
  const named = found.slice(0, mostNamed);
  const lines = named.map(({ line }) => line).join(", ");
  const names = named.map(({ text }) => `\`${text}\``).join(", ");
  const better = named.map(({ pattern }) => `\`**/${pattern}\``).join(", ");
  const [noun, verb] = named.length === 1 ? ["line", "matches"] : ["lines", "match"];
  return {
    message: `${noun} ${lines}: ${names} ${verb} at the context's root only, unlike in a .gitignore. Write ${better}.`,
    title: "Write the `**/` form of names that lie in every directory",
    lines: new Map(named.map(({ line, text }) => [line, [`**/${text.replace(/^\//, "")}`]])),
  };
}

function trailingComment({ text, line, pattern }: IgnoreLine): Habit | null {
  if (text.startsWith("#")) {
    return {
      message: `line ${line}: \`${text}\` is read as a pattern, because a comment has no blank before its \`#\`. Remove the blank.`,
      title: "Remove the blank before `#`",
      lines: new Map([[line, [text]]]),
    };
  }
  const comment = /^(.*?)[ \t]+(#.*)$/.exec(text);
  if (comment === null || !/[ \t]#/.test(pattern)) return null;
  const [, before = "", after = ""] = comment;
  return {
    message: `line ${line}: \`${text}\` is one pattern, \`#\` included, and matches nothing. Put the comment on a line of its own.`,
    title: "Put the comment on a line of its own",
    lines: new Map([[line, [after, before]]]),
  };
}

/** An exception that a later line takes back. */
function undoneException(file: Dockerignore, line: IgnoreLine): Habit | null {
  if (!line.exception || /[*?[]/.test(line.pattern)) return null;
  const later = ignoringLine(file, line.pattern);
  if (later === null || later.line < line.line) return null;
  return {
    message: `line ${line.line}: \`${line.text}\` has no effect, because line ${later.line} (\`${later.text}\`) takes the same path out again. Put the exception behind it.`,
  };
}
