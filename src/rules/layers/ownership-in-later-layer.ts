import type { CopyInstruction, Dockerfile } from "../../dockerfile/model.ts";
import { flagOf, imageRuns } from "../../dockerfile/queries.ts";
import { attributeFix } from "../../shell/edits/attribute-fix.ts";
import { lateAttributes, type LateAttribute } from "../../shell/layers/late-attributes.ts";
import { createdUsers } from "../../shell/users/created-users.ts";
import { madeBetween } from "../../shell/users/made-between.ts";
import { isKnownOwner, takesOwner } from "../../shell/users/users-at.ts";
import { sayLines } from "../../source/say-lines.ts";
import type { Fix, Rule } from "../rule.ts";

export const ownershipInLaterLayer: Rule = {
  name: "ownership-in-later-layer",
  category: "layers",
  severity: "warning",
  confidence: "high",
  presets: ["recommended"],
  summary: "A RUN changes the owner of files that COPY has just brought, and so stores them twice",
  why:
    "A layer holds whole files: changing the owner of a file in a later one stores and transfers all of its content a second " +
    "time. After `RUN chown -R` of the application, the image is larger by the size of the application. `COPY --chown` sets the " +
    "owner when the files are written, and costs nothing.",
  sources: [
    {
      title: "Docker: Dockerfile reference, COPY --chown",
      url: "https://docs.docker.com/reference/dockerfile/#copy---chown---chmod",
    },
  ],
  aliases: [],
  fix: "review",
  ignoreWhen: "the files are few and small, and the user is not known before.",
  scope: "file",
  words: ["chown"],
  examples: [
    {
      bad:
        "FROM python:3.13-slim\nRUN useradd --system --uid 10001 app\nWORKDIR /app\nCOPY . .\nRUN chown -R app:app /app\n" +
        'USER app\nCMD ["python", "app.py"]\n',
      good:
        "FROM python:3.13-slim\nRUN useradd --system --uid 10001 app\nWORKDIR /app\nCOPY --chown=app:app . .\n" +
        'USER app\nCMD ["python", "app.py"]\n',
      fixed:
        "FROM python:3.13-slim\nRUN useradd --system --uid 10001 app\nWORKDIR /app\nCOPY --chown=app:app . .\n" +
        'USER app\nCMD ["python", "app.py"]\n',
    },
    {
      bad:
        "FROM node:22\nWORKDIR /srv\nCOPY --from=build /out dist\nCOPY package.json ./\n" +
        "RUN apt-get update && chown -R node:node /srv\nUSER node\n",
      good:
        "FROM node:22\nWORKDIR /srv\nCOPY --from=build --chown=node:node /out dist\nCOPY --chown=node:node package.json ./\n" +
        "RUN apt-get update\nUSER node\n",
      fixed:
        "FROM node:22\nWORKDIR /srv\nCOPY --from=build --chown=node:node /out dist\nCOPY --chown=node:node package.json ./\n" +
        "RUN apt-get update\nUSER node\n",
    },
    {
      bad: "FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN chown -R node:node .\nUSER node\n",
      good:
        "FROM node:22\nWORKDIR /app\nRUN chown node:node /app\nUSER node\nCOPY --chown=node:node package*.json ./\n" +
        "RUN npm ci\nCOPY --chown=node:node . .\n",
    },
  ],
  silentOn: [
    "FROM debian:12\nRUN mkdir -p /data && chown -R 1000:1000 /data\n",
    "FROM debian:12\nCOPY app /app/\nRUN chown 1000:1000 /app\n",
    "FROM debian:12\nARG ID=1000\nCOPY --chown=${ID}:$ID app /app/\nRUN mkdir /app/data && chown -R ${ID}:${ID} /app\n",
    "FROM debian:12\nRUN apt-get update && apt-get install -y nginx && chown -R www-data /var/lib/nginx\n",
    "FROM debian:12\nCOPY nginx.conf /etc/nginx/nginx.conf\nRUN chown -R www-data /var/log/nginx /var/cache/nginx\n",
    "FROM debian:12 AS build\nCOPY . /src\nRUN chown -R 1000 /src\nFROM debian:12\nCOPY --from=build /src/app /app\n",
    'FROM debian:12\nCOPY . /app\nENTRYPOINT ["sh", "-c", "chown -R 1000 /app && exec app"]\n',
    "FROM debian:12\nCOPY . /app\nRUN mkdir /app/storage && chown -R 1000 /app/storage\n",
    "FROM debian:12\nCOPY . /app\nRUN chown -R 1000 $DATA\n",
    "FROM debian:12\nCOPY site.conf /etc/nginx/site.conf\nRUN chown -R root:root /etc/nginx\n",
  ],
  *check(dockerfile) {
    for (const run of imageRuns(dockerfile)) {
      if (run.onbuild !== null) continue;
      for (const late of lateAttributes(dockerfile, run, "chown")) {
        const owner = late.value === null ? null : copiesOwner(dockerfile, late.value);
        // What has its owner already is not what this is for.
        if (owner !== null && late.copies.every((copy) => isOwned(copy, owner))) continue;
        const fix = owner === null ? undefined : fixOf(dockerfile, late, owner);
        yield { message: messageOf(dockerfile, late, owner, fix), span: late.command.span, fix };
      }
    }
  },
};

