/** Directories whose files are there for tests only. */
const directories = "tests?|testing|testdata|test-data|fixtures|mocks?|e2e";

const inDirectory = new RegExp(`(?:^|/)(?:${directories})/`, "i");

const inName = /(?:^|[._-])(?:tests?|testing|e2e)(?=[._-]|$)[^/]*$/i;

/**
 * Whether a Dockerfile makes an image that only tests run, by its directory or its name (`tests/sshd/Dockerfile`,
 * `Dockerfile.test`): it is not shipped, and keys and passwords in it are made up.
 * @param path from the repository's root, with slashes
 */
export function isForTests(path: string): boolean {
  return inDirectory.test(path) || inName.test(path.slice(path.lastIndexOf("/") + 1));
}
