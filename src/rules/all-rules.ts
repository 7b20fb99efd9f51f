// Built by `npm run build:rules` from the files in this folder. Do not edit.
import { baseImageVersionDrift } from "./base-image/base-image-version-drift.ts";
import { endOfLifeBaseImage } from "./base-image/end-of-life-base-image.ts";
import { fixedPlatform } from "./base-image/fixed-platform.ts";
import { latestBaseImage } from "./base-image/latest-base-image.ts";
import { looseBaseImageVersion } from "./base-image/loose-base-image-version.ts";
import { oversizedBaseImage } from "./base-image/oversized-base-image.ts";
import { redundantTargetPlatform } from "./base-image/redundant-target-platform.ts";
import { unavailableBasePlatform } from "./base-image/unavailable-base-platform.ts";
import { undefinedBaseArgument } from "./base-image/undefined-base-argument.ts";
import { undigestedBaseImage } from "./base-image/undigested-base-image.ts";
import { untaggedBaseImage } from "./base-image/untagged-base-image.ts";
import { untrustedRegistry } from "./base-image/untrusted-registry.ts";
import { addInsteadOfCopy } from "./copy/add-instead-of-copy.ts";
import { copiedArchiveExtracted } from "./copy/copied-archive-extracted.ts";
import { copyDestinationNotDirectory } from "./copy/copy-destination-not-directory.ts";
import { dockerignoreGap } from "./copy/dockerignore-gap.ts";
import { dockerignoreSyntax } from "./copy/dockerignore-syntax.ts";
import { ignoredCopySource } from "./copy/ignored-copy-source.ts";
import { missingCopySource } from "./copy/missing-copy-source.ts";
import { missingDockerignore } from "./copy/missing-dockerignore.ts";
import { relativeCopyDestination } from "./copy/relative-copy-destination.ts";
import { sourceOutsideContext } from "./copy/source-outside-context.ts";
import { debugJavaRuntime } from "./language/debug-java-runtime.ts";
import { dynamicGoBinary } from "./language/dynamic-go-binary.ts";
import { goModTidyInBuild } from "./language/go-mod-tidy-in-build.ts";
import { libcMismatch } from "./language/libc-mismatch.ts";
import { missingCaCertificates } from "./language/missing-ca-certificates.ts";
import { missingNodeEnvironment } from "./language/missing-node-environment.ts";
import { missingPythonEnvironment } from "./language/missing-python-environment.ts";
import { pythonUserInstallPath } from "./language/python-user-install-path.ts";
import { unoptimisedRustBinary } from "./language/unoptimised-rust-binary.ts";
import { unstrippedGoBinary } from "./language/unstripped-go-binary.ts";
import { cacheBustingArgument } from "./layers/cache-busting-argument.ts";
import { cleanupInLaterLayer } from "./layers/cleanup-in-later-layer.ts";
import { consecutiveRuns } from "./layers/consecutive-runs.ts";
import { manyLayers } from "./layers/many-layers.ts";
import { modeInLaterLayer } from "./layers/mode-in-later-layer.ts";
import { ownershipInLaterLayer } from "./layers/ownership-in-later-layer.ts";
import { sourceBeforeDependencies } from "./layers/source-before-dependencies.ts";
import { deprecatedMaintainer } from "./metadata/deprecated-maintainer.ts";
import { invalidLabel } from "./metadata/invalid-label.ts";
import { missingImageLabels } from "./metadata/missing-image-labels.ts";
import { aptInsteadOfAptGet } from "./packages/apt-instead-of-apt-get.ts";
import { aptRecommendedPackages } from "./packages/apt-recommended-packages.ts";
import { devDependenciesInFinalStage } from "./packages/dev-dependencies-in-final-stage.ts";
import { interactivePackageInstall } from "./packages/interactive-package-install.ts";
import { missingCacheMount } from "./packages/missing-cache-mount.ts";
import { mixedDownloadTools } from "./packages/mixed-download-tools.ts";
import { noisyWget } from "./packages/noisy-wget.ts";
import { npmInstallInBuild } from "./packages/npm-install-in-build.ts";
import { packageCacheLeftBehind } from "./packages/package-cache-left-behind.ts";
import { packageIndexUpdateAlone } from "./packages/package-index-update-alone.ts";
import { redirectedVersion } from "./packages/redirected-version.ts";
import { systemUpgrade } from "./packages/system-upgrade.ts";
import { tolerantCurl } from "./packages/tolerant-curl.ts";
import { unpinnedLanguagePackage } from "./packages/unpinned-language-package.ts";
import { unpinnedOsPackage } from "./packages/unpinned-os-package.ts";
import { unpurgedBuildDependencies } from "./packages/unpurged-build-dependencies.ts";
import { unautomatedBaseUpdates } from "./repository/unautomated-base-updates.ts";
import { unscannedImage } from "./repository/unscanned-image.ts";
import { writableRootFilesystem } from "./repository/writable-root-filesystem.ts";
import { cdInRun } from "./run/cd-in-run.ts";
import { missingPipefail } from "./run/missing-pipefail.ts";
import { pointlessCommand } from "./run/pointless-command.ts";
import { privilegedRun } from "./run/privileged-run.ts";
import { relinkedShell } from "./run/relinked-shell.ts";
import { shellFormInShellLessImage } from "./run/shell-form-in-shell-less-image.ts";
import { uncheckedHeredoc } from "./run/unchecked-heredoc.ts";
import { backgroundServiceCommand } from "./runtime/background-service-command.ts";
import { exposedRemoteShellPort } from "./runtime/exposed-remote-shell-port.ts";
import { ignoredCommand } from "./runtime/ignored-command.ts";
import { invalidExposedPort } from "./runtime/invalid-exposed-port.ts";
import { invalidStopSignal } from "./runtime/invalid-stop-signal.ts";
import { logToFile } from "./runtime/log-to-file.ts";
import { malformedExecForm } from "./runtime/malformed-exec-form.ts";
import { missingCommand } from "./runtime/missing-command.ts";
import { missingExposedPort } from "./runtime/missing-exposed-port.ts";
import { missingHealthcheck } from "./runtime/missing-healthcheck.ts";
import { processManagerAsCommand } from "./runtime/process-manager-as-command.ts";
import { repeatedCommand } from "./runtime/repeated-command.ts";
import { shellFormCommand } from "./runtime/shell-form-command.ts";
import { unavailableHealthcheckTool } from "./runtime/unavailable-healthcheck-tool.ts";
import { unexpandedVariable } from "./runtime/unexpanded-variable.ts";
import { credentialsInUrl } from "./secrets/credentials-in-url.ts";
import { disabledSignatureCheck } from "./secrets/disabled-signature-check.ts";
import { disabledTlsVerification } from "./secrets/disabled-tls-verification.ts";
import { passwordSetInRun } from "./secrets/password-set-in-run.ts";
import { pipedRemoteScript } from "./secrets/piped-remote-script.ts";
import { plainHttpDownload } from "./secrets/plain-http-download.ts";
import { secretFileCopied } from "./secrets/secret-file-copied.ts";
import { secretInArgOrEnv } from "./secrets/secret-in-arg-or-env.ts";
import { secretMountUnused } from "./secrets/secret-mount-unused.ts";
import { secretValue } from "./secrets/secret-value.ts";
import { unverifiedDownload } from "./secrets/unverified-download.ts";
import { asKeywordCasing } from "./stages/as-keyword-casing.ts";
import { buildToolsInFinalStage } from "./stages/build-tools-in-final-stage.ts";
import { circularStageDependency } from "./stages/circular-stage-dependency.ts";
import { copyFromEmptyStage } from "./stages/copy-from-empty-stage.ts";
import { copyFromOwnStage } from "./stages/copy-from-own-stage.ts";
import { duplicateStageName } from "./stages/duplicate-stage-name.ts";
import { reservedStageName } from "./stages/reserved-stage-name.ts";
import { singleStageBuild } from "./stages/single-stage-build.ts";
import { sourceInFinalStage } from "./stages/source-in-final-stage.ts";
import { stageNameCasing } from "./stages/stage-name-casing.ts";
import { unknownSourceStage } from "./stages/unknown-source-stage.ts";
import { unusedStage } from "./stages/unused-stage.ts";
import { wholeFilesystemCopy } from "./stages/whole-filesystem-copy.ts";
import { emptyContinuation } from "./syntax/empty-continuation.ts";
import { inlineSuppression } from "./syntax/inline-suppression.ts";
import { instructionCasing } from "./syntax/instruction-casing.ts";
import { invalidOnbuild } from "./syntax/invalid-onbuild.ts";
import { legacyKeyValue } from "./syntax/legacy-key-value.ts";
import { mismatchedDefinitionComment } from "./syntax/mismatched-definition-comment.ts";
import { missingSyntaxDirective } from "./syntax/missing-syntax-directive.ts";
import { missingWorkdir } from "./syntax/missing-workdir.ts";
import { relativeWorkdir } from "./syntax/relative-workdir.ts";
import { selfReferringEnv } from "./syntax/self-referring-env.ts";
import { syntaxError } from "./syntax/syntax-error.ts";
import { trailingComment } from "./syntax/trailing-comment.ts";
import { undefinedVariable } from "./syntax/undefined-variable.ts";
import { workdirInSystemDirectory } from "./syntax/workdir-in-system-directory.ts";
import { missingUser } from "./user/missing-user.ts";
import { namedUserWithoutPasswd } from "./user/named-user-without-passwd.ts";
import { nonNumericUser } from "./user/non-numeric-user.ts";
import { rootUser } from "./user/root-user.ts";
import { sparseUserLog } from "./user/sparse-user-log.ts";
import { sudoInRun } from "./user/sudo-in-run.ts";
import { unusedCreatedUser } from "./user/unused-created-user.ts";
import { worldWritablePath } from "./user/world-writable-path.ts";
import type { Rule } from "./rule.ts";

