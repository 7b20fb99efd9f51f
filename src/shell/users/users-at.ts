import { instructionsBefore } from "../../dockerfile/context-copies.ts";
import type {
  ImageReference,
  CopyInstruction,
  Dockerfile,
  Instruction,
  Stage,
} from "../../dockerfile/model.ts";
import { flagOf, rootStage } from "../../dockerfile/queries.ts";
import { hubName } from "../../dockerfile/known-images.ts";
import { createdUsers } from "./created-users.ts";
import { shellOf } from "../parse-shell.ts";
import { resolveWord } from "../reading/words.ts";

/** Users that well-known images bring for what runs in them; each has a group of the same name. From the sources in `base-images.ts`. */
const usersOfImages: Readonly<Record<string, string>> = {
  node: "node",
  "oven/bun": "bun",
  "denoland/deno": "deno",
  nginx: "nginx",
  postgres: "postgres",
  redis: "redis",
  php: "www-data",
  wordpress: "www-data",
  elasticsearch: "elasticsearch",
  logstash: "logstash",
  kibana: "kibana",
  jenkins: "jenkins",
  cassandra: "cassandra",
  "eclipse-mosquitto": "mosquitto",
  gradle: "gradle",
  influxdb: "influxdb",
  jetty: "jetty",
  mariadb: "mysql",
  mongo: "mongodb",
  mysql: "mysql",
  neo4j: "neo4j",
  "nginxinc/nginx-unprivileged": "nginx",
  rabbitmq: "rabbitmq",
  redmine: "redmine",
  solr: "solr",
  spark: "spark",
  "valkey/valkey": "valkey",
};

/** The number of the user `app` that .NET's images bring, so that no other can have that name. From their documentation, 2026-11. */
const dotnetUser = "1654";

/** Whether an image is one of .NET 8 or later for Linux. */
function hasDotnetUser({ registry, repository, tag }: ImageReference): boolean {
  if (registry !== "mcr.microsoft.com" || !repository.startsWith("dotnet/")) return false;
  return Number(/^\d+/.exec(tag ?? "")?.[0] ?? 0) >= 8;
}

/** The user that the base image of a stage brings for its program; null when it has none, or that is not known. */
export function userOfBase(stage: Stage | null): string | null {
  const image = stage === null ? null : rootStage(stage).base.reference;
  if (image !== null && hasDotnetUser(image)) return dotnetUser;
  const name = image === null ? null : hubName(image);
  return name !== null && Object.hasOwn(usersOfImages, name) ? (usersOfImages[name] ?? null) : null;
}

/**
 * Whether `user`, `user:group` or `:group` can be resolved where an instruction stands: each part is a number, belongs to the
 * base image, or was made by a RUN before it.
 */
export function isKnownOwner(
  dockerfile: Dockerfile,
  instruction: Instruction,
  owner: string,
): boolean {
  const [user = "", group = "", more] = owner.split(":");
  if (more !== undefined || !/^[\w-]*$/.test(user + group) || owner === "") return false;
  const isPlain = (name: string): boolean =>
    name === "" || name === "root" || /^\d+$/.test(name) || name === userOfBase(instruction.stage);
  if (isPlain(user) && isPlain(group)) return true;
  const { users, groups } = madeBefore(dockerfile, instruction);
  return (isPlain(user) || users.has(user)) && (isPlain(group) || groups.has(group));
}

/** The users and groups that the RUNs before an instruction make by name. */
function madeBefore(
  dockerfile: Dockerfile,
  instruction: Instruction,
): { readonly users: ReadonlySet<string>; readonly groups: ReadonlySet<string> } {
  const users = new Set<string>();
  const groups = new Set<string>();
  for (const run of instructionsBefore(instruction)) {
    if (run.kind !== "run") continue;
    for (const { name, command, arguments: args } of createdUsers(dockerfile, run)) {
      if (name === null || command.conditional) continue;
      users.add(name);
      // useradd makes a group of that name unless it is given another one.
      const given = args.options.some((one) =>
        ["-g", "--gid", "-N", "--no-user-group", "-G", "--ingroup"].includes(one.name),
      );
      const isSystem =
        command.name === "adduser" && args.options.some((one) => /^-(?:S|-system)$/.test(one.name));
      if (!given && !isSystem) groups.add(name);
    }
    for (const { name, args, conditional } of shellOf(dockerfile, run)?.commands ?? []) {
      if ((name !== "groupadd" && name !== "addgroup") || conditional) continue;
      const last = args.at(-1);
      const group = last === undefined ? null : resolveWord(last, run.state);
      if (group !== null) groups.add(group);
    }
  }
  return { users, groups };
}

/** Whether a COPY can be given an owner: one with `--link` knows nothing of the files before it, and so no names. */
export function takesOwner(copy: CopyInstruction, owner: string): boolean {
  return flagOf(copy, "link") === null || /^[\d:]+$/.test(owner);
}
