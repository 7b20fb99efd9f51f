import { imageHasTool } from "../../dockerfile/image-tools.ts";
import type { Dockerfile, Stage } from "../../dockerfile/model.ts";
import { rootStage } from "../../dockerfile/queries.ts";
import { stageHasTool } from "../package-managers/installed-tools.ts";

/** A command that asks a URL and fails when the answer is no success. */
export type Probe = readonly string[];

/**
 * A probe of a URL with what the image of a stage is known to have: wget, curl, Python or Node.
 * @returns null when it is not known to have any of them
 */
export function httpProbe(dockerfile: Dockerfile, stage: Stage, url: string): Probe | null {
  const has = (tool: string) => stageHasTool(dockerfile, stage, tool) === true;
  const interpreter = distrolessInterpreter(stage);
  if (interpreter?.endsWith("node") === true) return node(interpreter, url);
  if (interpreter !== null) return python(interpreter, url);
  if (isLanguage(stage, "python")) return python("python", url);
  if (isLanguage(stage, "node") && hasFetch(stage)) return node("node", url);
  if (has("wget")) return ["wget", "-q", "--spider", url];
  if (has("curl")) return ["curl", "-fsS", "-o", "/dev/null", url];
  if (has("python3")) return python("python3", url);
  return null;
}

function python(program: string, url: string): Probe {
  return [program, "-c", `import urllib.request; urllib.request.urlopen('${url}', timeout=3)`];
}

/** A rejection that nobody handles ends Node with exit code 1. */
function node(program: string, url: string): Probe {
  const script = `fetch('${url}').then((r) => r.ok || Promise.reject(r.status))`;
  return [program, "-e", script];
}

/** Where Google's distroless images of a language have its interpreter. From the images' readmes, 2026-11. */
const interpreters: readonly (readonly [RegExp, string])[] = [
  [/^distroless\/nodejs(?:1[89]|[2-9]\d)-debian\d+$/, "/nodejs/bin/node"],
  [/^distroless\/python3(?:-debian\d+)?$/, "/usr/bin/python3"],
];

/** The interpreter of a distroless image, which is in no directory of PATH or has no other name; null for other images. */
function distrolessInterpreter(stage: Stage): string | null {
  const { reference } = rootStage(stage).base;
  if (reference?.registry !== "gcr.io") return null;
  return interpreters.find(([name]) => name.test(reference.repository))?.[1] ?? null;
}

/** Whether the image that a stage stands on is that of a language, on a distribution that may lack wget and curl. */
function isLanguage(stage: Stage, program: string): boolean {
  const { reference } = rootStage(stage).base;
  if (reference === null || imageHasTool(reference, program) !== true) return false;
  return imageHasTool(reference, "wget") !== true;
}

/** Node has `fetch` since version 18. */
function hasFetch(stage: Stage): boolean {
  const version = /^\d+/.exec(rootStage(stage).base.reference?.tag ?? "")?.[0];
  return version === undefined || Number(version) >= 18;
}

/** A probe as the JSON array of an exec form. */
export function execForm(probe: Probe): string {
  return `[${probe.map((item) => JSON.stringify(item)).join(", ")}]`;
}

/** A probe as shell text; null when one of its words needs quotes that cannot be given. */
export function shellForm(probe: Probe): string | null {
  const words = probe.map((word) => {
    if (/^[\w./:@%+=,?&-]+$/.test(word)) return /[?&]/.test(word) ? `"${word}"` : word;
    return /["\\`!]|\$(?![\w{])/.test(word) ? null : `"${word}"`;
  });
  return words.every((word) => word !== null) ? words.join(" ") : null;
}
