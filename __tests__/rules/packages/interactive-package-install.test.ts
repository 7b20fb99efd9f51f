import { interactivePackageInstall } from "../../../src/rules/packages/interactive-package-install.ts";
import { describeRule } from "../../support/describe-rule.ts";

describeRule(interactivePackageInstall);
