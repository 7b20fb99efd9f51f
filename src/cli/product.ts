/** The version of this program; the same as in package.json. */
export const version = "0.1.0";

/** Where the pages of the rules are: `<docsUrl>/<rule>.md`. */
export const docsUrl =
  "https://github.com/dockerfile-review/dockerfile-review/blob/main/docs/rules";
