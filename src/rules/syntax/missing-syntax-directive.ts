import type { Comment, Dockerfile, Instruction } from "../../dockerfile/model.ts";
import type { Span } from "../../source/span.ts";
import { insertAt, removeLines, type TextEdit } from "../../source/text-edit.ts";
import type { Fix, Rule } from "../rule.ts";

/** Flags that only BuildKit knows. */
const buildkitFlags: Partial<Record<Instruction["kind"], ReadonlySet<string>>> = {
  run: new Set(["mount", "network", "security", "device"]),
  copy: new Set(["link", "chmod", "parents", "exclude"]),
  add: new Set(["link", "chmod", "checksum", "keep-git-dir", "unpack", "exclude"]),
  healthcheck: new Set(["start-interval"]),
};

const directive = "# syntax=docker/dockerfile:1";

export const missingSyntaxDirective: Rule = {
  name: "missing-syntax-directive",
  category: "syntax",
  severity: "info",
  confidence: "high",
  presets: ["strict"],
  summary: "BuildKit's extensions are used without a syntax directive",
  why:
    "Mounts, heredocs and flags such as `--link` came with later versions of the Dockerfile language. With " +
    "`# syntax=docker/dockerfile:1` as the first line BuildKit fetches the newest reader of version 1, so the file builds alike " +
    "on every machine; without it, what the installed builder happens to know decides, and an older one stops or misreads the file.",
  sources: [
    {
      title: "Docker: Custom Dockerfile syntax",
      url: "https://docs.docker.com/build/buildkit/frontend/",
    },
  ],
  aliases: [],
  fix: "safe",
  ignoreWhen:
    "builds run without access to Docker Hub or a mirror of it, from which the reader is fetched.",
  scope: "file",
  examples: [
    {
      bad: "FROM python:3.13.1\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0\n",
      good: "# syntax=docker/dockerfile:1\nFROM python:3.13.1\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0\n",
      fixed:
        "# syntax=docker/dockerfile:1\nFROM python:3.13.1\nRUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.0\n",
    },
    {
      bad: "# The server.\nFROM alpine:3.22\nRUN <<EOF\nset -e\nmake\nEOF\n",
      good: "# syntax=docker/dockerfile:1\n# The server.\nFROM alpine:3.22\nRUN <<EOF\nset -e\nmake\nEOF\n",
      fixed:
        "# syntax=docker/dockerfile:1\n# The server.\nFROM alpine:3.22\nRUN <<EOF\nset -e\nmake\nEOF\n",
    },
    {
      bad: "# The server.\n# syntax=docker/dockerfile:1.7\nFROM alpine:3.22\nCOPY --link server /usr/local/bin/\n",
      good: "# syntax=docker/dockerfile:1.7\n# The server.\nFROM alpine:3.22\nCOPY --link server /usr/local/bin/\n",
      fixed:
        "# syntax=docker/dockerfile:1.7\n# The server.\nFROM alpine:3.22\nCOPY --link server /usr/local/bin/\n",
    },
  ],
  silentOn: [
    "FROM alpine:3.22\nRUN true\nCOPY --chown=1:1 a /a\n",
    "#syntax=docker/dockerfile:1.4\nFROM alpine:3.22\nRUN --network=none true\n",
    "# escape=`\n# syntax=docker/dockerfile:1\nFROM alpine:3.22\nRUN --network=none true\n",
  ],
  *check(dockerfile) {
    if (dockerfile.directives.some(({ name }) => name === "syntax")) return;
    for (const instruction of dockerfile.instructions) {
      const feature = featureOf(instruction);
      if (feature === null) continue;
      const late = lateDirective(dockerfile);
      const cause =
        late === null
          ? "and no directive says which version of the language the file is written in"
          : `and the syntax directive on line ${late.line} is only a comment, because it does not stand at the top`;
      yield {
        message: `${feature.name} is an extension of BuildKit, ${cause}. Begin the file with \`${late === null ? directive : `# ${late.text}`}\`.`,
        span: feature.span,
        fix: fixOf(dockerfile, late),
      };
      return;
    }
  },
};

function featureOf(
  instruction: Instruction,
): { readonly name: string; readonly span: Span } | null {
  const [heredoc] = instruction.heredocs;
  if (heredoc !== undefined) return { name: "A heredoc", span: heredoc.operatorSpan };
  const known = buildkitFlags[instruction.kind];
  const flag = instruction.flags.find(({ name }) => known?.has(name));
  return flag === undefined
    ? null
    : { name: `\`${instruction.keyword} --${flag.name}\``, span: flag.span };
}

/** A comment that was to be the directive and stands too low. */
function lateDirective({ comments }: Dockerfile): Comment | null {
  const found = comments.find(
    ({ text, embedded }) => !embedded && /^syntax[ \t]*=[ \t]*\S+$/i.test(text),
  );
  return found ?? null;
}

function fixOf({ source }: Dockerfile, late: Comment | null): Fix | undefined {
  // The first line of a script has to stay the first.
  if (source.text.startsWith("#!")) return undefined;
  const start = source.text.startsWith("\uFEFF") ? 1 : 0;
  const line = late === null ? directive : `# ${late.text}`;
  const edits: TextEdit[] = [insertAt(start, `${line}${source.lineEnding}`)];
  if (late !== null) edits.push(removeLines(source, late.line, late.line));
  return { title: `Begin with ${line}`, safety: "safe", edits };
}
