/** Bad input or configuration. The message names the input, its value and the remedy; the run fails with it. */
export class UserError extends Error {
  override readonly name = "UserError";
}
