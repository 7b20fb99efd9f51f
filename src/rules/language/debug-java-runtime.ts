import { megabytesOf } from "../../dockerfile/image-variants.ts";
import { officialName } from "../../dockerfile/image-versions.ts";
import type { Dockerfile, ImageReference, ImageUse } from "../../dockerfile/model.ts";
import { imageStages, rootStage } from "../../dockerfile/queries.ts";
import { jreVariant, retag } from "../../dockerfile/smaller-images.ts";
import { imageNeeds } from "../../shell/services/image-needs.ts";
import { sayMegabytes } from "../../source/say-megabytes.ts";
import type { Problem, Rule } from "../rule.ts";

/** Programs of the JDK that a JRE lacks, and programs that need it. */
const jdkPrograms =
  "javac jar jlink jshell jdeps jpackage jcmd jps jstack jmap jstat jinfo jdb jarsigner javadoc mvn mvnw gradle gradlew ant sbt native-image".split(
    " ",
  );

export const debugJavaRuntime: Rule = {
  name: "debug-java-runtime",
  category: "language",
  severity: "info",
  confidence: "medium",
  presets: ["recommended"],
  summary: "A Java program runs on a whole JDK where a JRE would do",
  why:
    "A JDK adds the compiler, debuggers and the modules for building to what a program needs to run: " +
    "`eclipse-temurin:21-jdk` is 224 MB to pull, `eclipse-temurin:21-jre` 115 MB. Whoever gets into the container also " +
    "finds a compiler and tools that read the memory of the running program there.",
  sources: [
    { title: "Docker Hub: eclipse-temurin", url: "https://hub.docker.com/_/eclipse-temurin" },
    {
      title: "Docker: Building best practices, choose the right base image",
      url: "https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image",
    },
  ],
  aliases: [],
  fix: "review",
  scope: "file",
  words: ["temurin", "openjdk", "semeru"],
  ignoreWhen: "When heap dumps and thread dumps are taken inside of the container:",
  examples: [
    {
      bad: 'FROM eclipse-temurin:21-jdk AS build\nRUN ./mvnw package\n\nFROM eclipse-temurin:21-jdk\nCOPY --from=build /src/target/app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
      good: 'FROM eclipse-temurin:21-jdk AS build\nRUN ./mvnw package\n\nFROM eclipse-temurin:21-jre\nCOPY --from=build /src/target/app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
      fixed:
        'FROM eclipse-temurin:21-jdk AS build\nRUN ./mvnw package\n\nFROM eclipse-temurin:21-jre\nCOPY --from=build /src/target/app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
    },
    {
      bad: 'FROM eclipse-temurin:17-alpine\nCOPY target/app.jar /app.jar\nENTRYPOINT ["java", "-Xmx256m", "-jar", "/app.jar"]\n',
      good: 'FROM eclipse-temurin:17-jre-alpine\nCOPY target/app.jar /app.jar\nENTRYPOINT ["java", "-Xmx256m", "-jar", "/app.jar"]\n',
      fixed:
        'FROM eclipse-temurin:17-jre-alpine\nCOPY target/app.jar /app.jar\nENTRYPOINT ["java", "-Xmx256m", "-jar", "/app.jar"]\n',
    },
    {
      bad: 'FROM openjdk:17-slim\nCOPY target/app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
      good: 'FROM eclipse-temurin:17-jre\nCOPY target/app.jar /app.jar\nCMD ["java", "-jar", "/app.jar"]\n',
    },
  ],
  silentOn: [
    'FROM eclipse-temurin:21-jre\nCOPY app.jar /\nCMD ["java", "-jar", "/app.jar"]\n',
    'FROM gcr.io/distroless/java21-debian12\nCOPY app.jar /\nCMD ["/app.jar"]\n',
    'FROM eclipse-temurin:21-jdk\nCOPY . .\nRUN ./gradlew build\nCMD ["java", "-jar", "build/libs/app.jar"]\n',
    'FROM eclipse-temurin:21-jdk\nCOPY App.java .\nRUN javac App.java\nCMD ["java", "App"]\n',
    'FROM eclipse-temurin:21\nCMD ["jshell"]\n',
    'FROM eclipse-temurin:21\nCOPY App.java .\nCMD ["java", "App.java"]\n',
    'FROM eclipse-temurin:21 AS jre\nRUN jlink --output /jre\nFROM debian:12-slim\nCOPY --from=jre /jre /jre\nCMD ["/jre/bin/java", "-jar", "/app.jar"]\n',
    'FROM amazoncorretto:21\nCOPY app.jar /\nCMD ["java", "-jar", "/app.jar"]\n',
    'FROM eclipse-temurin:21\nCOPY app.jar /\nRUN java -Djarmode=layertools -jar /app.jar extract\nCMD ["/start.sh"]\n',
  ],
  appliesTo: ({ finalStage }) => {
    const image = finalStage === null ? null : rootStage(finalStage).base.reference;
    return image !== null && /java|jdk|jre|temurin|corretto/.test(image.text);
  },
  *check(dockerfile) {
    const { finalStage } = dockerfile;
    const base = finalStage === null ? null : rootStage(finalStage).base;
    if (finalStage === null || base?.reference == null || !isJdk(base.reference)) return;
    if (!runsJar(dockerfile)) return;
    yield { ...problemOf(dockerfile, base, base.reference), span: base.span };
  },
};

function isJdk(image: ImageReference): boolean {
  if (jreVariant(image) !== null) return true;
  const tag = image.tag ?? "";
  return officialName(image) === "openjdk" && /^\d/.test(tag) && !/(?:^|-)jre(?:-|$)/.test(tag);
}

/** Whether the image starts `java` on what is compiled, and calls nothing that needs a JDK. */
function runsJar(dockerfile: Dockerfile): boolean {
  const stages = imageStages(dockerfile);
  const { programs, open } = imageNeeds(dockerfile, stages);
  if (open || jdkPrograms.some((name) => programs.has(name))) return false;
  const started = stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ kind }) => kind === "cmd" || kind === "entrypoint")
    .map(({ argumentsSpan }) => dockerfile.source.slice(argumentsSpan));
  // A source file is compiled when it is started.
  return (
    programs.has("java") && started.some((text) => /\bjava\b/.test(text) && !/\.java\b/.test(text))
  );
}

function problemOf(
  dockerfile: Dockerfile,
  base: ImageUse,
  image: ImageReference,
): Omit<Problem, "span"> {
  const jre = jreVariant(image);
  if (jre === null) {
    const release = /^\d+/.exec(image.tag ?? "")?.[0] ?? "";
    return {
      message:
        `\`${image.text}\` is a whole JDK, and its image is no longer maintained; the program only needs a JRE. Use ` +
        `\`eclipse-temurin:${release}-jre\`.`,
    };
  }
  const [before, after] = [megabytesOf(base), jre.variant?.megabytes];
  const sizes =
    before === null || after === undefined
      ? ""
      : ` (about ${sayMegabytes(before)} to pull, the JRE about ${sayMegabytes(after)})`;
  const edit = retag(dockerfile, base, jre.tag);
  return {
    message:
      `\`${image.text}\` is a whole JDK${sizes}, compiler and debugging tools included; the program only needs a JRE. Use ` +
      `\`${jre.text}\`.`,
    fix:
      edit === null
        ? undefined
        : {
            title: `Use ${jre.text} (check that nobody calls jcmd or jstack in it)`,
            safety: "review",
            edits: [edit],
          },
  };
}
