import { isComposeFile, isWorkflowFile, workflowDirectory } from "./declared-builds.ts";

/** What lies in a repository beside its Dockerfiles and says how images are built, kept up to date and run. */
export interface RepositoryFiles {
  /** Texts by path from the repository's root: every file that `isRepositoryFile` names, or none is said to be missing. */
  readonly texts: ReadonlyMap<string, string>;
  /** All Dockerfiles that are judged, from the repository's root, in the order of paths. */
  readonly dockerfiles: readonly string[];
  /** What is put in front of the path of a Dockerfile in reports to have it from the repository's root: `""`, or ends in a slash. */
  readonly prefix: string;
}

/** Most files that are read of one repository. Our choice: of large repositories few have more workflows and manifests. */
export const mostRepositoryFiles = 300;

/** Files of CI systems other than GitHub Actions, and the makefiles that they call. */
const ciFile =
  /^(?:\.gitlab-ci(?:\/.+)?\.ya?ml|\.gitlab\/.+\.ya?ml|(?:\.?azure-pipelines|\.azuredevops|\.pipelines)(?:[/.-].+)?\.ya?ml|(?:.+\/)?Jenkinsfile[\w.-]*|\.circleci\/.+\.ya?ml|bitbucket-pipelines\.ya?ml|\.travis\.ya?ml|\.drone\.ya?ml|\.woodpecker(?:\/.+)?\.ya?ml|\.buildkite\/.+\.ya?ml|\.semaphore\/.+\.ya?ml|cloudbuild[\w.-]*\.ya?ml|buildspec[\w.-]*\.ya?ml|\.?appveyor\.ya?ml|\.tekton\/.+\.ya?ml|\.github\/actions\/.+\/action\.ya?ml|action\.ya?ml|Makefile|Taskfile\.ya?ml|justfile|\.pre-commit-config\.ya?ml)$/i;

/** Where Dependabot and Renovate look for their settings (https://docs.renovatebot.com/configuration-options/). */
const updateFile =
  /^(?:\.github\/dependabot\.ya?ml|(?:\.github\/|\.gitlab\/)?renovate\.json5?|\.renovaterc(?:\.json5?)?|package\.json)$/;

/** Directories beside a Dockerfile in which Kubernetes manifests lie. */
const manifestDirectory = /^(?:k8s|kubernetes|deploy|deployment|deployments|manifests)$/i;

/** Whether a file is one of CI: workflows, pipelines and the makefiles that they call. */
export function isCiFile(path: string): boolean {
  if (path.startsWith(`${workflowDirectory}/`)) {
    const name = path.slice(workflowDirectory.length + 1);
    return !name.includes("/") && isWorkflowFile(name);
  }
  return ciFile.test(path);
}

/** Whether a file may be a Kubernetes manifest, by its name and its directory's. */
export function isManifestFile(path: string): boolean {
  const parts = path.split("/");
  const name = parts.pop() ?? "";
  if (!/\.ya?ml$/i.test(name) || isComposeFile(name)) return false;
  const directory = parts.at(-1) ?? "";
  return (
    manifestDirectory.test(directory) ||
    /^(?:k8s|kubernetes|deployment|statefulset|daemonset|pod)\b/i.test(name)
  );
}

/** Whether a file is worth reading to judge a whole repository. */
export function isRepositoryFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return isCiFile(path) || updateFile.test(path) || isComposeFile(name) || isManifestFile(path);
}

/** Of a repository's files those that are to be read, what concerns all of it first, at most `mostRepositoryFiles`. */
export function repositoryFilesOf(paths: readonly string[]): string[] {
  const wanted = paths.filter(isRepositoryFile);
  const isGeneral = (path: string): boolean => isCiFile(path) || updateFile.test(path);
  return [...wanted.filter(isGeneral), ...wanted.filter((path) => !isGeneral(path))].slice(
    0,
    mostRepositoryFiles,
  );
}

/** Whether a Dockerfile is the one at which is said what concerns the whole repository. */
export function speaksForRepository(repository: RepositoryFiles, path: string): boolean {
  return repository.dockerfiles[0] === repository.prefix + path;
}
