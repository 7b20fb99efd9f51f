/** Practices that no pair of Dockerfiles can show, and where they are shown instead. */
export const leftOut: Readonly<Record<number, string>> = {
  37: "what is gained is estimated in the report, whose tests show it",
  38: "the checklist is a part of the summary, whose tests show it",
};
