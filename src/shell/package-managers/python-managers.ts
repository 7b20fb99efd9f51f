import { actions, flags } from "./manager-syntax.ts";
import type { ManagerSyntax } from "./manager-syntax.ts";
import { condaSpec, pipSpec } from "./specs.ts";

const pipValues = `--requirement --constraint --editable --target --index-url --extra-index-url --find-links --platform
  --python-version --implementation --abi --root --prefix --src --build --upgrade-strategy --no-binary --only-binary
  --progress-bar --global-option --install-option --build-option --config-settings --config-setting --trusted-host --proxy
  --retries --timeout --default-timeout --cache-dir --log --cert --client-cert --exists-action --use-feature
  --use-deprecated --python --keyring-provider --report --wheel-dir --dest --root-user-action --group --exclude`;

const uvValues = `${pipValues} --requirements --constraints --override --overrides --extra --only-group --no-group --index
  --default-index --directory --project --link-mode --no-install-package --package --python-platform --torch-backend
  --output-file --config-file --index-strategy --with --with-editable --with-requirements --allow-insecure-host
  --exclude-newer --resolution --prerelease --reinstall-package --refresh-package --upgrade-package --no-binary-package
  --no-build-package --no-build-isolation-package --from --script --branch --tag --rev --concurrency --color`;

/** The package managers of Python. */
export const pythonManagers: readonly ManagerSyntax[] = [
  {
    manager: "pip",
    programs: ["pip", "pip2", "pip3"],
    subcommands: actions({
      install: "install",
      remove: "uninstall",
      clean: "cache purge, cache remove",
      build: "wheel",
    }),
    shortValues: "rcetifbCwd",
    longValues: flags(pipValues),
    manifestFlags: ["-r", "--requirement", "--group"],
    packageFlags: ["-e", "--editable"],
    spec: pipSpec,
  },
  {
    manager: "pipx",
    programs: ["pipx"],
    subcommands: actions({
      install: "install, inject",
      upgrade: "upgrade, upgrade-all",
      remove: "uninstall",
    }),
    shortValues: "i",
    longValues: flags("--python --index-url --pip-args --spec --suffix --preinstall"),
    spec: pipSpec,
  },
  {
    manager: "pipenv",
    programs: ["pipenv"],
    subcommands: actions({
      install: "install",
      "install-manifest": "sync",
      upgrade: "update, upgrade",
      remove: "uninstall",
    }),
    shortValues: "erci",
    longValues: flags(
      "--python --editable --requirements --requirementstxt --index --pypi-mirror --categories --extra-pip-args",
    ),
    emptyInstall: "install-manifest",
    packageFlags: ["-e", "--editable"],
    spec: pipSpec,
  },
  {
    manager: "poetry",
    programs: ["poetry"],
    subcommands: actions({
      install: "add, self add",
      "install-manifest": "install, sync",
      upgrade: "update, self update",
      remove: "remove, self remove",
      clean: "cache clear",
      build: "build",
    }),
    shortValues: "CPEGof",
    longValues: flags(
      "--directory --project --with --without --only --extras --group --output --format --source --python",
    ),
    spec: pipSpec,
  },
  {
    manager: "uv",
    programs: ["uv"],
    subcommands: actions({
      install: "pip install, add, tool install",
      "install-manifest": "sync, pip sync",
      upgrade: "tool upgrade",
      remove: "pip uninstall, remove, tool uninstall",
      clean: "cache clean, cache prune, clean",
      build: "build",
    }),
    shortValues: "rceifpotPCbw",
    longValues: flags(uvValues),
    manifestFlags: ["-r", "--requirement", "--requirements", "--group"],
    packageFlags: ["-e", "--editable"],
    spec: pipSpec,
  },
  {
    manager: "conda",
    programs: ["conda", "mamba", "micromamba"],
    subcommands: actions({
      install: "install, create",
      "install-manifest": "env create, env update",
      upgrade: "update, upgrade",
      remove: "remove, uninstall, env remove",
      clean: "clean",
    }),
    shortValues: "npcfr",
    longValues:
      flags(`--name --prefix --channel --file --solver --repodata-fn --root-prefix --clone --download-threads --platform
      --subdir --rc-file`),
    withoutValues: ["clean"],
    manifestFlags: ["-f", "--file"],
    spec: condaSpec,
  },
];
