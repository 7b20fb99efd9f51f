import { isCiFile, type RepositoryFiles } from "./repository-files.ts";

/** Whether a repository's pipelines scan the images that they build. */
export interface ImageScans {
  /** `unknown`: no pipeline builds an image, or one calls what lies elsewhere and may scan it. */
  readonly state: "scanned" | "unscanned" | "unknown";
  /** The pipeline that builds an image; null when there is none. */
  readonly builtBy: string | null;
}

/** Scanners by their names, and steps and jobs that say of themselves that they scan images. */
const scanner =
  /\b(?:trivy|grype|anchore|snyk|clair(?:ctl)?|sysdig|twistlock|prisma[-_ ]?cloud|aquasec|aqua[-_ ]?scanner|xray|jfrog|qualys|wizcli|lacework|veracode|mend|whitesource|neuvector|black[-_ ]?duck|tenable|orca|osv-scanner|docker[-_ /]?scout|scout-action|container[-_ ]?scan\w*|(?:image|vuln\w*|security)[-_ ]?scan\w*|scan[-_ ]?(?:image|container|vuln)\w*|scan-?on-?push|start-image-scan)\b/i;

/** Pipelines that take a part from elsewhere, which nobody sees here: reusable workflows, includes, templates, libraries. */
const foreignPart =
  /^\s*-?\s*uses:\s*["']?[\w.-]+\/[\w.-]+\/\.github\/workflows\/|^\s*(?:-\s*)?(?:project|remote|template|component):\s*\S|^\s*@Library\b|^\s*resources:\s*\n\s*repositories:/m;

const imageBuild =
  /build-push-action|bake-action|\bkaniko\b|\b(?:docker|podman|buildah|nerdctl)\b[^\n]*\b(?:build|bud|bake)\b|\bDocker@\d|\bdocker\.build\b/;

const known = new WeakMap<RepositoryFiles, ImageScans>();

/** What the pipelines of a repository do with the images that they build. Comments do not count. */
export function imageScans(repository: RepositoryFiles): ImageScans {
  const earlier = known.get(repository);
  if (earlier !== undefined) return earlier;
  const found = findScans(repository);
  known.set(repository, found);
  return found;
}

function findScans({ texts }: RepositoryFiles): ImageScans {
  const files = [...texts]
    .filter(([path]) => isCiFile(path))
    .map(([path, text]) => ({ path, text: withoutComments(text) }));
  const builtBy = files.find(({ text }) => imageBuild.test(text))?.path ?? null;
  if (files.some(({ text }) => scanner.test(text))) return { state: "scanned", builtBy };
  const isUnknown = builtBy === null || files.every(({ path }) => !isPipeline(path));
  if (isUnknown || files.some(({ text }) => foreignPart.test(text))) {
    return { state: "unknown", builtBy };
  }
  return { state: "unscanned", builtBy };
}

/** Whether a file of CI is run by itself, and not only when another one calls it. */
function isPipeline(path: string): boolean {
  return !/(?:^|\/)(?:action\.ya?ml|Makefile|Taskfile\.ya?ml|justfile|\.pre-commit-config\.ya?ml)$/i.test(
    path,
  );
}

function withoutComments(text: string): string {
  return text.replace(/^[ \t]*(?:#|\/\/).*$/gm, "");
}
