import { posix } from "node:path";
import {
  containersOf,
  withReadOnlyRoot,
  type DescribedContainer,
} from "../../context/container-settings.ts";
import type { BuildContext } from "../../context/build-context.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import type { Fix, Rule } from "../rule.ts";

const compose = 'services:\n  api:\n    build: .\n    ports:\n      - "8080:8080"\n';
const readOnly = compose.replace("build: .\n", "build: .\n    read_only: true\n");
const manifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
        - name: api
          image: registry.acme.dev/api:1.4
`;

export const writableRootFilesystem: Rule = {
  name: "writable-root-filesystem",
  category: "repository",
  severity: "info",
  confidence: "medium",
  presets: ["audit"],
  summary: "A compose file or Kubernetes manifest runs the image with a writable root filesystem",
  why:
    "Whoever gets into a container with a writable root filesystem can change the program, leave tools behind and come back. With `read_only` or " +
    "`readOnlyRootFilesystem` only volumes and tmpfs can be written to; most services need nothing else but `/tmp`.",
  sources: [
    {
      title: "Docker Compose: read_only",
      url: "https://docs.docker.com/reference/compose-file/services/#read_only",
    },
    {
      title: "OWASP: Docker Security Cheat Sheet, rule 8",
      url: "https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the program writes beside itself and cannot be told to write elsewhere.",
  scope: "file",
  examples: [
    {
      bad: 'FROM node:22.12.0\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22.12.0\nCMD ["node", "server.js"]\n',
      files: { "compose.yaml": compose },
      goodFiles: { "compose.yaml": readOnly },
      fixedFiles: { "compose.yaml": readOnly },
    },
    {
      bad: "FROM alpine:3.22\nUSER 1000\n",
      good: "FROM alpine:3.22\nUSER 1000\n",
      files: { "k8s/deployment.yaml": manifest },
      goodFiles: {
        "k8s/deployment.yaml": `${manifest}          securityContext:\n            readOnlyRootFilesystem: true\n`,
      },
    },
  ],
  appliesTo: (_, context) => describedContainers(context).length > 0,
  *check(dockerfile, { path, buildContext }) {
    const open = describedContainers({ path, buildContext }).filter((one) => one.readOnly === null);
    const from = instructionsOfKind(dockerfile, "from").at(-1);
    const [first] = open;
    if (first === undefined || from === undefined) return;
    const others = open.length - 1;
    const more = others === 0 ? "" : ` and ${others} more`;
    const setting =
      first.kind === "compose" ? "`read_only: true`" : "`readOnlyRootFilesystem: true`";
    yield {
      message:
        `\`${first.name}\` in \`${first.path}\`${more} runs this image with a writable root filesystem, so an intruder can change the program and stay. ` +
        `Set ${setting}, and give what must be written a volume or a tmpfs.`,
      span: from.image.span,
      fix: open.length === 1 ? fixOf(buildContext, first) : undefined,
    };
  },
};

/** The containers that run the image, as files of the repository describe them. */
function describedContainers(context: {
  readonly path: string;
  readonly buildContext: BuildContext;
}): DescribedContainer[] {
  const { repository } = context.buildContext;
  if (repository == null || repository.texts.size === 0) return [];
  const containers = containersOf(repository, repository.prefix + context.path);
  // One file may set what another one leaves out.
  const settled = new Set(
    containers.filter(({ readOnly }) => readOnly !== null).map((one) => one.name),
  );
  return containers.filter(({ name, readOnly }) => readOnly !== null || !settled.has(name));
}

function fixOf(
  { repository, root }: BuildContext,
  { kind, path, name }: DescribedContainer,
): Fix | undefined {
  const below = posix.relative(`/${repository?.prefix ?? ""}${root ?? ".."}`, `/${path}`);
  const before = repository?.texts.get(path);
  if (kind !== "compose" || root == null || below.startsWith("..") || before === undefined) return;
  const text = withReadOnlyRoot(before, name);
  if (text === null) return;
  return {
    title: `Make the root filesystem of \`${name}\` read-only: check that it writes to volumes and tmpfs only`,
    safety: "review",
    edits: [],
    files: [{ path: below, text }],
  };
}
