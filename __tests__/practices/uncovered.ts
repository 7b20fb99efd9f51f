/** Practices that no pair of Dockerfiles can show, and where they are shown instead. */
export const leftOut: Readonly<Record<number, string>> = {
  34: "scanning is set up in workflows: the audit of a whole repository, which is not there yet",
  35: "how a container is run stands in compose files and manifests: the audit of a whole repository, which is not there yet",
  37: "what is gained is estimated in the report, whose tests show it",
  38: "the checklist is a part of the summary, whose tests show it",
};
