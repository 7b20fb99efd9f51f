import type { Span } from "../source/span.ts";
import type { Dockerfile } from "./model.ts";

/** What a line of Jinja, Go templates, jq templates, ERB and the like begins with. */
const templateTag = /^(\{\{|\{%|\{#|<%|@@|%%)/;

/** What stands for a value until a template is rendered: `{{version}}`, `%%VERSION%%`, `@VERSION@`, `#IMAGE_NAME#`. */
const placeholder = /\{\{|<%|(%%|@@?|#)[A-Z][A-Z0-9_]*\1/;

/**
 * The first line of a template language that stands where an instruction should: then another program decides which
 * instructions there will be, and nothing can be said of those that stand here.
 * @returns null when there is none
 */
export function templateLine({ problems, source }: Dockerfile): Span | null {
  const found = problems.find(
    ({ kind, span }) => kind === "unknown-instruction" && templateTag.test(source.slice(span)),
  );
  return found?.span ?? null;
}

/** The first value that another program has to fill in, where BuildKit refuses it as it stands; null when there is none. */
export function templateValue({ problems, source }: Dockerfile): Span | null {
  const found = problems.find(
    ({ kind, span }) => kind === "invalid-argument" && placeholder.test(source.slice(span)),
  );
  return found?.span ?? null;
}
