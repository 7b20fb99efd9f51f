import { baseOf } from "./rewrite.ts";
import type { SingleStage } from "./single-stage.ts";

/**
 * The slim variant of an official image, as the file writes it: `node:22` gives `node:22-slim`, `node:${VERSION}` the same with
 * its variable.
 * @returns the image itself where it is slim already, or is not named by the tag of a version
 */
export function slimVariant(found: SingleStage): string {
  const { text } = found.stage.base;
  const base = baseOf(found);
  const isVersion = /^(\d[\w.]*|lts|current)(-(bookworm|bullseye|trixie))?$/.test(base?.tag ?? "");
  return base?.digest === null && isVersion ? `${text}-slim` : text;
}