/** Every rule, by category and name. */
export const allRules: readonly Rule[] = [
  baseImageVersionDrift,
  endOfLifeBaseImage,
  fixedPlatform,
  latestBaseImage,
  looseBaseImageVersion,
  oversizedBaseImage,
  redundantTargetPlatform,
  unavailableBasePlatform,
  undefinedBaseArgument,
  undigestedBaseImage,
  untaggedBaseImage,
  untrustedRegistry,
  addInsteadOfCopy,
  copiedArchiveExtracted,
  copyDestinationNotDirectory,
  dockerignoreGap,
  dockerignoreSyntax,
  ignoredCopySource,
  missingCopySource,
  missingDockerignore,
  relativeCopyDestination,
  sourceOutsideContext,
  debugJavaRuntime,
  dynamicGoBinary,
  goModTidyInBuild,
  libcMismatch,
  missingCaCertificates,
  missingNodeEnvironment,
  missingPythonEnvironment,
  pythonUserInstallPath,
  unoptimisedRustBinary,
  unstrippedGoBinary,
  cacheBustingArgument,
  cleanupInLaterLayer,
  consecutiveRuns,
  manyLayers,
  modeInLaterLayer,
  ownershipInLaterLayer,
  sourceBeforeDependencies,
  deprecatedMaintainer,
  invalidLabel,
  missingImageLabels,
  aptInsteadOfAptGet,
  aptRecommendedPackages,
  devDependenciesInFinalStage,
  interactivePackageInstall,
  missingCacheMount,
  mixedDownloadTools,
  noisyWget,
  npmInstallInBuild,
  packageCacheLeftBehind,
  packageIndexUpdateAlone,
  redirectedVersion,
  systemUpgrade,
  tolerantCurl,
  unpinnedLanguagePackage,
  unpinnedOsPackage,
  unpurgedBuildDependencies,
  unautomatedBaseUpdates,
  unscannedImage,
  writableRootFilesystem,
  cdInRun,
  missingPipefail,
  pointlessCommand,
  privilegedRun,
  relinkedShell,
  shellFormInShellLessImage,
  uncheckedHeredoc,
  backgroundServiceCommand,
  exposedRemoteShellPort,
  ignoredCommand,
  invalidExposedPort,
  invalidStopSignal,
  logToFile,
  malformedExecForm,
  missingCommand,
  missingExposedPort,
  missingHealthcheck,
  processManagerAsCommand,
  repeatedCommand,
  shellFormCommand,
  unavailableHealthcheckTool,
  unexpandedVariable,
  credentialsInUrl,
  disabledSignatureCheck,
  disabledTlsVerification,
  passwordSetInRun,
  pipedRemoteScript,
  plainHttpDownload,
  secretFileCopied,
  secretInArgOrEnv,
  secretMountUnused,
  secretValue,
  unverifiedDownload,
  asKeywordCasing,
  buildToolsInFinalStage,
  circularStageDependency,
  copyFromEmptyStage,
  copyFromOwnStage,
  duplicateStageName,
  reservedStageName,
  singleStageBuild,
  sourceInFinalStage,
  stageNameCasing,
  unknownSourceStage,
  unusedStage,
  wholeFilesystemCopy,
  emptyContinuation,
  inlineSuppression,
  instructionCasing,
  invalidOnbuild,
  legacyKeyValue,
  mismatchedDefinitionComment,
  missingSyntaxDirective,
  missingWorkdir,
  relativeWorkdir,
  selfReferringEnv,
  syntaxError,
  trailingComment,
  undefinedVariable,
  workdirInSystemDirectory,
  missingUser,
  namedUserWithoutPasswd,
  nonNumericUser,
  rootUser,
  sparseUserLog,
  sudoInRun,
  unusedCreatedUser,
  worldWritablePath,
];
