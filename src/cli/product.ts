/** Where the pages of the rules are: `<docsUrl>/<rule>.md`. */
export const docsUrl =
  "https://github.com/dockerfile-review/dockerfile-review/blob/main/docs/rules";
