/**
 * Whether a Dockerfile is GoReleaser's, by its name (`Dockerfile.goreleaser`): that program copies it, the binaries and the
 * files that its settings name to a directory of its own and builds there, so that nothing is known of the build context
 * (https://goreleaser.com/customization/docker/).
 * @param path with slashes
 */
export function isReleaserFile(path: string): boolean {
  return /goreleaser/i.test(path.slice(path.lastIndexOf("/") + 1));
}
