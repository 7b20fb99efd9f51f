// Built by `npm run build:rules` from the files in this folder. Do not edit.
import { baseImageVersionDrift } from "./base-image/base-image-version-drift.ts";
import { fixedPlatform } from "./base-image/fixed-platform.ts";
import { latestBaseImage } from "./base-image/latest-base-image.ts";
import { looseBaseImageVersion } from "./base-image/loose-base-image-version.ts";
import { redundantTargetPlatform } from "./base-image/redundant-target-platform.ts";
import { undefinedBaseArgument } from "./base-image/undefined-base-argument.ts";
import { undigestedBaseImage } from "./base-image/undigested-base-image.ts";
import { untaggedBaseImage } from "./base-image/untagged-base-image.ts";
import { untrustedRegistry } from "./base-image/untrusted-registry.ts";
import { addInsteadOfCopy } from "./copy/add-instead-of-copy.ts";
import { consecutiveRuns } from "./layers/consecutive-runs.ts";
import { sourceBeforeDependencies } from "./layers/source-before-dependencies.ts";
import { deprecatedMaintainer } from "./metadata/deprecated-maintainer.ts";
import { aptRecommendedPackages } from "./packages/apt-recommended-packages.ts";
import { interactivePackageInstall } from "./packages/interactive-package-install.ts";
import { npmInstallInBuild } from "./packages/npm-install-in-build.ts";
import { packageCacheLeftBehind } from "./packages/package-cache-left-behind.ts";
import { packageIndexUpdateAlone } from "./packages/package-index-update-alone.ts";
import { cdInRun } from "./run/cd-in-run.ts";
import { missingPipefail } from "./run/missing-pipefail.ts";
import { repeatedCommand } from "./runtime/repeated-command.ts";
import { shellFormCommand } from "./runtime/shell-form-command.ts";
import { disabledSignatureCheck } from "./secrets/disabled-signature-check.ts";
import { disabledTlsVerification } from "./secrets/disabled-tls-verification.ts";
import { pipedRemoteScript } from "./secrets/piped-remote-script.ts";
import { plainHttpDownload } from "./secrets/plain-http-download.ts";
import { secretInArgOrEnv } from "./secrets/secret-in-arg-or-env.ts";
import { unverifiedDownload } from "./secrets/unverified-download.ts";
import { asKeywordCasing } from "./stages/as-keyword-casing.ts";
import { circularStageDependency } from "./stages/circular-stage-dependency.ts";
import { copyFromEmptyStage } from "./stages/copy-from-empty-stage.ts";
import { copyFromOwnStage } from "./stages/copy-from-own-stage.ts";
import { duplicateStageName } from "./stages/duplicate-stage-name.ts";
import { reservedStageName } from "./stages/reserved-stage-name.ts";
import { stageNameCasing } from "./stages/stage-name-casing.ts";
import { unknownSourceStage } from "./stages/unknown-source-stage.ts";
import { unusedStage } from "./stages/unused-stage.ts";
import { wholeFilesystemCopy } from "./stages/whole-filesystem-copy.ts";
import { relativeWorkdir } from "./syntax/relative-workdir.ts";
import { syntaxError } from "./syntax/syntax-error.ts";
import { missingUser } from "./user/missing-user.ts";
import { rootUser } from "./user/root-user.ts";
import type { Rule } from "./rule.ts";

/** Every rule, by category and name. */
export const allRules: readonly Rule[] = [
  baseImageVersionDrift,
  fixedPlatform,
  latestBaseImage,
  looseBaseImageVersion,
  redundantTargetPlatform,
  undefinedBaseArgument,
  undigestedBaseImage,
  untaggedBaseImage,
  untrustedRegistry,
  addInsteadOfCopy,
  consecutiveRuns,
  sourceBeforeDependencies,
  deprecatedMaintainer,
  aptRecommendedPackages,
  interactivePackageInstall,
  npmInstallInBuild,
  packageCacheLeftBehind,
  packageIndexUpdateAlone,
  cdInRun,
  missingPipefail,
  repeatedCommand,
  shellFormCommand,
  disabledSignatureCheck,
  disabledTlsVerification,
  pipedRemoteScript,
  plainHttpDownload,
  secretInArgOrEnv,
  unverifiedDownload,
  asKeywordCasing,
  circularStageDependency,
  copyFromEmptyStage,
  copyFromOwnStage,
  duplicateStageName,
  reservedStageName,
  stageNameCasing,
  unknownSourceStage,
  unusedStage,
  wholeFilesystemCopy,
  relativeWorkdir,
  syntaxError,
  missingUser,
  rootUser,
];
