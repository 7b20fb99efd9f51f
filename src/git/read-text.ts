import { readFileSync } from "node:fs";
import { UserError } from "../settings/user-error.ts";
import { isErrorWithCode, systemMessage } from "./system-error.ts";

/**
 * The text of a file that the user named.
 * @throws UserError when it cannot be read
 */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!isErrorWithCode(error, "EACCES", "EPERM", "EISDIR", "ENOENT", "ENOTDIR")) throw error;
    throw new UserError(
      `${path} could not be read (${systemMessage(error)}). Name a file that you may read.`,
    );
  }
}