/** The owner as COPY takes it: `chown` still knows `user.group`, where no user is called that; COPY only `user:group`. */
function copiesOwner(dockerfile: Dockerfile, value: string): string {
  const old = /^([a-z_][\w-]*)\.([a-z_][\w-]*)?$/.exec(value);
  if (old === null) return value.replace(/:$/, "");
  const isName = imageRuns(dockerfile).some((run) =>
    createdUsers(dockerfile, run).some(({ name }) => name === value),
  );
  const [, user = "", group] = old;
  if (isName) return value;
  return group === undefined ? user : `${user}:${group}`;
}

/** Whether a COPY gives its files an owner that a later `chown` only repeats. */
function isOwned(copy: CopyInstruction, owner: string): boolean {
  const given = flagOf(copy, "chown")?.value?.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (written: string, braced?: string, bare?: string) =>
      copy.state.lookup(braced ?? bare ?? "")?.value ?? written,
  );
  // Without the flag it gives them to root, whoever the user is.
  if (given === undefined) return /^(?:root|0)(?::(?:root|0))?$/.test(owner);
  return given === owner || (!owner.includes(":") && given.split(":")[0] === owner);
}

function messageOf(
  dockerfile: Dockerfile,
  late: LateAttribute,
  owner: string | null,
  fix: Fix | undefined,
): string {
  const { copies, paths, written } = late;
  const where = sayLines(copies.map(({ span }) => dockerfile.source.lineAt(span.start)));
  const flag = `\`COPY --chown=${owner ?? "<user>"}\``;
  const rest =
    fix === undefined
      ? `Copy with ${flag}${whenMade(dockerfile, late, owner)} let what writes there run as that user.`
      : `Copy with ${flag} instead.`;
  const to = paths.length > 1 ? "" : ` to \`${written}\``;
  return `The files that ${where} copied${to} are stored a second time with their new owner. ${rest}`;
}

/** What has to come first for COPY to know the owner; it knows numbers and whoever was there before it. */
function whenMade(
  dockerfile: Dockerfile,
  { run, copies }: LateAttribute,
  owner: string | null,
): string {
  const [first] = copies;
  const made =
    first === undefined || owner === null ? null : madeBetween(dockerfile, first, run, owner);
  return made === null ? " and" : `, once the ${made} is made, and`;
}

function fixOf(dockerfile: Dockerfile, late: LateAttribute, owner: string): Fix | undefined {
  if (
    late.copies.some((copy) => !isKnownOwner(dockerfile, copy, owner) || !takesOwner(copy, owner))
  )
    return undefined;
  const edits = attributeFix(dockerfile, late, "chown", owner);
  const check = late.recursive ? " (check that nothing is created in the directory itself)" : "";
  return edits === null
    ? undefined
    : { title: `Copy with --chown=${owner}, drop the chown${check}`, safety: "review", edits };
}
