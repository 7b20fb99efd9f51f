import { imageUses } from "../../dockerfile/image-uses.ts";
import { registryOf } from "../../dockerfile/image-versions.ts";
import type { ImageReference } from "../../dockerfile/model.ts";
import type { Rule } from "../rule.ts";

export const untrustedRegistry: Rule = {
  name: "untrusted-registry",
  category: "base-image",
  severity: "error",
  confidence: "high",
  presets: ["hadolint"],
  summary: "An image comes from a registry that is not on your list",
  why:
    "What is built on an image, or copied out of one, runs with its code. A list of registries keeps that to the ones " +
    "that you scan, mirror or have a contract with, and keeps builds from failing when another one is down or throttles. " +
    "The rule says nothing until its option `trusted-registries` is set, for example to `ghcr.io`, `*.example.com` or " +
    "`docker.io/library`.",
  sources: [
    {
      title: "Docker: Building best practices, choose the right base image",
      url: "https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image",
    },
  ],
  aliases: ["DL3026"],
  fix: "none",
  options: { "trusted-registries": [] },
  optionTypes: {
    "trusted-registries": {
      takes: "texts",
      description:
        "Registries that images may come from, such as `ghcr.io`, `*.example.com` or, with a path, `docker.io/library`. " +
        "The setting `trusted-registries` is the short way to say it.",
    },
  },
  scope: "file",
  examples: [
    {
      bad: "FROM quay.io/acme/base:2.4.1\n",
      good: "FROM ghcr.io/acme/base:2.4.1\n",
      options: { "trusted-registries": ["ghcr.io", "docker.io/library"] },
    },
    {
      bad: "FROM alpine:3.22\nCOPY --from=acme/tools:1.8 /bin/tool /bin/tool\n",
      good: "FROM alpine:3.22\nCOPY --from=registry.example.com/acme/tools:1.8 /bin/tool /bin/tool\n",
      options: { "trusted-registries": ["*.example.com", "docker.io/library"] },
    },
  ],
  silentOn: ["FROM quay.io/acme/base:2.4.1\n", "FROM alpine:3.22\n"],
  appliesTo: (_, { options }) => trustedRegistries(options).length > 0,
  *check(dockerfile, { options }) {
    const trusted = trustedRegistries(options);
    if (trusted.length === 0) return;
    for (const { use, where } of imageUses(dockerfile)) {
      const { reference } = use;
      if (reference === null || isTrusted(reference, trusted)) continue;
      // A bare name after `--from=` may be a build context that the command line names.
      const isBare = reference.registry === null && !/[:@/]/.test(reference.text);
      if (where !== "from" && isBare) continue;
      const registry = registryOf(reference);
      const names = trusted.map((one) => `\`${one}\``).join(", ");
      yield {
        message:
          `\`${reference.text}\` comes from \`${registry}\`, which is not among the trusted registries (${names}). Take it ` +
          "from one of them, or have it added to `trusted-registries`.",
        span: use.span,
      };
    }
  },
};

function trustedRegistries(options: Readonly<Record<string, unknown>>): readonly string[] {
  const list = options["trusted-registries"];
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === "string") : [];
}

/** Whether an image lies in a registry, or below a path of one, that is on the list. */
function isTrusted(reference: ImageReference, trusted: readonly string[]): boolean {
  const registry = registryOf(reference).toLowerCase();
  const isShort = registry === "docker.io" && !reference.repository.includes("/");
  const repository = isShort ? `library/${reference.repository}` : reference.repository;
  return trusted.some((entry) => {
    const [host = "", ...path] = entry.toLowerCase().replace(/\/+$/, "").split("/");
    const below = path.join("/");
    const isHost = host.startsWith("*.")
      ? registry.endsWith(host.slice(1))
      : host === "*" || host === registry;
    return isHost && (below === "" || repository === below || repository.startsWith(`${below}/`));
  });
}
