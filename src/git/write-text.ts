import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  lstatSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import { UserError } from "../settings/user-error.ts";
import type { FileRewrite } from "../source/file-rewrite.ts";
import { isErrorWithCode, pathProblem, systemMessage } from "./system-error.ts";

/**
 * Replaces a file's text in one step: readers see the old text or the new one, never a part. The text is written to a
 * file beside it, which then takes its name; permissions are kept, of a symbolic link the target is replaced.
 * @throws UserError when the directory or the file may not be written
 */
export function replaceText(path: string, text: string): void {
  let temporary: string | null = null;
  try {
    const target = realpathSync(path);
    // A file that is write-protected could still be renamed over; it is protected on purpose.
    accessSync(target, constants.W_OK);
    const { mode, uid, gid } = statSync(target);
    const hidden = join(
      dirname(target),
      `.${basename(target)}.${randomBytes(6).toString("hex")}.tmp`,
    );
    writeFileSync(hidden, text, { flag: "wx", mode: 0o600 });
    temporary = hidden;
    // Only root can give a file away, and only root could come to write somebody else's.
    if (process.getuid?.() === 0) chownSync(hidden, uid, gid);
    chmodSync(hidden, mode & 0o7777);
    renameSync(hidden, target);
    temporary = null;
  } catch (error) {
    if (!isErrorWithCode(error, "EACCES", "EPERM", "EROFS", "EBUSY", "ENOSPC", "ENOENT", "EDQUOT"))
      throw error;
    throw new UserError(
      `${path} could not be written (${systemMessage(error)}). Check that you may write to it and to its directory and that the disk has room; the file is as it was.`,
    );
  } finally {
    if (temporary !== null) rmSync(temporary, { force: true });
  }
}

/**
 * Writes a file of a build context as a fix wants it: a new one is made, another one is replaced.
 * @param root the context's root; nothing outside of it is written, also not through a symbolic link
 * @throws UserError when the file is not what the fix was made from any more, is a link, or may not be written
 */
export function rewriteFile(root: string, { path, before, text }: FileRewrite): void {
  const target = join(root, ...path.split("/"));
  const refuse = (why: string): never => {
    throw new UserError(`${target} ${why}; nothing was written. Run the command again.`);
  };
  if (!isInside(realPath(root), realPath(dirname(target)))) {
    refuse("lies outside the build context once symbolic links are followed");
  }
  const stats = lstatSync(target, { throwIfNoEntry: false });
  if (before === null) {
    if (stats !== undefined) refuse("has come into being meanwhile");
    createText(target, text);
    return;
  }
  if (stats?.isFile() !== true) refuse("is not a regular file any more");
  if (!readFileSync(target).equals(Buffer.from(before))) refuse("has changed meanwhile");
  replaceText(target, text);
}

function isInside(root: string, directory: string): boolean {
  const below = relative(root, directory);
  return below !== ".." && !below.startsWith(`..${sep}`) && !isAbsolute(below);
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const problem = pathProblem(error);
    if (problem === null) throw error;
    throw new UserError(`${path} ${problem}, so nothing can be written there.`);
  }
}

/**
 * Writes a file, which may exist.
 * @throws UserError when it cannot be written
 */
export function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    if (
      !isErrorWithCode(
        error,
        "EACCES",
        "EPERM",
        "EROFS",
        "EBUSY",
        "ENOSPC",
        "ENOENT",
        "ENOTDIR",
        "EISDIR",
      )
    )
      throw error;
    throw new UserError(
      `${path} could not be written (${systemMessage(error)}). Name a file in a directory that exists and that you may write to.`,
    );
  }
}

/**
 * Writes a file that does not exist yet, and the directories above it.
 * @throws UserError when it exists, or cannot be written
 */
export function createText(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if (!isErrorWithCode(error, "EEXIST", "EACCES", "EPERM", "EROFS", "EBUSY", "ENOSPC", "ENOTDIR"))
      throw error;
    const reason = isErrorWithCode(error, "EEXIST")
      ? "exists already, and is not overwritten. Move it away first, or name another file"
      : `could not be written (${systemMessage(error)})`;
    throw new UserError(`${path} ${reason}.`);
  }
}
