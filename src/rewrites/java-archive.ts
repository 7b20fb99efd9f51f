import { hubName } from "../dockerfile/known-images.ts";
import { relativeTo, resolvePath } from "../dockerfile/paths.ts";
import type { ImageReference } from "../dockerfile/model.ts";
import { isPlainBuild, probeOf } from "./known-steps.ts";
import { baseOf, sourceCheck, splitTitle, type Recipe } from "./rewrite.ts";
import { copyTo } from "./run-time-files.ts";
import { replaceStartWord } from "./start-command.ts";
import { withoutItsUser } from "./users.ts";

/** The releases of Java that Eclipse Temurin has runtime images of and supports for long. From its page, 2026-11. */
const releases = ["8", "11", "17", "21", "25"];

/** A Java archive that Maven or Gradle makes goes to an image with the runtime of the same release. */
export const javaArchive: Recipe = (found) => {
  const base = baseOf(found);
  const image = base === null ? null : runtimeOf(base);
  const isBuilt = found.builds.every(({ call }) => /^(mvn|gradle)$/.test(call.manager));
  if (base === null || image === null || !isBuilt || found.stage.base.variables.length > 0)
    return null;
  if (
    !isPlainBuild(found, {
      managers: ["mvn", "gradle"],
      packages: ["maven", "gradle", "dos2unix"],
      programs: ["dos2unix"],
    })
  )
    return null;
  const probe = probeOf(found);
  const hasProbe = probe.kind === "program" && probe.name === "wget" && image.endsWith("alpine");
  const { main, workdir } = found;
  const flag = main.args.findIndex(({ value }) => value === "-jar");
  const word = main.args[flag + 1];
  if (
    main.name !== "java" ||
    flag === -1 ||
    word === undefined ||
    (probe.kind !== "none" && !hasProbe)
  )
    return null;
  const archive = archiveOf(word.value ?? word.text, workdir);
  const places = withoutItsUser(found, true);
  if (archive === null || places === null) return null;
  return {
    title: splitTitle("a runtime with a JRE", [sourceCheck]),
    image,
    places,
    edits: archive.start === word.value ? [] : [replaceStartWord(found, word, archive.start)],
    copies: [copyTo(archive.from, archive.to, workdir)],
  };
};

/** The image with the Java runtime for one with a JDK; null where there is none of the same release. */
function runtimeOf(image: ImageReference): string | null {
  const hub = hubName(image);
  const tag = image.tag ?? "";
  if (hub === "eclipse-temurin") {
    if (!releases.includes(/^\d+/.exec(tag)?.[0] ?? "") || /windows|nanoserver|jre/.test(tag))
      return null;
    if (/(^|-)jdk(-|$)/.test(tag))
      return `eclipse-temurin:${tag.replace(/(^|-)jdk(?=-|$)/, "$1jre")}`;
    return /^\d+$/.test(tag) ? `eclipse-temurin:${tag}-jre` : null;
  }
  const named =
    hub === "openjdk"
      ? /^(\d+)/.exec(tag)
      : hub === "maven" || hub === "gradle"
        ? /(?:temurin|openjdk|jdk)-?(\d+)/.exec(tag)
        : null;
  const release = named?.[1] ?? "";
  if (!releases.includes(release) || /windows|nanoserver|graal|corretto|ibm|sapmachine/.test(tag))
    return null;
  return `eclipse-temurin:${release}-jre${tag.includes("alpine") ? "-alpine" : ""}`;
}

/** Where the build leaves an archive, where it goes, and how it is named there. */
interface Archive {
  readonly from: string;
  readonly to: string;
  readonly start: string;
}

function archiveOf(written: string, workdir: string): Archive | null {
  if (!/^[\w./*-]+\.jar$/.test(written) || workdir.startsWith("/?")) return null;
  const from = resolvePath(workdir, written);
  const isPattern = written.includes("*");
  // Gradle leaves a second archive beside the one that can be started.
  if (isPattern && (from.includes("/libs/") || /\*.*\//.test(written))) return null;
  const inside = relativeTo(workdir, from);
  if (workdir === "/" || inside === null)
    return isPattern ? null : { from, to: from, start: written };
  if (!inside.includes("/") && !isPattern) return { from, to: from, start: written };
  const name = isPattern ? "app.jar" : inside.slice(inside.lastIndexOf("/") + 1);
  const to = `${workdir}/${name}`;
  return { from, to, start: written.startsWith("/") ? to : name };
}
