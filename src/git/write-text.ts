import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { UserError } from "../settings/user-error.ts";
import { isErrorWithCode, systemMessage } from "./system-error.ts";

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
    if (!isErrorWithCode(error, "EACCES", "EPERM", "EROFS", "ENOSPC", "ENOENT", "EDQUOT"))
      throw error;
    throw new UserError(
      `${path} could not be written (${systemMessage(error)}). Check that you may write to it and to its directory and that the disk has room; the file is as it was.`,
    );
  } finally {
    if (temporary !== null) rmSync(temporary, { force: true });
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
      !isErrorWithCode(error, "EACCES", "EPERM", "EROFS", "ENOSPC", "ENOENT", "ENOTDIR", "EISDIR")
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
    if (!isErrorWithCode(error, "EEXIST", "EACCES", "EPERM", "EROFS", "ENOSPC", "ENOTDIR"))
      throw error;
    const reason = isErrorWithCode(error, "EEXIST")
      ? "exists already, and is not overwritten. Move it away first, or name another file"
      : `could not be written (${systemMessage(error)})`;
    throw new UserError(`${path} ${reason}.`);
  }
}
