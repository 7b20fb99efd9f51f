import { imageScans } from "../../context/image-scans.ts";
import { speaksForRepository } from "../../context/repository-files.ts";
import { instructionsOfKind } from "../../dockerfile/queries.ts";
import type { Rule } from "../rule.ts";

const build = `on: push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with:
          push: true
          tags: ghcr.io/acme/api:latest
`;
const scan = `      - uses: aquasecurity/trivy-action@v0.33.1
        with:
          image-ref: ghcr.io/acme/api:latest
`;

export const unscannedImage: Rule = {
  name: "unscanned-image",
  category: "repository",
  severity: "info",
  confidence: "medium",
  presets: ["audit"],
  summary: "Workflows build images, and none of them scans an image for vulnerabilities",
  why:
    "New vulnerabilities are published every day, also in packages of an image that was clean when it was built. Without a scan nobody learns of them " +
    "before the image is attacked. A scan in the pipeline takes a minute and can stop an image with a known critical hole.",
  sources: [
    {
      title: "Docker: Building best practices, scan images",
      url: "https://docs.docker.com/scout/integrations/ci/gha/",
    },
    { title: "Trivy: GitHub Actions", url: "https://github.com/aquasecurity/trivy-action" },
  ],
  aliases: [],
  fix: "none",
  ignoreWhen: "the registry, or a pipeline elsewhere, scans the images.",
  scope: "file",
  examples: [
    {
      bad: 'FROM node:22.12.0\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22.12.0\nCMD ["node", "server.js"]\n',
      files: { ".github/workflows/image.yml": build },
      goodFiles: { ".github/workflows/image.yml": build + scan },
    },
    {
      bad: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      good: "FROM alpine:3.22\nRUN apk add --no-cache curl\n",
      files: { ".gitlab-ci.yml": "build:\n  script:\n    - docker build -t api .\n" },
      goodFiles: {
        ".gitlab-ci.yml":
          "build:\n  script:\n    - docker build -t api .\n    - grype api --fail-on high\n",
      },
    },
  ],
  appliesTo: (_, { buildContext: { repository } }) =>
    repository != null && imageScans(repository).state !== "unknown",
  *check(dockerfile, { path, buildContext: { repository } }) {
    if (repository == null || !speaksForRepository(repository, path)) return;
    const { state, builtBy } = imageScans(repository);
    const [from] = instructionsOfKind(dockerfile, "from");
    if (state !== "unscanned" || builtBy === null || from === undefined) return;
    yield {
      message:
        `\`${builtBy}\` builds images, and nothing in this repository scans them for vulnerabilities, so holes in the base image and in packages stay unseen. ` +
        "Add a step behind the build, such as `uses: aquasecurity/trivy-action@v0.33.1` with `image-ref:` set to the image's tag, " +
        '`severity: CRITICAL,HIGH` and `exit-code: "1"`; Grype, Snyk and Docker Scout do the same.',
      span: from.image.span,
    };
  },
};
