import type { PackageAction } from "../model.ts";
import { actions, flags } from "./manager-syntax.ts";
import type { ManagerSyntax } from "./manager-syntax.ts";
import { npmSpec } from "./specs.ts";

/** Scripts of package.json go by any name; those that say so build. */
function classifyScript(subcommand: string): PackageAction {
  return /^(?:run |run-script )?(?:build|compile|bundle|generate|export)(?:$|[:-])/.test(subcommand)
    ? "build"
    : "other";
}

const npmValues = `--prefix --registry --loglevel --workspace --omit --include --only --cache --userconfig --globalconfig --tag
  --fetch-timeout --fetch-retries --fetch-retry-mintimeout --fetch-retry-maxtimeout --maxsockets --target_arch --cpu --os
  --libc --before --script-shell --install-strategy --also`;

/** The package managers of JavaScript. */
export const javascriptManagers: readonly ManagerSyntax[] = [
  {
    manager: "npm",
    programs: ["npm"],
    subcommands: actions({
      install:
        "install, i, in, ins, inst, insta, instal, isnt, isnta, isntal, isntall, add, install-test, it",
      "install-manifest":
        "ci, clean-install, ic, install-clean, isntall-clean, install-ci-test, cit, clean-install-test, sit",
      upgrade: "update, up, upgrade, udpate",
      remove: "uninstall, unlink, remove, rm, r, un, prune",
      clean: "cache clean, cache rm, cache clear",
      build: "rebuild, rb",
      other: "run *, run-script *",
    }),
    classify: classifyScript,
    shortValues: "wC",
    longValues: flags(npmValues),
    emptyInstall: "install-manifest",
    spec: npmSpec,
  },
  {
    manager: "yarn",
    programs: ["yarn", "yarnpkg"],
    subcommands: actions({
      install: "add, global add",
      "install-manifest": "install, workspaces focus, focus",
      upgrade: "upgrade, up, upgrade-interactive, global upgrade",
      remove: "remove, global remove",
      clean: "cache clean, cache clear, autoclean",
      build: "rebuild",
      other: "run *, run-script *",
    }),
    classify: classifyScript,
    bare: "install-manifest",
    prefixes: new Map([["workspace", 1]]),
    shortValues: "",
    longValues:
      flags(`--cwd --network-timeout --registry --modules-folder --cache-folder --mutex --network-concurrency --mode
      --use-yarnrc --prefix --global-folder --preferred-cache-folder --link-folder --otp --proxy --https-proxy`),
    spec: npmSpec,
  },
  {
    manager: "pnpm",
    programs: ["pnpm"],
    subcommands: actions({
      install: "install, i, add, in",
      "install-manifest": "fetch, deploy, ci, install-test, it",
      upgrade: "update, up, upgrade",
      remove: "remove, rm, uninstall, un, prune",
      clean: "store prune",
      build: "rebuild, rb",
      other: "run *, run-script *",
    }),
    classify: classifyScript,
    shortValues: "FC",
    longValues:
      flags(`--filter --filter-prod --dir --prefix --reporter --store-dir --virtual-store-dir --registry --loglevel
      --network-concurrency --workspace-concurrency --child-concurrency --modules-dir --lockfile-dir --global-dir --cpu --os
      --libc --package-import-method --fetch-timeout --fetch-retries --config-dir`),
    emptyInstall: "install-manifest",
    spec: npmSpec,
  },
  {
    manager: "bun",
    programs: ["bun"],
    subcommands: actions({
      install: "install, i, add, a",
      "install-manifest": "ci",
      upgrade: "update",
      remove: "remove, rm",
      clean: "pm cache",
      build: "build",
      other: "run *, run-script *",
    }),
    classify: classifyScript,
    shortValues: "c",
    longValues: flags(
      "--cwd --filter --registry --backend --cache-dir --config --omit --network-concurrency --target --outdir --outfile",
    ),
    emptyInstall: "install-manifest",
    spec: npmSpec,
  },
];
